package org.web3ecosystem.spi.transport;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;

/** The handler's end of a feed, over a stream of its own; it carries no trace. */
final class ServedFeed implements FeedHandler.Items {

	private static final Logger LOG = System.getLogger(ServedFeed.class.getName());

	/** For the caller to take what was sent, and to end the stream. */
	private static final Duration LINGER = Duration.ofSeconds(10);

	private final RemoteCall call;

	private final Stream stream;

	private final CompletableFuture<Void> late;

	private final AtomicBoolean ended = new AtomicBoolean();

	private final AtomicBoolean sending = new AtomicBoolean();

	/** While the handler is called. */
	private volatile @Nullable Thread running;

	ServedFeed(NodeId caller, Stream stream, Duration remaining) {
		this.call = RemoteCall.of(caller, remaining);
		this.stream = stream;
		this.late = new CompletableFuture<Void>().completeOnTimeout(null, remaining.toMillis(), TimeUnit.MILLISECONDS);
	}

	/** Calls the handler on this thread. */
	void run(FeedHandler handler, byte[] request) {
		running = Thread.currentThread();
		late.thenRunAsync(() -> abandon(new FeedMessage.Failure(FeedMessage.Failure.TIMED_OUT,
				"no end of " + handler.method() + " within its deadline")), Thread::startVirtualThread);
		// nothing more is expected of the caller but that it goes away
		stream.read().whenComplete((more, gone) -> {
			if (gone != null || more.isPresent()) {
				abandon(null);
				stream.close();
			}
		});
		try {
			handler.handle(call, request, this).whenComplete((done, failure) -> end(failure));
		}
		catch (RuntimeException failure) {
			end(failure);
		}
		finally {
			running = null;
		}
	}

	/** It ends as the handler says, and the caller is told. */
	void end(@Nullable Throwable failure) {
		if (!ended.compareAndSet(false, true)) {
			return;
		}
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		if (cause != null && !(cause instanceof RejectedException) && !(cause instanceof UnavailableException)) {
			LOG.log(Level.WARNING, "handler of a feed failed caller=" + call.caller().brief(), cause);
		}
		say((cause == null) ? new FeedMessage.End() : FeedMessage.Failure.of(cause));
	}

	/** Nobody waits any more; or somebody is told one last thing. */
	private void abandon(FeedMessage.@Nullable Failure last) {
		if (!ended.compareAndSet(false, true)) {
			return;
		}
		Thread busy = running;
		if (busy != null) {
			busy.interrupt();
		}
		if (last != null) {
			say(last);
		}
		late.cancel(false);
		call.abandon();
	}

	private void say(FeedMessage last) {
		late.cancel(false);
		stream.write(last.encode()).thenCompose(written -> stream.finish());
		CompletableFuture.delayedExecutor(LINGER.toMillis(), TimeUnit.MILLISECONDS).execute(stream::close);
	}

	@Override
	public CompletionStage<Void> send(byte[] item) {
		if (item.length > FeedHandler.MAX_ITEM) {
			return CompletableFuture.failedFuture(new TransportException.Overloaded(
					"an item of " + item.length + " bytes is longer than " + FeedHandler.MAX_ITEM));
		}
		if (ended.get()) {
			return CompletableFuture.failedFuture(new TransportException.Closed("the feed has ended"));
		}
		if (!sending.compareAndSet(false, true)) {
			return CompletableFuture.failedFuture(new IllegalStateException("the last item is not taken yet"));
		}
		return stream.write(new FeedMessage.Item(item).encode()).whenComplete((taken, failure) -> {
			sending.set(false);
			if (failure != null) {
				// before the handler hears of it and takes it for its own
				abandon(null);
			}
		});
	}

}
