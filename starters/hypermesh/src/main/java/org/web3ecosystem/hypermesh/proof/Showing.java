package org.web3ecosystem.hypermesh.proof;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.consensus.Roster;

/**
 * What a node that asks for the time shows with the question.
 *
 * @param nonces that made the challenge, in ascending order of their members
 */
record Showing(SpaceProof proof, List<Nonce> nonces) {

	Showing {
		nonces = List.copyOf(nonces);
	}

	/**
	 * What a member is asked to attest.
	 *
	 * @param showing empty if the time alone is asked for
	 */
	record Request(TimeQuestion question, Optional<Showing> showing) {

		/** The largest one, encoded. */
		static final int MAX_BYTES = TimeQuestion.MAX_BYTES + SpaceProof.MAX_BYTES
				+ Roster.MAX_MEMBERS * Nonce.MAX_BYTES + 256;

		/** The time alone. */
		static Request of(TimeQuestion question) {
			return new Request(question, Optional.empty());
		}

		/** With what is shown signed along. */
		TimeQuestion attested() {
			return showing.map(shown -> question.showing(shown.proof().digest())).orElse(question);
		}

		byte[] encode() {
			return Cbor.struct(Map.entry("question", Cbor.of(question.encode())),
					Map.entry("space", Cbor.of(showing.map(shown -> shown.proof().toCbor()).stream().toList())),
					Map.entry("nonces", Cbor
						.of(showing.stream().flatMap(shown -> shown.nonces().stream()).map(Nonce::toCbor).toList())))
				.encode();
		}

		/**
		 * @throws CborException if the bytes are anything else
		 */
		static Request decode(byte[] encoded) {
			Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES).only("question", "space", "nonces");
			TimeQuestion question = TimeQuestion.decode(map.bytes("question"));
			List<Cbor> space = map.array("space");
			List<Nonce> nonces = Nonce.fromCbor(map.array("nonces"));
			if (space.size() > 1 || space.isEmpty() && !nonces.isEmpty()) {
				throw new CborException("one space proof is shown, or none");
			}
			return new Request(question,
					space.stream().findFirst().map(proof -> new Showing(SpaceProof.fromCbor(proof), nonces)));
		}

	}

}
