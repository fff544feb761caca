package org.web3ecosystem.hypermesh.feed;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

import org.web3ecosystem.hypermesh.ledger.Validators;
import org.web3ecosystem.hypermesh.ledger.VerifiableLedger;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.consensus.CommittedBlock;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.genesis.Validator;

/**
 * Fetches from validators what this node has not executed itself: all blocks where it
 * observes, those that a transferred state skipped where it validates. No block is
 * signed, so one is believed when validators with more than a third of the weight give
 * the same bytes: at least one of them is honest then. That is the roster's word of
 * today, also for blocks of an earlier one.
 */
public final class BlockFill implements AutoCloseable {

	private static final Logger logger = System.getLogger(BlockFill.class.getName());

	/** A new node fetches that much of the past at most. */
	static final int PAST = 10_000;

	/** How often the same height is asked for before it is given up. */
	private static final int TRIES = 20;

	/** What one validator may answer at a time. */
	private static final long MAX_ANSWER = FeedLimits.PAGE_BYTES + 2L * BlockCodec.MAX_BYTES;

	private final BlockFeed feed;

	private final VerifiableLedger ledger;

	private final Validators validators;

	private final Duration period;

	private final Duration deadline;

	private final ScheduledExecutorService scheduler;

	private final Executor executor;

	private final AtomicBoolean busy = new AtomicBoolean();

	private Height seenMissing = Height.GENESIS;

	private int tries;

	private int turn;

	private volatile boolean closed;

	/**
	 * @param period between two looks
	 * @param deadline for one answer
	 * @param scheduler not closed here
	 * @param executor where answers are awaited; not closed here
	 */
	public BlockFill(BlockFeed feed, VerifiableLedger ledger, Validators validators, Duration period, Duration deadline,
			ScheduledExecutorService scheduler, Executor executor) {
		this.feed = feed;
		this.ledger = ledger;
		this.validators = validators;
		this.period = period;
		this.deadline = deadline;
		this.scheduler = scheduler;
		this.executor = executor;
	}

