package org.web3ecosystem.platform.edge;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.netty.NettyPipeline;

import static org.assertj.core.api.Assertions.assertThat;

class Http2SilenceTests {

	private static final Duration SILENCE = Duration.ofSeconds(30);

	private final Http2FrameCodec codec = Http2FrameCodecBuilder.forServer().build();

	private final EmbeddedChannel channel = new EmbeddedChannel();

	@BeforeEach
	void connect() {
		channel.freezeTime();
		channel.pipeline().addLast(NettyPipeline.IdleTimeoutHandler, new ChannelInboundHandlerAdapter());
		channel.pipeline().addLast(codec);
		Http2Silence.replace(channel.pipeline(), SILENCE);
	}

	@AfterEach
	void close() {
		channel.close();
	}

	@Test
	void endsAConnectionWithoutRequests() {
		pass(SILENCE.minusSeconds(1));
		assertThat(channel.isOpen()).isTrue();
		pass(Duration.ofSeconds(1));
		assertThat(channel.isOpen()).isFalse();
	}

	@Test
	void waitsWhileARequestIsBeingAnswered() throws Http2Exception {
		Http2Stream request = codec.connection().remote().createStream(1, true);
		for (int i = 0; i < 3; i++) {
			pass(SILENCE);
			assertThat(channel.isOpen()).isTrue();
		}
		request.close();
		pass(SILENCE);
		assertThat(channel.isOpen()).isFalse();
	}

	@Test
	void waitsNotForEver() throws Http2Exception {
		codec.connection().remote().createStream(1, true);
		for (int i = 0; i < 10; i++) {
			assertThat(channel.isOpen()).isTrue();
			pass(SILENCE);
		}
		assertThat(channel.isOpen()).isFalse();
	}

	@Test
	void leavesHttp11ToTheServer() {
		ChannelInboundHandlerAdapter servers = new ChannelInboundHandlerAdapter();
		EmbeddedChannel other = new EmbeddedChannel();
		other.pipeline().addLast(NettyPipeline.IdleTimeoutHandler, servers);

		Http2Silence.replace(other.pipeline(), SILENCE);

		assertThat(other.pipeline().get(NettyPipeline.IdleTimeoutHandler)).isSameAs(servers);
	}

	private void pass(Duration time) {
		channel.advanceTimeBy(time.toMillis(), TimeUnit.MILLISECONDS);
		channel.runPendingTasks();
		channel.runScheduledPendingTasks();
	}

}
