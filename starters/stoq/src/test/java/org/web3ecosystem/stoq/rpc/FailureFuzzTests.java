package org.web3ecosystem.stoq.rpc;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.stoq.Fuzz;
import org.web3ecosystem.stoq.wire.Frame;
import org.web3ecosystem.stoq.wire.FrameType;

/** FAILURE, given what is nearly one. */
class FailureFuzzTests {

	@Test
	void isAFailureThatACallerGetsOrIsRefused() {
		List<byte[]> corpus = Stream.of(Failure.Kind.values())
			.map(kind -> new Failure(kind, "not now, and here is why: " + kind).toFrame().body())
			.toList();
		Fuzz.of(corpus, input -> Failure.decode(new Frame(FrameType.FAILURE, input)).toException(),
				Set.of(CborException.class));
	}

}
