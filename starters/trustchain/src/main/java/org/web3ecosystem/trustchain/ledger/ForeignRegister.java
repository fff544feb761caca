package org.web3ecosystem.trustchain.ledger;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.web3ecosystem.spi.cbor.Cbor;

/**
 * Which foreign federations there are.
 *
 * @param revision how often that changed
 * @param domains their zones, in the order they came
 */
record ForeignRegister(long revision, List<String> domains) {

	static final ForeignRegister EMPTY = new ForeignRegister(0, List.of());

	private static final int MAX_BYTES = 8192;

	ForeignRegister {
		domains = List.copyOf(domains);
	}

	ForeignRegister with(String domain) {
		return new ForeignRegister(revision + 1,
				Stream.concat(domains.stream(), Stream.of(domain)).distinct().toList());
	}

	ForeignRegister without(String domain) {
		return new ForeignRegister(revision + 1, domains.stream().filter(each -> !each.equals(domain)).toList());
	}

	byte[] encode() {
		return Cbor
			.struct(Map.entry("revision", Cbor.of(revision)),
					Map.entry("domains", Cbor.of(domains.stream().map(Cbor::of).toList())))
			.encode();
	}

	static ForeignRegister decode(byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES).only("revision", "domains");
		return new ForeignRegister(map.integer("revision"),
				map.array("domains")
					.stream()
					.map(item -> (item instanceof Cbor.Text(String text)) ? text : "")
					.toList());
	}

}
