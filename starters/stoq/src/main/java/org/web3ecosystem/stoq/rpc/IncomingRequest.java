package org.web3ecosystem.stoq.rpc;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.RemoteCall;
import org.web3ecosystem.spi.transport.RequestHandler;
import org.web3ecosystem.stoq.hello.Features;
import org.web3ecosystem.stoq.wire.CloseCode;
import org.web3ecosystem.stoq.wire.Frame;
import org.web3ecosystem.stoq.wire.FrameType;
import org.web3ecosystem.stoq.wire.WireException;

/** A request of a peer, from its frame to its answer. */
final class IncomingRequest {

	private static final Logger LOG = System.getLogger(IncomingRequest.class.getName());

	private final String method;

	private final byte[] body;

	private final long deadline;

	private final long longest;

	private final RemoteCall call;

	private final CompletableFuture<byte[]> answer = new CompletableFuture<>();

	private final RequestHandler handler;

	/** Null if the handler has none of its own. */
	private @Nullable Thread thread;

	/**
	 * @param longest how long a handler may take, in milliseconds
	 * @throws WireException if it is no request
	 */
	static IncomingRequest of(Cbor.Struct request, IncomingConnection connection, RequestHandler handler) {
		byte[] body = request.bytes("body");
		if (body.length > Connection.MAX_MESSAGE) {
			throw new WireException(CloseCode.FRAME_TOO_LARGE, "a request of " + body.length + " bytes");
		}
		long longest = connection.limits().answer().toMillis();
		long deadline = Math.clamp(request.integer("deadline"), 1, longest);
		return new IncomingRequest(handler, body, deadline, longest,
				RemoteCall.of(connection.peer(), Duration.ofMillis(deadline), trace(request)));
	}

	private IncomingRequest(RequestHandler handler, byte[] body, long deadline, long longest, RemoteCall call) {
		this.handler = handler;
		this.method = handler.method();
		this.body = body;
		this.deadline = deadline;
		this.longest = longest;
		this.call = call;
	}

	/** One that is no text, or too long, is no reason to refuse a request. */
	private static Optional<String> trace(Cbor.Struct request) {
		return request.find(Features.TRACE)
			.flatMap(item -> (item instanceof Cbor.Text(String text)) ? Optional.of(text) : Optional.empty())
			.filter(text -> text.length() <= TraceParent.MAX_LENGTH);
	}

	/**
	 * Has it handled: on the event loop if the handler never blocks, else on a virtual
	 * thread.
	 * @param answered takes what is sent, on the event loop
	 */
	void begin(EventLoop loop, Consumer<Frame> answered) {
		if (handler.isNonBlocking()) {
			handle();
		}
		else {
			thread = Thread.ofVirtual().unstarted(this::handle);
		}
		ScheduledFuture<?> timer = answer.isDone() ? null
				: loop.schedule(() -> abandon(tooLate()), deadline, TimeUnit.MILLISECONDS);
		answer.whenComplete((result, failure) -> {
			Frame frame = (failure == null) ? frame(result) : failure(OffLoop.unwrap(failure)).toFrame();
			onLoop(loop, () -> {
				if (timer != null) {
					timer.cancel(false);
				}
				answered.accept(frame);
			});
		});
		if (thread != null) {
			thread.start();
		}
	}

	private static void onLoop(EventLoop loop, Runnable step) {
		if (loop.inEventLoop()) {
			step.run();
			return;
		}
		try {
			loop.execute(step);
		}
		catch (RejectedExecutionException gone) {
			// the event loop has ended, and with it every connection
		}
	}

	private void handle() {
		try {
			handler.handle(call, body).whenComplete((result, failure) -> {
				if (failure == null) {
					answer.complete(result);
				}
				else {
					answer.completeExceptionally(failure);
				}
			});
		}
		catch (RuntimeException failure) {
			answer.completeExceptionally(failure);
		}
	}

	/** Nobody waits any more. */
	void abandon(UnavailableException why) {
		if (answer.completeExceptionally(why)) {
			if (thread != null) {
				thread.interrupt();
			}
			call.abandon();
		}
	}

	private UnavailableException tooLate() {
		return (deadline < longest)
				? new DeadlinePassedException("no answer to " + method + " within " + deadline + " ms")
				: new UnavailableException(method + " took too long here");
	}

	private static Frame frame(byte[] result) {
		return (result.length <= Connection.MAX_MESSAGE) ? Frame.of(FrameType.ANSWER, Cbor.of(result))
				: new Failure(Failure.Kind.UNAVAILABLE, "the answer is too long").toFrame();
	}

	private Failure failure(Throwable cause) {
		if (!(cause instanceof RejectedException) && !(cause instanceof UnavailableException)) {
			LOG.log(Level.WARNING, "handler failed method=" + method + " caller=" + call.caller().brief(), cause);
		}
		return Failure.of(cause);
	}

}
