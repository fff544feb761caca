package org.web3ecosystem.trustchain.dns;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.discovery.ServiceRegistration;

/** Names that a test puts there; the zone itself and what lies above a name exist. */
final class StaticNames implements ServiceDiscovery {

	static final Name ZONE = new Name("local.internal");

	static final Duration TTL = Duration.ofSeconds(60);

	static final Duration NEGATIVE_TTL = Duration.ofSeconds(5);

	private final Map<Name, List<ResourceRecord>> records = new ConcurrentHashMap<>();

	final LongAdder asked = new LongAdder();

	/** Who answers. */
	volatile String offer = "test";

	/** For how long that is so. */
	volatile Duration steady = Duration.ofDays(1);

	volatile boolean stale;

	volatile boolean silent;

	volatile boolean unavailable;

	StaticNames() {
		records.put(ZONE, List.of());
	}

	StaticNames put(String name, ResourceRecord... values) {
		Name put = new Name(name);
		records.put(put, List.of(values));
		for (String rest = put.text(); !rest.equals(ZONE.text()); rest = rest.substring(rest.indexOf('.') + 1)) {
			records.putIfAbsent(new Name(rest), List.of());
		}
		return this;
	}

	void remove(String name) {
		records.remove(new Name(name));
	}

	@Override
	public CompletionStage<Resolution> resolve(Name name) {
		asked.increment();
		if (silent) {
			return new CompletableFuture<>();
		}
		if (unavailable) {
			throw new UnavailableException("not now");
		}
		List<ResourceRecord> found = records.get(name);
		return CompletableFuture
			.completedFuture((found != null) ? new Resolution.Found(found, TTL, stale, steady, offer)
					: new Resolution.NotFound(NEGATIVE_TTL, offer));
	}

	@Override
	public CompletionStage<Void> register(ServiceRegistration registration) {
		throw new UnsupportedOperationException();
	}

}