	public void start() {
		if (!closed) {
			if (busy.compareAndSet(false, true)) {
				executor.execute(this::look);
			}
			scheduler.schedule(this::start, period.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	private void look() {
		try {
			boolean more = feed.isOpen();
			while (more && !closed) {
				more = lookOnce();
			}
		}
		catch (RuntimeException failed) {
			logger.log(Level.DEBUG, "blocks could not be fetched: {0}", Reason.of(failed));
		}
		finally {
			busy.set(false);
		}
	}

	/** Whether it came further, so that there may be more. */
	private boolean lookOnce() {
		Height top = ledger.height();
		Height floor = new Height(Math.max(top.number() - PAST, feed.settled().number()));
		if (floor.compareTo(feed.settled()) > 0) {
			feed.settle(floor);
		}
		Height missing = feed.missing(floor.next());
		if (missing.compareTo(top) > 0) {
			return false;
		}
		boolean again = missing.equals(seenMissing);
		seenMissing = missing;
		tries = again ? tries + 1 : 0;
		if (ledger.replica().isPresent() && !again) {
			// it may be on its way to the disk
			return false;
		}
		Answers answers = ask(missing);
		if (answers.confirmed().isEmpty()) {
			boolean givenUp = tries >= TRIES;
			answers.kept(ledger.roster(), top, givenUp).ifPresent(this::skipTo);
			if (givenUp) {
				feed.nextAfter(missing).filter(next -> next.compareTo(top) <= 0).ifPresent(this::skipTo);
			}
			return false;
		}
		Height next = missing;
		for (byte[] block : answers.confirmed()) {
			feed.fill(next, block);
			next = next.next();
		}
		feed.tell();
		return true;
	}

	private void skipTo(Height next) {
		logger.log(Level.WARNING, "next={0}: not enough have the blocks before", next.number());
		feed.settle(new Height(next.number() - 1));
	}

	/** As many as are needed and one more, in turn. */
	private Answers ask(Height from) {
		Roster roster = ledger.roster();
		List<Validator> others = new ArrayList<>(validators.others(roster));
		Collections.rotate(others, others.isEmpty() ? 0 : turn++ % others.size());
		List<Validator> asked = new ArrayList<>();
		for (Validator each : others) {
			boolean enough = isEnough(roster, ids(asked));
			asked.add(each);
			if (enough) {
				break;
			}
		}
		byte[] request = new BlockRequest(from, FeedLimits.PAGE).encode();
		Map<NodeId, CompletableFuture<Answer>> answers = new HashMap<>();
		asked
			.forEach(each -> answers.put(each.id(), CompletableFuture.supplyAsync(() -> answer(each, request), executor)
				.exceptionally(failed -> Answer.NONE)));
		Map<NodeId, Answer> given = new HashMap<>();
		answers.forEach((id, answer) -> given.put(id, answer.join()));
		return new Answers(from, given, confirmed(from, given, roster));
	}

	/** Whether one of them is honest, if less than a third of the weight is not. */
	private static boolean isEnough(Roster roster, List<NodeId> nodes) {
		return 3 * roster.weight(nodes) > roster.weight();
	}

	private static List<NodeId> ids(List<Validator> validators) {
		return validators.stream().map(Validator::id).toList();
	}

	private Answer answer(Validator validator, byte[] request) {
		List<byte[]> blocks = new ArrayList<>();
		Optional<Height> next = Optional.empty();
		long bytes = 0;
		try (var answer = validators.feed(validator, BlockFeedHandler.METHOD, request, deadline)
			.toCompletableFuture()
			.join()) {
			Optional<byte[]> item = answer.next().toCompletableFuture().join();
			while (item.isPresent() && blocks.size() < FeedLimits.PAGE && bytes < MAX_ANSWER) {
				switch (BlockItem.decode(item.get())) {
					case BlockItem.Block(byte[] encoded) -> blocks.add(encoded);
					case BlockItem.Gap(Height from, Height there) -> next = Optional.of(there);
				}
				bytes += item.get().length;
				item = answer.next().toCompletableFuture().join();
			}
		}
		catch (RuntimeException failed) {
			// what came before is as good as any
			logger.log(Level.DEBUG, "validator={0}: {1}", validator.name(), Reason.of(failed));
		}
		return new Answer(blocks, next);
	}

	/** Those that enough of them give alike. */
	private static List<byte[]> confirmed(Height from, Map<NodeId, Answer> given, Roster roster) {
		List<byte[]> confirmed = new ArrayList<>();
		for (int i = 0; i < FeedLimits.PAGE; i++) {
			Height height = new Height(from.number() + i);
			Optional<byte[]> block = confirmed(i, given, roster).filter(each -> isOf(height, each));
			if (block.isEmpty()) {
				break;
			}
			confirmed.add(block.get());
		}
		return confirmed;
	}

	private static Optional<byte[]> confirmed(int index, Map<NodeId, Answer> given, Roster roster) {
		Map<ByteBuffer, List<NodeId>> alike = new HashMap<>();
		given.forEach((id, answer) -> {
			if (answer.blocks().size() > index) {
				alike.computeIfAbsent(ByteBuffer.wrap(answer.blocks().get(index)), key -> new ArrayList<>()).add(id);
			}
		});
		return alike.entrySet()
			.stream()
			.filter(each -> isEnough(roster, each.getValue()))
			.map(each -> each.getKey().array())
			.findFirst();
	}

	private static boolean isOf(Height height, byte[] encoded) {
		try {
			CommittedBlock block = BlockCodec.decode(encoded);
			return block.height().equals(height);
		}
		catch (CborException malformed) {
			return false;
		}
	}

	/** What one validator gave. */
	private record Answer(List<byte[]> blocks, Optional<Height> next) {

		static final Answer NONE = new Answer(List.of(), Optional.empty());

		/** The first height that it says it has. */
		Optional<Height> start(Height asked) {
			return blocks.isEmpty() ? next : Optional.of(asked);
		}

	}

	/** What all of them gave. */
	private record Answers(Height from, Map<NodeId, Answer> given, List<byte[]> confirmed) {

		/**
		 * Where to go on behind blocks that are not to be had. At once only if none of
		 * them has the first one, and an honest one is among those that say so early, and
		 * among those that say so late. Otherwise, when it is given up, the lowest height
		 * from which on enough of them have blocks.
		 * @param top nobody is believed beyond that
		 */
		Optional<Height> kept(Roster roster, Height top, boolean givenUp) {
			if (!givenUp && given.values().stream().anyMatch(answer -> !answer.blocks().isEmpty())) {
				return Optional.empty();
			}
			return given.values()
				.stream()
				.flatMap(answer -> answer.start(from).stream())
				.filter(height -> height.compareTo(from) > 0 && height.compareTo(top) <= 0)
				.sorted()
				.filter(height -> isEnough(roster, starting(start -> start.compareTo(height) <= 0))
						&& (givenUp || isEnough(roster, starting(start -> start.compareTo(height) >= 0))))
				.findFirst();
		}

		private List<NodeId> starting(Predicate<Height> where) {
			return given.entrySet()
				.stream()
				.filter(each -> each.getValue().start(from).filter(where).isPresent())
				.map(Map.Entry::getKey)
				.toList();
		}

	}

	@Override
	public void close() {
		closed = true;
	}

}
