package org.web3ecosystem.hypermesh.autoconfigure;

import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.web3ecosystem.hypermesh.autoconfigure.Problems.UnsupportedBodyException;
import org.web3ecosystem.hypermesh.proof.Allowance;
import org.web3ecosystem.hypermesh.proof.Attested;
import org.web3ecosystem.hypermesh.proof.Attester;
import org.web3ecosystem.hypermesh.proof.TimeQuestion;
import org.web3ecosystem.hypermesh.proof.TimeSource;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.cbor.CborException;

import reactor.core.publisher.Mono;

/**
 * The time for an owner who is no node, over REST: this node asks the members, and shows
 * its own plot, since here is where the operation enters. Who asks need not be
 * identified: the question shows the work of the bundle that it is for.
 */
final class TimeRoute {

	/**
	 * A tenth of what each member answers this node, which proves in its own name too.
	 */
	private static final int PER_SECOND = 50;

	private final NodeId self;

	private final Allowance allowance = new Allowance(PER_SECOND, System::nanoTime);

	private final Attester attester;

	private final TimeSource time;

	/**
	 * @param attester refuses what the members would refuse
	 */
	TimeRoute(NodeId self, Attester attester, TimeSource time) {
		this.self = self;
		this.attester = attester;
		this.time = time;
	}

	Mono<ServerResponse> ask(ServerRequest request) {
		if (request.headers().contentType().filter(MediaType.APPLICATION_CBOR::isCompatibleWith).isEmpty()) {
			throw new UnsupportedBodyException("A question for the time is sent as application/cbor.");
		}
		return JsonBody.bytes(request)
			.flatMap(question -> Mono.fromCompletionStage(() -> time.ask(asked(question))))
			.map(Attested::encode)
			.flatMap(proof -> ServerResponse.ok().contentType(MediaType.APPLICATION_CBOR).bodyValue(proof));
	}

	private TimeQuestion asked(byte[] encoded) {
		try {
			TimeQuestion question = TimeQuestion.decode(encoded);
			attester.require(question);
			if (!allowance.spend(self)) {
				throw new UnavailableException("asked for the time more than " + PER_SECOND + " times a second");
			}
			return question;
		}
		catch (CborException malformed) {
			throw new RejectedException("not a question for the time: " + malformed.getMessage(), malformed);
		}
	}

}
