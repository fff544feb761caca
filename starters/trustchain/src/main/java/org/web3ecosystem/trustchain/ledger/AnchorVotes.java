package org.web3ecosystem.trustchain.ledger;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;

/**
 * Who wants a root to be trusted. A quorum decides: whoever may add a root may make any
 * identity.
 *
 * @param voters in the order they came
 * @param decided whether it is trusted
 */
public record AnchorVotes(List<NodeId> voters, boolean decided) {

	static final AnchorVotes NONE = new AnchorVotes(List.of(), false);

	AnchorVotes with(NodeId voter, int quorum) {
		List<NodeId> all = Stream.concat(voters.stream(), Stream.of(voter)).distinct().toList();
		return new AnchorVotes(all, all.size() >= quorum);
	}

	byte[] encode() {
		return Cbor
			.struct(Map.entry("voters", Cbor.of(voters.stream().map(NodeId::hex).map(Cbor::of).toList())),
					Map.entry("decided", Cbor.of(decided ? 1 : 0)))
			.encode();
	}

	static AnchorVotes decode(byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, CertificateCommand.MAX_BYTES * 4).only("voters", "decided");
		List<NodeId> voters = map.array("voters")
			.stream()
			.map(item -> new NodeId((item instanceof Cbor.Text(String hex)) ? hex : ""))
			.toList();
		return new AnchorVotes(voters, map.integer("decided") == 1);
	}

}
