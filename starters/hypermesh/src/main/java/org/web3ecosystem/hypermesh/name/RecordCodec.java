package org.web3ecosystem.hypermesh.name;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;

import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ResourceRecord;

/** Resource records as they stand on the ledger. */
final class RecordCodec {

	private RecordCodec() {
	}

	static Cbor encode(ResourceRecord record) {
		return switch (record) {
			case ResourceRecord.Address(InetAddress address) ->
				Cbor.struct(Map.entry("address", Cbor.of(address.getAddress())));
			case ResourceRecord.Service(int priority, int weight, int port, Name target) ->
				Cbor.struct(Map.entry("priority", Cbor.of(priority)), Map.entry("weight", Cbor.of(weight)),
						Map.entry("port", Cbor.of(port)), Map.entry("target", Cbor.of(target.text())));
			case ResourceRecord.Text(String text) -> Cbor.struct(Map.entry("text", Cbor.of(text)));
		};
	}

	static ResourceRecord decode(Cbor item) {
		if (!(item instanceof Cbor.Struct map)) {
			throw new CborException("a record is not a map");
		}
		if (map.find("address").isPresent()) {
			return new ResourceRecord.Address(address(map.only("address").bytes("address")));
		}
		if (map.find("text").isPresent()) {
			return new ResourceRecord.Text(map.only("text").text("text"));
		}
		map.only("priority", "weight", "port", "target");
		return new ResourceRecord.Service(number(map, "priority"), number(map, "weight"), number(map, "port"),
				name(map.text("target")));
	}

	/** A name that is written the one way it is kept. */
	static Name name(String text) {
		Name name = new Name(text);
		if (!name.text().equals(text)) {
			throw new CborException("the name '" + text + "' is not in lower case without a final dot");
		}
		return name;
	}

	private static int number(Cbor.Struct map, String key) {
		long value = map.integer(key);
		if (value < 0 || value > 0xffff) {
			throw new CborException(key + " is 0 to 65535");
		}
		return (int) value;
	}

	private static InetAddress address(byte[] bytes) {
		try {
			InetAddress address = InetAddress.getByAddress(bytes);
			// an IPv6 spelling of an IPv4 address would be read back as the other kind
			if (address.getAddress().length != bytes.length) {
				throw new CborException("an IPv4 address in IPv6 form");
			}
			return address;
		}
		catch (UnknownHostException malformed) {
			throw new CborException("an address has 4 or 16 bytes");
		}
	}

}
