package org.web3ecosystem.hypermesh.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.web3ecosystem.hypermesh.feed.BlockFeed;
import org.web3ecosystem.hypermesh.feed.Step;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.consensus.CommittedBlock;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import tools.jackson.databind.json.JsonMapper;

/**
 * One reader of blocks as server-sent events. Its place is a height, and it is given the
 * next event when it took all of the one before. The server takes a number of pieces
 * ahead of the reader, whatever their size, so they are small. On a thread of its own,
 * which may block.
 */
final class BlockStream {

	/** The largest piece of an event, in bytes. */
	static final int PIECE = 8 << 10;

	/** After so much silence a comment shows that the connection lives. */
	private static final Duration HEARTBEAT = Duration.ofSeconds(15);

	/** How long it may take to see that the reader went away. */
	private static final Duration LOOK = Duration.ofSeconds(1);

	private static final JsonMapper mapper = JsonMapper.shared();

	private final BlockFeed feed;

	private final FluxSink<Flux<byte[]>> reader;

	/** Given for each piece that it takes, and when it goes away. */
	private final Semaphore taken = new Semaphore(0);

	private Height next;

	private long sent = System.nanoTime();

	private boolean begun;

	BlockStream(BlockFeed feed, Height from, FluxSink<Flux<byte[]>> reader) {
		this.feed = feed;
		this.next = from;
		this.reader = reader;
		reader.onCancel(taken::release);
	}

	/** Until the reader goes away, is sent away, or the node stops. */
	void run() {
		try {
			while (!reader.isCancelled()) {
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

	/** Whether there is a next one. */
	private boolean step() throws InterruptedException {
		switch (feed.at(next, 1)) {
			case Step.Blocks(var blocks) -> {
				CommittedBlock block = blocks.getFirst();
				next = block.height().next();
				return send(event("block", block.height().number(), BlockJson.of(block)));
			}
			case Step.Gap(Height from, Height there) -> {
				next = there;
				// the id is that of the last one missing, so that a resumed reader goes
				// on behind it
				return send(event("gap", there.number() - 1, Map.of("from", from.number(), "next", there.number())));
			}
			case Step.Coming none -> {
				if (!feed.isOpen()) {
					end("this node stops");
					return false;
				}
				if (!begun) {
					// or a reader who has all would wait for the response's header too
					return send(":here\n\n");
				}
				feed.await(next, LOOK);
				return System.nanoTime() - sent < HEARTBEAT.toNanos() || send(":still here\n\n");
			}
		}
	}

	/** Whether it was taken, each piece within the reader's patience. */
	private boolean send(String event) throws InterruptedException {
		begun = true;
		byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
		int pieces = Math.ceilDiv(bytes.length, PIECE);
		reader.next(pieces(bytes, pieces));
		for (int i = 0; i < pieces && !reader.isCancelled(); i++) {
			if (!taken.tryAcquire(feed.limits().patience().toNanos(), TimeUnit.NANOSECONDS)) {
				feed.droppedOne();
				reader.error(new UnavailableException("the reader takes nothing"));
				return false;
			}
		}
		sent = System.nanoTime();
		return true;
	}

	private Flux<byte[]> pieces(byte[] bytes, int pieces) {
		return Flux.range(0, pieces).map(i -> {
			taken.release();
			return Arrays.copyOfRange(bytes, i * PIECE, Math.min(bytes.length, (i + 1) * PIECE));
		});
	}

	private void end(String reason) {
		byte[] bytes = ("event:end\n" + data(Map.of("reason", reason, "next", next.number())))
			.getBytes(StandardCharsets.UTF_8);
		reader.next(pieces(bytes, 1));
		reader.complete();
	}

	private static String event(String type, long id, Map<String, Object> json) {
		return "id:" + id + "\nevent:" + type + "\n" + data(json);
	}

	/** JSON has no line breaks. */
	private static String data(Map<String, Object> json) {
		return "data:" + mapper.writeValueAsString(json) + "\n\n";
	}

}
