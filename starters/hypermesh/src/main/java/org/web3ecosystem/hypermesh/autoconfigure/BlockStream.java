package org.web3ecosystem.hypermesh.autoconfigure;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.springframework.http.codec.ServerSentEvent;
import org.web3ecosystem.hypermesh.feed.BlockFeed;
import org.web3ecosystem.hypermesh.feed.FeedLimits;
import org.web3ecosystem.hypermesh.feed.Step;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.consensus.CommittedBlock;
import reactor.core.publisher.FluxSink;

/**
 * One reader of blocks as server-sent events. It is given as many as it asks for and
 * nothing is kept for it beyond that: its place is a height. On a thread of its own,
 * which may block.
 */
final class BlockStream {

	/** After so much silence a comment shows that the connection lives. */
	private static final Duration HEARTBEAT = Duration.ofSeconds(15);

	private final BlockFeed feed;

	private final FluxSink<ServerSentEvent<Map<String, Object>>> reader;

	/** Given when it asks for more, or goes away. */
	private final Semaphore asked = new Semaphore(0);

	private Height next;

	BlockStream(BlockFeed feed, Height from, FluxSink<ServerSentEvent<Map<String, Object>>> reader) {
		this.feed = feed;
		this.next = from;
		this.reader = reader;
		reader.onRequest(more -> asked.release());
		reader.onCancel(asked::release);
	}

	/** Until the reader goes away, is sent away, or the node stops. */
	void run() {
		try {
			while (!reader.isCancelled()) {
				if (!takes()) {
					feed.droppedOne();
					reader.error(new UnavailableException("the reader takes nothing"));
					return;
				}
				if (!step()) {
					return;
				}
			}
		}
		catch (InterruptedException stopped) {
			Thread.currentThread().interrupt();
			end("this node stops");
		}
		catch (RuntimeException failed) {
			end("this node cannot read its blocks");
		}
	}

	/** Whether it takes one more within its patience. */
	private boolean takes() throws InterruptedException {
		long until = System.nanoTime() + feed.limits().patience().toNanos();
		while (reader.requestedFromDownstream() == 0 && !reader.isCancelled()) {
			asked.drainPermits();
			if (reader.requestedFromDownstream() == 0
					&& !asked.tryAcquire(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
				return false;
			}
		}
		return true;
	}

	/** Whether there is a next one. */
	private boolean step() throws InterruptedException {
		switch (feed.at(next, FeedLimits.PAGE)) {
			case Step.Blocks(var blocks) -> {
				return sendAll(blocks);
			}
			case Step.Gap(Height from, Height there) -> {
				// the id is that of the last one missing, so that a resumed reader goes
				// on behind it
				reader.next(event("gap", there.number() - 1, Map.of("from", from.number(), "next", there.number())));
				next = there;
			}
			case Step.Coming none -> {
				if (!feed.isOpen()) {
					end("this node stops");
					return false;
				}
				long before = System.nanoTime();
				feed.await(next, HEARTBEAT);
				if (System.nanoTime() - before >= HEARTBEAT.toNanos()) {
					reader.next(ServerSentEvent.<Map<String, Object>>builder().comment("still here").build());
				}
			}
		}
		return true;
	}

	private boolean sendAll(Iterable<CommittedBlock> blocks) throws InterruptedException {
		for (CommittedBlock block : blocks) {
			if (!takes()) {
				feed.droppedOne();
				reader.error(new UnavailableException("the reader takes nothing"));
				return false;
			}
			if (reader.isCancelled()) {
				return false;
			}
			reader.next(event("block", block.height().number(), BlockJson.of(block)));
			next = block.height().next();
		}
		return true;
	}

	private void end(String reason) {
		reader.next(ServerSentEvent.<Map<String, Object>>builder()
			.event("end")
			.data(Map.of("reason", reason, "next", next.number()))
			.build());
		reader.complete();
	}

	private static ServerSentEvent<Map<String, Object>> event(String type, long id, Map<String, Object> data) {
		return ServerSentEvent.<Map<String, Object>>builder().event(type).id(String.valueOf(id)).data(data).build();
	}

}
