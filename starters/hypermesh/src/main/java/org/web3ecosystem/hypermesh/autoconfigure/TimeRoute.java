package org.web3ecosystem.hypermesh.autoconfigure;

import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.web3ecosystem.hypermesh.autoconfigure.Problems.UnsupportedBodyException;
import org.web3ecosystem.hypermesh.proof.Attester;
import org.web3ecosystem.hypermesh.proof.TimeProof;
import org.web3ecosystem.hypermesh.proof.TimeQuestion;
import org.web3ecosystem.hypermesh.proof.TimeSource;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.cbor.CborException;

import reactor.core.publisher.Mono;

/**
 * The time for an owner who is no node, over REST: this node asks the members. Who asks
 * need not be identified: the question shows the work of the bundle that it is for.
 */
final class TimeRoute {

	private final Attester attester;

	private final TimeSource time;

	/**
	 * @param attester refuses what the members would refuse
	 */
	TimeRoute(Attester attester, TimeSource time) {
		this.attester = attester;
		this.time = time;
	}

	Mono<ServerResponse> ask(ServerRequest request) {
		if (request.headers().contentType().filter(MediaType.APPLICATION_CBOR::isCompatibleWith).isEmpty()) {
			throw new UnsupportedBodyException("A question for the time is sent as application/cbor.");
		}
		return JsonBody.bytes(request)
			.flatMap(question -> Mono.fromCompletionStage(() -> time.ask(asked(question))))
			.map(TimeProof::encode)
			.flatMap(proof -> ServerResponse.ok().contentType(MediaType.APPLICATION_CBOR).bodyValue(proof));
	}

	private TimeQuestion asked(byte[] encoded) {
		try {
			TimeQuestion question = TimeQuestion.decode(encoded);
			attester.require(question);
			return question;
		}
		catch (CborException malformed) {
			throw new RejectedException("not a question for the time: " + malformed.getMessage(), malformed);
		}
	}

}
