package org.web3ecosystem.hashgraph;

import java.util.random.RandomGenerator;

import com.hedera.hapi.platform.event.StateSignatureTransaction;
import com.hedera.pbj.runtime.io.buffer.Bytes;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

class EnvelopeTests {

	@Test
	void anApplicationTransactionComesBackWithItsNonce() {
		Envelope opened = Envelope.open(Envelope.application(-7, new byte[] { 1, 2, 3 })).orElseThrow();

		assertThat(opened).isInstanceOfSatisfying(Envelope.Application.class, application -> {
			assertThat(application.nonce()).isEqualTo(-7);
			assertThat(application.content()).containsExactly(1, 2, 3);
		});
	}

	@Test
	void anEmptyApplicationTransactionIsOne() {
		assertThat(Envelope.open(Envelope.application(1, new byte[0]))).get().isInstanceOf(Envelope.Application.class);
	}

	@Test
	void aSignatureComesBack() {
		StateSignatureTransaction signature = new StateSignatureTransaction(5, Bytes.wrap("sig"), Bytes.wrap("hash"));

		assertThat(Envelope.open(Envelope.signature(1, signature))).contains(new Envelope.Signature(signature));
	}

	@Test
	void everyTruncationAndUnknownKindIsNothing() {
		Bytes whole = Envelope.application(1, new byte[0]);
		for (int length = 0; length < whole.length(); length++) {
			assertThat(Envelope.open(whole.slice(0, length))).isEmpty();
		}
		byte[] unknown = whole.toByteArray();
		unknown[0] = 99;
		assertThat(Envelope.open(Bytes.wrap(unknown))).isEmpty();
	}

	@Test
	void randomBytesNeverThrow() {
		long seed = System.nanoTime();
		RandomGenerator random = new java.util.Random(seed);
		for (int i = 0; i < 10_000; i++) {
			byte[] bytes = new byte[random.nextInt(64)];
			random.nextBytes(bytes);
			if (bytes.length > 0 && random.nextBoolean()) {
				bytes[0] = (byte) random.nextInt(4);
			}
			assertThatCode(() -> Envelope.open(Bytes.wrap(bytes))).as("seed %s", seed).doesNotThrowAnyException();
		}
	}

}
