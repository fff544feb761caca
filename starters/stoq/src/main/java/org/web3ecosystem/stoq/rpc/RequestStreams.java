package org.web3ecosystem.stoq.rpc;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.netty.channel.Channel;

import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.stoq.carrier.Carrier;
import org.web3ecosystem.stoq.wire.Frame;
import org.web3ecosystem.stoq.wire.FrameDecoder;

/**
 * The streams on which this node's requests go over one connection: one each while they
 * are under way. Where the peer can, a stream that has its answer waits for the next
 * request, as opening one costs more than the request. For the event loop alone.
 */
final class RequestStreams {

	/** As many as wait. */
	private static final int MOST_IDLE = 16;

	/** Well before the peer ends it. */
	private static final Duration IDLE = Duration.ofSeconds(10);

	private final Carrier carrier;

	/** Last used first. */
	private final Deque<RequestStream> idle = new ArrayDeque<>();

	private boolean reuse;

	/**
	 * @param reuse whether the peer takes more than one request on a stream
	 */
	RequestStreams(Carrier carrier, boolean reuse) {
		this.carrier = carrier;
		this.reuse = reuse;
	}

	/**
	 * Sends a request.
	 * @param answer completed with its answer or failed; failing it gives up
	 */
	void ask(Frame request, CompletableFuture<byte[]> answer) {
		RequestStream waiting = idle.pollFirst();
		if (waiting != null) {
			waiting.ask(request, answer);
			return;
		}
		RequestStream opened = new RequestStream(this);
		carrier.open(false, new FrameDecoder(Set.of()), opened).whenComplete((stream, failure) -> {
			if (failure == null) {
				onLoop(stream, () -> opened.ask(request, answer));
			}
			else {
				answer.completeExceptionally(noStream(failure));
			}
		});
	}

	private static void onLoop(Channel stream, Runnable step) {
		if (stream.eventLoop().inEventLoop()) {
			step.run();
		}
		else {
			stream.eventLoop().execute(step);
		}
	}

	private TransportException noStream(Throwable failure) {
		return carrier.isActive() ? new TransportException.Overloaded("no further stream to the peer: " + failure)
				: new TransportException.Closed("the connection is closed");
	}

	/** Takes back a stream that has its answer; false if it is not needed. */
	boolean keep(RequestStream answered) {
		if (!reuse || idle.size() >= MOST_IDLE || !carrier.isActive()) {
			return false;
		}
		idle.addFirst(answered);
		return true;
	}

	void forget(RequestStream ended) {
		idle.remove(ended);
	}

	/** Ends those that nobody used for a while. */
	void trim() {
		while (!idle.isEmpty() && idle.getLast().idle().compareTo(IDLE) > 0) {
			idle.removeLast().finish();
		}
	}

	/** Ends all that wait; none waits any more. */
	void end() {
		reuse = false;
		List<RequestStream> waiting = new ArrayList<>(idle);
		idle.clear();
		waiting.forEach(RequestStream::finish);
	}

}
