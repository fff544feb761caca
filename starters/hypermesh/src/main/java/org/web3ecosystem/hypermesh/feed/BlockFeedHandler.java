package org.web3ecosystem.hypermesh.feed;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.web3ecosystem.hypermesh.feed.Step.Blocks;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.consensus.CommittedBlock;
import org.web3ecosystem.spi.transport.Call;
import org.web3ecosystem.spi.transport.FeedHandler;

/**
 * Gives other nodes the blocks of this one: a number of them, or all that come until the
 * caller's deadline. A caller that does not take what it asked for is sent away.
 */
public final class BlockFeedHandler implements FeedHandler {

	static final String METHOD = "hypermesh.blocks";

	/** How many feeds without an end one node may have. */
	private static final int FOLLOWS_PER_NODE = 4;

	private static final Duration LOOK = Duration.ofSeconds(5);

	private final BlockFeed feed;

	private final Map<NodeId, Integer> following = new ConcurrentHashMap<>();

	public BlockFeedHandler(BlockFeed feed) {
		this.feed = feed;
	}

	@Override
	public String method() {
		return METHOD;
	}

	@Override
	public CompletionStage<Void> handle(Call call, byte[] request, Items items) {
		BlockRequest wanted = decode(request);
		try {
			if (wanted.most() == 0) {
				follow(call, wanted.from(), items);
			}
			else {
				send(wanted, items);
			}
			return CompletableFuture.completedFuture(null);
		}
		catch (InterruptedException gone) {
			Thread.currentThread().interrupt();
			throw new UnavailableException("nobody waits for blocks any more");
		}
	}

	private static BlockRequest decode(byte[] request) {
		try {
			return BlockRequest.decode(request);
		}
		catch (CborException malformed) {
			throw new RejectedException("not a request for blocks: " + malformed.getMessage(), malformed);
		}
	}

	private void send(BlockRequest wanted, Items items) throws InterruptedException {
		Height next = wanted.from();
		long last = next.number() + wanted.most();
		while (next.number() < last) {
			int left = Math.toIntExact(last - next.number());
			switch (feed.at(next, left)) {
				case Blocks(var blocks) -> next = send(blocks, items);
				case Step.Gap(Height from, Height there) -> {
					take(items.send(new BlockItem.Gap(from, there).encode()));
					return;
				}
				case Step.Coming none -> {
					return;
				}
			}
		}
	}

	private void follow(Call call, Height from, Items items) throws InterruptedException {
		if (following.merge(call.caller(), 1, Integer::sum) > FOLLOWS_PER_NODE) {
			leave(call.caller());
			throw new UnavailableException("a node follows the blocks " + FOLLOWS_PER_NODE + " times at most");
		}
		AutoCloseable place = feed.follow().orElse(null);
		try {
			if (place == null) {
				throw new UnavailableException("as many as may follow the blocks do");
			}
			Height next = from;
			while (true) {
				switch (feed.at(next, FeedLimits.PAGE)) {
					case Blocks(var blocks) -> next = send(blocks, items);
					case Step.Gap(Height missing, Height there) -> {
						take(items.send(new BlockItem.Gap(missing, there).encode()));
						next = there;
					}
					case Step.Coming none -> feed.await(next, LOOK);
				}
				if (!feed.isOpen()) {
					throw new UnavailableException("this node stops");
				}
			}
		}
		finally {
			leave(call.caller());
			if (place != null) {
				close(place);
			}
		}
	}

	private void leave(NodeId caller) {
		following.computeIfPresent(caller, (id, times) -> times > 1 ? times - 1 : null);
	}

	private Height send(Iterable<CommittedBlock> blocks, Items items) throws InterruptedException {
		Height next = Height.GENESIS;
		for (CommittedBlock block : blocks) {
			take(items.send(new BlockItem.Block(BlockCodec.encode(block)).encode()));
			next = block.height().next();
		}
		return next;
	}

	private void take(CompletionStage<Void> sent) throws InterruptedException {
		try {
			sent.toCompletableFuture().get(feed.limits().patience().toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException slow) {
			feed.droppedOne();
			throw new UnavailableException("blocks were not taken within " + feed.limits().patience());
		}
		catch (ExecutionException gone) {
			throw new UnavailableException("the caller went away", gone);
		}
	}

	private static void close(AutoCloseable place) {
		try {
			place.close();
		}
		catch (Exception impossible) {
			throw new IllegalStateException(impossible);
		}
	}

}
