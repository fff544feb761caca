package org.web3ecosystem.trustchain.ledger;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;

/**
 * Who says that an authority is tainted. Its owner alone decides; others do when there
 * are more of them than may be liars, so that no validator gone bad cuts off another.
 *
 * @param voters in the order they came
 * @param taint once it is decided
 */
public record TaintVotes(List<NodeId> voters, Optional<Taint> taint) {

	static final TaintVotes NONE = new TaintVotes(List.of(), Optional.empty());

	TaintVotes with(NodeId voter) {
		return voters.contains(voter) ? this
				: new TaintVotes(Stream.concat(voters.stream(), Stream.of(voter)).toList(), taint);
	}

	TaintVotes decided(Taint now) {
		return new TaintVotes(voters, Optional.of(now));
	}

	byte[] encode() {
		return Cbor
			.struct(Map.entry("voters", Cbor.of(voters.stream().map(NodeId::hex).map(Cbor::of).toList())),
					Map.entry("taint", Cbor.of(taint.map(Taint::encode).orElse(new byte[0]))))
			.encode();
	}

	static TaintVotes decode(byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, CertificateCommand.MAX_BYTES * 8).only("voters", "taint");
		List<NodeId> voters = map.array("voters")
			.stream()
			.map(item -> new NodeId((item instanceof Cbor.Text(String hex)) ? hex : ""))
			.toList();
		return new TaintVotes(voters,
				Optional.of(map.bytes("taint")).filter(bytes -> bytes.length > 0).map(Taint::decode));
	}

}
