package org.web3ecosystem.spitest.transport;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.RequestHandler;
import org.web3ecosystem.spi.transport.Stream;
import org.web3ecosystem.spi.transport.StreamHandler;
import org.web3ecosystem.spi.transport.TransportException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Laws of those who say that they never block: they see what everybody sees. A part of
 * {@link TransportProviderContract}.
 */
abstract class DirectLaws extends DatagramLaws {

	private static final int MANY = 300;

	@Test
	void whoNeverBlocksAsksOneThingAfterTheOther() throws Exception {
		Connection direct = connect().direct();
		assertThat(get(askInTurn(direct, 0))).isEqualTo(MANY);
		assertThat(direct.peer()).isEqualTo(connect().peer());
	}

	private CompletionStage<Integer> askInTurn(Connection direct, int answered) {
		return (answered == MANY) ? CompletableFuture.completedFuture(answered)
				: direct.request("test.prompt", bytes("n" + answered), AMPLE).thenCompose(answer -> {
					assertThat(text(answer)).isEqualTo("n" + answered);
					return askInTurn(direct, answered + 1);
				});
	}

	@Test
	void whoNeverBlocksHearsOfFailuresAndDeadlines() throws Exception {
		Connection direct = connect().direct();
		assertThatThrownBy(() -> get(direct.request("test.prompt-and-broken", new byte[0], AMPLE)))
			.isInstanceOfSatisfying(TransportException.RemoteFailure.class,
					failure -> assertThat(failure.isRejected()).isTrue());
		assertFails(direct.request("test.prompt-but-late", new byte[0], SHORT), TransportException.TimedOut.class);
		CompletionStage<byte[]> late = direct.request("test.prompt-but-late", new byte[0], AMPLE);
		assertThat(text(get(direct.request("test.prompt", bytes("meanwhile"), AMPLE)))).isEqualTo("meanwhile");
		slowAnswer.complete(bytes("at last"));
		assertThat(text(get(late))).isEqualTo("at last");
	}

	@Test
	void aStreamBetweenTwoThatNeverBlockKeepsItsOrderAndItsEnd() throws Exception {
		Stream stream = get(connect().direct().open("test.prompt-stream", AMPLE));
		for (int i = 0; i < MANY; i++) {
			stream.write(bytes("n" + i));
		}
		stream.finish();
		for (int i = 0; i < MANY; i++) {
			assertThat(get(stream.read()).map(CallLaws::text)).contains("n" + i);
		}
		assertThat(get(stream.read())).isEmpty();
	}

	RequestHandler prompt() {
		return new Prompt("test.prompt", null);
	}

	RequestHandler promptButLate() {
		return new Prompt("test.prompt-but-late", () -> slowAnswer);
	}

	RequestHandler promptAndBroken() {
		return new Prompt("test.prompt-and-broken", () -> {
			throw new RejectedException("not for you");
		});
	}

	StreamHandler promptStream() {
		return new StreamHandler() {

			@Override
			public String protocol() {
				return "test.prompt-stream";
			}

			@Override
			public boolean isNonBlocking() {
				return true;
			}

			@Override
			public void accept(NodeId caller, Stream stream) {
				echo(stream);
			}

		};
	}

	private static void echo(Stream stream) {
		stream.read().whenComplete((message, failure) -> {
			if (failure != null) {
				stream.close();
			}
			else if (message.isPresent()) {
				stream.write(message.get());
				echo(stream);
			}
			else {
				stream.finish();
			}
		});
	}

	/**
	 * Answers at once.
	 *
	 * @param other what it does in place of echoing; null if it echoes
	 */
	private record Prompt(String method, @Nullable Supplier<CompletionStage<byte[]>> other) implements RequestHandler {

		@Override
		public boolean isNonBlocking() {
			return true;
		}

		@Override
		public CompletionStage<byte[]> handle(NodeId caller, byte[] request) {
			return (other == null) ? CompletableFuture.completedFuture(request) : other.get();
		}

	}

}
