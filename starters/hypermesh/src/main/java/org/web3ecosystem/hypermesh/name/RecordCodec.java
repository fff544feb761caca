package org.web3ecosystem.hypermesh.name;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ResourceRecord.ServiceBinding.Kind;
import org.web3ecosystem.spi.discovery.SvcParam;

/** Resource records as they stand on the ledger. */
final class RecordCodec {

	private static final int MAX_16 = 0xffff;

	private RecordCodec() {
	}

	static Cbor encode(ResourceRecord record) {
		return switch (record) {
			case ResourceRecord.Address(InetAddress address) ->
				Cbor.struct(Map.entry("address", Cbor.of(address.getAddress())));
			case ResourceRecord.Service(int priority, int weight, int port, Name target) ->
				Cbor.struct(Map.entry("priority", Cbor.of(priority)), Map.entry("weight", Cbor.of(weight)),
						Map.entry("port", Cbor.of(port)), Map.entry("target", Cbor.of(target.text())));
			case ResourceRecord.Text(List<String> strings) -> Cbor.struct(Map.entry("text", (strings.size() == 1)
					? Cbor.of(strings.getFirst()) : Cbor.of(strings.stream().map(Cbor::of).toList())));
			case ResourceRecord.Alias(Name target) -> Cbor.struct(Map.entry("cname", Cbor.of(target.text())));
			case ResourceRecord.Pointer(Name target) -> Cbor.struct(Map.entry("ptr", Cbor.of(target.text())));
			case ResourceRecord.ServiceBinding(Kind kind, int priority, Name target, List<SvcParam> params) ->
				Cbor.struct(Map.entry(key(kind), Cbor.of(priority)), Map.entry("target", Cbor.of(target.text())),
						Map.entry("params", Cbor.of(params.stream().map(RecordCodec::encode).toList())));
			case ResourceRecord.Authorization(int flags, String tag, String value) ->
				Cbor.struct(Map.entry("caa", Cbor.of(flags)), Map.entry("tag", Cbor.of(tag)),
						Map.entry("value", Cbor.of(value)));
			case ResourceRecord.CertificateAssociation association ->
				Cbor.struct(Map.entry("tlsa", Cbor.of(association.usage())),
						Map.entry("selector", Cbor.of(association.selector())),
						Map.entry("matching", Cbor.of(association.matching())),
						Map.entry("data", Cbor.of(association.bytes())));
		};
	}

	private static Cbor encode(SvcParam param) {
		return Cbor.of(List.of(Cbor.of(param.key()), Cbor.of(param.bytes())));
	}

	private static String key(Kind kind) {
		return switch (kind) {
			case SVCB -> "svcb";
			case HTTPS -> "https";
		};
	}

	/**
	 * What {@link #encode} made.
	 * @throws CborException if it is anything else
	 */
	static ResourceRecord decode(Cbor item) {
		if (!(item instanceof Cbor.Struct map)) {
			throw new CborException("a record is not a map");
		}
		try {
			return record(map);
		}
		catch (IllegalArgumentException malformed) {
			throw new CborException(String.valueOf(malformed.getMessage()));
		}
	}

	private static ResourceRecord record(Cbor.Struct map) {
		if (map.find("address").isPresent()) {
			return new ResourceRecord.Address(address(map.only("address").bytes("address")));
		}
		if (map.find("text").isPresent()) {
			return text(map.only("text"));
		}
		if (map.find("cname").isPresent()) {
			return new ResourceRecord.Alias(name(map.only("cname").text("cname")));
		}
		if (map.find("ptr").isPresent()) {
			return new ResourceRecord.Pointer(name(map.only("ptr").text("ptr")));
		}
		if (map.find("caa").isPresent()) {
			map.only("caa", "tag", "value");
			return new ResourceRecord.Authorization(number(map, "caa"), map.text("tag"), map.text("value"));
		}
		if (map.find("tlsa").isPresent()) {
			map.only("tlsa", "selector", "matching", "data");
			return new ResourceRecord.CertificateAssociation(number(map, "tlsa"), number(map, "selector"),
					number(map, "matching"), HexFormat.of().formatHex(map.bytes("data")));
		}
		for (Kind kind : Kind.values()) {
			if (map.find(key(kind)).isPresent()) {
				map.only(key(kind), "target", "params");
				return new ResourceRecord.ServiceBinding(kind, number(map, key(kind)), name(map.text("target")),
						map.array("params").stream().map(RecordCodec::param).toList());
			}
		}
		map.only("priority", "weight", "port", "target");
		return new ResourceRecord.Service(number(map, "priority"), number(map, "weight"), number(map, "port"),
				name(map.text("target")));
	}

	/** One string is no array of one. */
	private static ResourceRecord.Text text(Cbor.Struct map) {
		if (!(map.get("text") instanceof Cbor.Array(List<Cbor> items))) {
			return new ResourceRecord.Text(map.text("text"));
		}
		List<String> strings = items.stream()
			.flatMap(item -> (item instanceof Cbor.Text(String text)) ? Stream.of(text) : Stream.empty())
			.toList();
		if (items.size() < 2 || strings.size() != items.size()) {
			throw new CborException("several texts are two strings or more");
		}
		return new ResourceRecord.Text(strings);
	}

	private static SvcParam param(Cbor item) {
		if (item instanceof Cbor.Array(List<Cbor> pair) && pair.size() == 2 && pair.get(0) instanceof Cbor.Int(long key)
				&& key >= 0 && key <= MAX_16 && pair.get(1) instanceof Cbor.Bytes value) {
			return new SvcParam((int) key, HexFormat.of().formatHex(value.value()));
		}
		throw new CborException("a parameter is a pair of a key and bytes");
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
		if (value < 0 || value > MAX_16) {
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
