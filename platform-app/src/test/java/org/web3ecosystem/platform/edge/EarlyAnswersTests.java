package org.web3ecosystem.platform.edge;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class EarlyAnswersTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

	private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

	private DisposableServer server;

	private Channel connection;

	@BeforeEach
	void start() throws InterruptedException {
		HttpLimits one = new HttpLimits(new EdgeProperties.Http(1, 1, Duration.ofSeconds(30), Duration.ofMinutes(2),
				DataSize.ofKilobytes(1), Duration.ofSeconds(10)), new UnreadRequests(JsonMapper.shared()));
		server = one.apply(HttpServer.create().protocol(HttpProtocol.H2C))
			.host("127.0.0.1")
			.port(0)
			.childObserve(new EarlyAnswers())
			.handle((request, response) -> request.uri().startsWith("/early")
					? response.status(401).sendString(Mono.just("no"))
					: request.receive().aggregate().then(response.sendString(Mono.just("yes")).then()))
			.bindNow();
		connection = new Bootstrap().group(loops)
			.channel(NioSocketChannel.class)
			.handler(new ChannelInitializer<Channel>() {

				@Override
				protected void initChannel(Channel channel) {
					channel.pipeline()
						.addLast(Http2FrameCodecBuilder.forClient().build(),
								new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
				}

			})
			.connect("127.0.0.1", server.port())
			.sync()
			.channel();
	}

	@AfterEach
	void stop() {
		connection.close();
		server.disposeNow();
		loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
	}

	@Test
	void whoStillSendsIsToldThatTheRestIsNotWanted() throws InterruptedException {
		Http2StreamChannel stream = send("/early", false);
		assertThat(next(Http2HeadersFrame.class).headers().status()).asString().isEqualTo("401");
		Http2ResetFrame reset = next(Http2ResetFrame.class);
		assertThat(reset.errorCode()).isEqualTo(Http2Error.NO_ERROR.code());
		assertThat(stream.closeFuture().await(PATIENCE.toMillis())).isTrue();
	}

	@Test
	void whoHasSentAllIsNot() throws InterruptedException {
		Http2StreamChannel stream = send("/early", true);
		assertThat(next(Http2HeadersFrame.class).headers().status()).asString().isEqualTo("401");
		assertThat(stream.closeFuture().await(PATIENCE.toMillis())).isTrue();
		assertThat(seen).noneMatch(Http2ResetFrame.class::isInstance);
	}

	@Test
	void theConnectionGoesOnAndItsStreamsAreNotConnections() throws InterruptedException {
		for (int i = 0; i < 5; i++) {
			send("/early", false);
			assertThat(next(Http2HeadersFrame.class).headers().status()).asString().isEqualTo("401");
			next(Http2ResetFrame.class);
		}
		send("/late", true);
		assertThat(next(Http2HeadersFrame.class).headers().status()).asString().isEqualTo("200");
	}

	private Http2StreamChannel send(String path, boolean whole) throws InterruptedException {
		Http2StreamChannel stream = new Http2StreamChannelBootstrap(connection)
			.handler(new ChannelInboundHandlerAdapter() {

				@Override
				public void channelRead(ChannelHandlerContext context, Object frame) {
					seen.add(frame);
					ReferenceCountUtil.release(frame);
				}

				@Override
				public void userEventTriggered(ChannelHandlerContext context, Object event) {
					seen.add(event);
				}

			})
			.open()
			.sync()
			.getNow();
		Http2Headers headers = new DefaultHttp2Headers().method("POST")
			.scheme("http")
			.authority("localhost")
			.path(path)
			.add("content-length", "4");
		stream.write(new DefaultHttp2HeadersFrame(headers));
		stream
			.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(whole ? new byte[4] : new byte[2]), whole));
		return stream;
	}

	private <T> T next(Class<T> type) throws InterruptedException {
		for (Object frame = poll(); frame != null; frame = poll()) {
			if (type.isInstance(frame)) {
				return type.cast(frame);
			}
		}
		throw new AssertionError("no " + type.getSimpleName());
	}

	private Object poll() throws InterruptedException {
		return seen.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
	}

}
