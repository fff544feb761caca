package org.web3ecosystem.hypermesh;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.web3ecosystem.hypermesh.name.RecordText;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ServiceRegistration;

/**
 * A claim to a name that holds for as long as a component is well.
 *
 * @param component the component's name, 1 to 64 characters
 */
record Binding(ServiceRegistration registration, String component) {

	/** In seconds; no lease and no TTL is longer. */
	private static final long LONGEST = ServiceRegistration.LONGEST_LEASE.toSeconds();

	private static final int MAX_COMPONENT = 64;

	Binding {
		if (component.isEmpty() || component.length() > MAX_COMPONENT) {
			throw new IllegalArgumentException("the name of a component has 1 to " + MAX_COMPONENT + " characters");
		}
	}

	Cbor encode() {
		return Cbor.struct(Map.entry("name", Cbor.of(registration.name().text())),
				Map.entry("component", Cbor.of(component)), Map.entry("ttl", Cbor.of(registration.ttl().toSeconds())),
				Map.entry("lease", Cbor.of(registration.lease().toSeconds())), Map.entry("records", Cbor
					.of(registration.records().stream().map(record -> Cbor.of(RecordText.of(record))).toList())));
	}

	/**
	 * What {@link #encode} made.
	 * @throws CborException if it is anything else
	 * @throws IllegalArgumentException if there can be no such binding
	 */
	static Binding decode(Cbor item) {
		if (!(item instanceof Cbor.Struct map)) {
			throw new CborException("a binding is not a map");
		}
		map.only("name", "component", "ttl", "lease", "records");
		List<Cbor> records = map.array("records");
		if (records.size() > ServiceRegistration.MAX_RECORDS) {
			throw new CborException("more than " + ServiceRegistration.MAX_RECORDS + " records of a name");
		}
		return new Binding(new ServiceRegistration(new Name(map.text("name")), records.stream().map(record -> {
			if (record instanceof Cbor.Text(String line)) {
				return RecordText.parse(line);
			}
			throw new CborException("a record is not a text");
		}).toList(), seconds(map, "ttl"), seconds(map, "lease")), map.text("component"));
	}

	/** What is out of every range stays out of it. */
	private static Duration seconds(Cbor.Struct map, String key) {
		return Duration.ofSeconds(Math.clamp(map.integer(key), 0, LONGEST + 1));
	}

}
