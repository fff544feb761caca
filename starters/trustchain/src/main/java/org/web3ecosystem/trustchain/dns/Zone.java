package org.web3ecosystem.trustchain.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.dns.Answer.Record;

/**
 * What the server says about a question. Names come from the seat of discovery; the apex
 * is made here. Outside the zone nothing is said, and nothing is looked up.
 */
final class Zone {

	/** How long discovery may take before the answer is a failure. */
	static final Duration PATIENCE = Duration.ofSeconds(2);

	private static final int APEX_TTL = 60;

	private static final int MAX_TTL = 3600;

	/** RFC 8767, section 4: what is stale is told for 30 seconds. */
	private static final int STALE_TTL = 30;

	/** Names that exist because others lie below them (RFC 8020). */
	private static final Set<String> EMPTY_NON_TERMINALS = Set.of("node", "asset", "_udp", "_tcp");

	private final Name apex;

	private final Genesis genesis;

	private final Name primary;

	private final ServiceDiscovery discovery;

	private final LongSupplier serial;

	/**
	 * @param primary the node that answers, for the SOA
	 * @param serial the zone's serial
	 */
	Zone(Genesis genesis, String primary, ServiceDiscovery discovery, LongSupplier serial) {
		this.apex = new Name(genesis.zone());
		this.genesis = genesis;
		this.primary = node(primary);
		this.discovery = discovery;
		this.serial = serial;
	}

	CompletionStage<Answer> answer(Query.Asked query) {
		if (query.edns().filter(edns -> edns.version() != 0).isPresent()) {
			return now(Answer.refusing(Dns.BADVERS));
		}
		if (query.dnsClass() != Dns.CLASS_IN || !query.name().isWithin(apex)) {
			return now(Answer.failing(Dns.REFUSED, Dns.ExtendedError.NOT_AUTHORITATIVE));
		}
		if (query.type() == Dns.AXFR || query.type() == Dns.IXFR) {
			return now(Answer.refusing(Dns.REFUSED));
		}
		if (Dns.isMeta(query.type()) && query.type() != Dns.ANY) {
			return now(Answer.refusing(Dns.NOTIMP));
		}
		if (query.odd()) {
			return now(Answer.negative(Dns.NXDOMAIN, soa(APEX_TTL)));
		}
		return query.name().equals(apex) && isMadeHere(query.type()) ? now(apex(query.type()))
				: look(query.name(), query.type());
	}

	private static boolean isMadeHere(int type) {
		return type == Dns.SOA || type == Dns.NS || type == Dns.ANY;
	}

	private Answer apex(int type) {
		return switch (type) {
			case Dns.SOA -> Answer.positive(List.of(soa(APEX_TTL)));
			case Dns.NS -> Answer.positive(genesis.validators()
				.stream()
				.map(validator -> new Record(apex, Dns.NS, APEX_TTL, RecordData.name(node(validator.name()))))
				.toList()).withAdditional(glue());
			default -> any(apex);
		};
	}

	/** Where the name servers are, for who asked who they are. */
	private List<Record> glue() {
		List<Record> addresses = new ArrayList<>();
		for (Validator validator : genesis.validators()) {
			for (InetAddress address : validator.endpoints().inetAddresses()) {
				ResourceRecord record = new ResourceRecord.Address(address);
				addresses
					.add(new Record(node(validator.name()), RecordData.type(record), APEX_TTL, RecordData.of(record)));
			}
		}
		return addresses;
	}

	private CompletionStage<Answer> look(Name name, int type) {
		try {
			// a copy, so that our patience ends nobody else's
			return discovery.resolve(name)
				.thenApply(resolution -> answer(name, type, resolution))
				.toCompletableFuture()
				.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
				.exceptionally(Zone::failure);
		}
		catch (RuntimeException failure) {
			return now(failure(failure));
		}
	}

	private Answer answer(Name name, int type, Resolution resolution) {
		int ttl = Math.clamp(resolution.ttl().toSeconds(), 0, MAX_TTL);
		return switch (resolution) {
			case Resolution.Found found when found.stale() ->
				found(name, type, found.records(), Math.min(ttl, STALE_TTL)).with(Dns.ExtendedError.STALE_ANSWER);
			case Resolution.Found found -> found(name, type, found.records(), ttl);
			case Resolution.NotFound _ -> Answer.negative(exists(name) ? Dns.NOERROR : Dns.NXDOMAIN, soa(ttl));
		};
	}

	private Answer found(Name name, int type, List<ResourceRecord> records, int ttl) {
		if (type == Dns.ANY) {
			return any(name);
		}
		List<Record> matching = records.stream()
			.filter(record -> RecordData.type(record) == type)
			.map(record -> new Record(name, type, ttl, RecordData.of(record)))
			.toList();
		return matching.isEmpty() ? Answer.negative(Dns.NOERROR, soa(Math.min(ttl, APEX_TTL)))
				: Answer.positive(matching);
	}

	/** RFC 8482, section 4.2: who asks for everything gets one small record. */
	private static Answer any(Name name) {
		return Answer.positive(List.of(new Record(name, Dns.HINFO, MAX_TTL, RecordData.strings("RFC8482", ""))));
	}

	private boolean exists(Name name) {
		return name.equals(apex) || EMPTY_NON_TERMINALS.stream().map(apex::child).anyMatch(name::equals);
	}

	private static Answer failure(Throwable wrapped) {
		return switch (Async.cause(wrapped)) {
			case UnavailableException _ -> Answer.failing(Dns.SERVFAIL, Dns.ExtendedError.NOT_READY);
			case TimeoutException _ -> Answer.failing(Dns.SERVFAIL, Dns.ExtendedError.NO_REACHABLE_AUTHORITY);
			default -> Answer.refusing(Dns.SERVFAIL);
		};
	}

	/** RFC 2308: the TTL of a negative answer is that of its SOA. */
	private Record soa(int ttl) {
		return new Record(apex, Dns.SOA, ttl,
				RecordData.soa(primary, apex.child("hostmaster"), serial.getAsLong(), Math.min(ttl, APEX_TTL)));
	}

	private Name node(String name) {
		return apex.child("node").child(name);
	}

	private static CompletionStage<Answer> now(Answer answer) {
		return CompletableFuture.completedFuture(answer);
	}

}
