package org.web3ecosystem.bench.stoq;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.Future;

/** Calls with nothing but Netty's codecs and {@link Asking}, on one event loop. */
abstract class BareCaller implements Caller {

	private final EventLoopGroup loop;

	BareCaller(EventLoopGroup loop) {
		this.loop = loop;
	}

	/** A first stream on a new connection, with {@link Asking} on it. */
	abstract CompletableFuture<Channel> connect();

	/** A further stream on the connection of this one. */
	abstract CompletableFuture<Channel> another(Channel stream);

	/** What has to be closed for this stream's connection to end. */
	abstract Channel connection(Channel stream);

	private CompletableFuture<Channel> greeted() {
		return connect().thenCompose(stream -> stream.pipeline().get(Asking.class).greet(stream));
	}

	private static <T> T get(CompletableFuture<T> future) {
		return future.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
	}

	static <T> CompletableFuture<T> follow(Future<T> future) {
		CompletableFuture<T> result = new CompletableFuture<>();
		future.addListener((Future<T> done) -> {
			if (done.isSuccess()) {
				result.complete(done.getNow());
			}
			else {
				result.completeExceptionally(done.cause());
			}
		});
		return result;
	}

	@Override
	public CompletableFuture<?> connectAndEnd(int slot) {
		return greeted().thenCompose(stream -> follow(connection(stream).close()));
	}

	@Override
	public Exchange requests() {
		Channel stream = get(greeted());
		Asking asking = stream.pipeline().get(Asking.class);
		return message -> asking.exchange(stream, message);
	}

	@Override
	public Exchange messages() {
		return requests();
	}

	@Override
	public AutoCloseable download(int streams, LongAdder bytes) {
		Channel first = get(connect());
		first.pipeline().get(Asking.class).download(first, bytes);
		for (int i = 1; i < streams; i++) {
			Channel next = get(another(first));
			next.pipeline().get(Asking.class).download(next, bytes);
		}
		return () -> get(follow(connection(first).close()));
	}

	@Override
	public void hold(int connections) {
		for (int i = 0; i < connections; i++) {
			get(greeted());
		}
	}

	@Override
	public void close() {
		loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
	}

}
