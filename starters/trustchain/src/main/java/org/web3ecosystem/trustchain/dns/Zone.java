package org.web3ecosystem.trustchain.dns;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.dnssec.Denial;

/**
 * What the server says about a question. Names come from the seat of discovery; the apex
 * is made here. Outside the zone nothing is said, and nothing is looked up.
 */
final class Zone {

	/** How long discovery may take before the answer is a failure. */
	static final Duration PATIENCE = Duration.ofSeconds(2);

	private final Apex apex;

	private final Lookup lookup;

	Zone(Apex apex, ServiceDiscovery discovery) {
		this.apex = apex;
		this.lookup = new Lookup(apex, discovery);
	}

	CompletionStage<Answer> answer(Query.Asked query) {
		if (query.edns().filter(edns -> edns.version() != 0).isPresent()) {
			return now(Answer.refusing(Dns.BADVERS));
		}
		if (!isWithin(query)) {
			return now(Answer.failing(Dns.REFUSED, Dns.ExtendedError.NOT_AUTHORITATIVE));
		}
		if (query.type() == Dns.AXFR || query.type() == Dns.IXFR) {
			return now(Answer.refusing(Dns.REFUSED));
		}
		if (query.type() == Denial.NXNAME) {
			// RFC 9824, section 3.5
			return now(Answer.failing(Dns.FORMERR, Dns.ExtendedError.INVALID_QUERY_TYPE));
		}
		if (Dns.isMeta(query.type()) && query.type() != Dns.ANY) {
			return now(Answer.refusing(Dns.NOTIMP));
		}
		if (query.type() == Dns.RRSIG && apex.isSigned()) {
			// signatures are made with what they sign; that there are none would be wrong
			return now(Answer.failing(Dns.NOTIMP, Dns.ExtendedError.NOT_SUPPORTED));
		}
		if (query.odd()) {
			return now(apex.absent().denying(query.name(), Set.of()));
		}
		return look(query.name(), query.type());
	}

	/** Whether its answer is the zone's, and not a refusal whatever the zone has. */
	boolean isWithin(Query.Asked query) {
		return query.dnsClass() == Dns.CLASS_IN && query.name().isWithin(apex.zone());
	}

	private CompletionStage<Answer> look(Name name, int type) {
		try {
			return lookup.answer(name, type)
				.toCompletableFuture()
				.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
				.exceptionally(Zone::failure);
		}
		catch (RuntimeException failure) {
			return now(failure(failure));
		}
	}

	private static Answer failure(Throwable wrapped) {
		return switch (Async.cause(wrapped)) {
			case UnavailableException _ -> Answer.failing(Dns.SERVFAIL, Dns.ExtendedError.NOT_READY);
			case TimeoutException _ -> Answer.failing(Dns.SERVFAIL, Dns.ExtendedError.NO_REACHABLE_AUTHORITY);
			default -> Answer.refusing(Dns.SERVFAIL);
		};
	}

	private static CompletionStage<Answer> now(Answer answer) {
		return CompletableFuture.completedFuture(answer);
	}

}
