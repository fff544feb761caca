package org.web3ecosystem.trustchain.actuate;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.web3ecosystem.trustchain.bundle.ForeignBundles;
import org.web3ecosystem.trustchain.ca.Authority;
import org.web3ecosystem.trustchain.dns.Answering;
import org.web3ecosystem.trustchain.dns.NameServer;
import org.web3ecosystem.trustchain.dns.Takers;
import org.web3ecosystem.trustchain.dns.Transfers;
import org.web3ecosystem.trustchain.dns.Updates;
import org.web3ecosystem.trustchain.node.IssuingDesk;
import org.web3ecosystem.trustchain.node.TrustChain;

/** Meters under {@code web3.trustchain}. */
final class TrustChainMetrics implements MeterBinder {

	private final TrustChain trustchain;

	private final IssuingDesk desk;

	private final Optional<NameServer> names;

	TrustChainMetrics(TrustChain trustchain, IssuingDesk desk, Optional<NameServer> names) {
		this.names = names;
		this.trustchain = trustchain;
		this.desk = desk;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("web3.trustchain.log.size", desk, TrustChainMetrics::logSize)
			.description("certificates in this node's transparency log")
			.register(registry);
		Gauge.builder("web3.trustchain.ordering.waiting", trustchain, TrustChain::toBeOrdered)
			.description("logged certificates that the ledger has not ordered yet")
			.register(registry);
		FunctionCounter.builder("web3.trustchain.issue.refused", desk, TrustChainMetrics::refusals)
			.description("drafts that were not clean enough to be signed")
			.register(registry);
		FunctionCounter.builder("web3.trustchain.validations", trustchain, TrustChain::validations)
			.description("chains judged")
			.register(registry);
		Gauge.builder("web3.trustchain.revoked", trustchain, TrustChain::revoked)
			.description("revoked leaves of the federation that have not ended, as far as this node has read")
			.register(registry);
		Gauge.builder("web3.trustchain.alarms", trustchain, TrustChain::alarms)
			.description("what was found wrong with the logs of other validators since the start")
			.register(registry);
		Gauge.builder("web3.trustchain.log.cosignatures", trustchain, TrustChain::cosignatures)
			.description("other validators that have cosigned the newest checkpoint of this node's log")
			.register(registry);
		foreign(registry, trustchain.foreign());
		names.ifPresent(server -> names(registry, server));
	}

	private static void names(MeterRegistry registry, NameServer names) {
		Answering answering = names.answering();
		FunctionCounter.builder("web3.trustchain.dns.queries", answering, Answering::queries)
			.description("queries answered, well or badly")
			.register(registry);
		FunctionCounter.builder("web3.trustchain.dns.servfail", answering, Answering::failures)
			.description("queries answered with SERVFAIL")
			.register(registry);
		FunctionCounter.builder("web3.trustchain.dns.dropped", names, NameServer::dropped)
			.description("packets that were no queries, or too many at once")
			.register(registry);
		FunctionCounter.builder("web3.trustchain.dns.limited", answering, Answering::limited)
			.description("answers held back, since a network got too many equal ones")
			.register(registry);
		FunctionCounter.builder("web3.trustchain.dns.forwarded", answering, Answering::forwarded)
			.description("questions for names outside the zone that the seat for names was asked")
			.register(registry);
		transfers(registry, answering.transfers());
		updates(registry, answering.updates());
	}

	private static void transfers(MeterRegistry registry, Transfers transfers) {
		for (Takers.Form form : Takers.Form.values()) {
			FunctionCounter.builder("web3.trustchain.dns.transfers", transfers, each -> each.told(form))
				.tag("form", form.toString())
				.description("transfers of the zone that were written to the end")
				.register(registry);
		}
		FunctionCounter.builder("web3.trustchain.dns.transfers.refused", transfers, Transfers::refused)
			.description("requests for the zone as a whole that were refused")
			.register(registry);
	}

	private static void updates(MeterRegistry registry, Updates updates) {
		FunctionCounter.builder("web3.trustchain.dns.updates", updates, Updates::executed)
			.description("updates that changed something")
			.register(registry);
		FunctionCounter.builder("web3.trustchain.dns.updates.refused", updates, TrustChainMetrics::refused)
			.description("updates with a good signature that were refused, or failed")
			.register(registry);
	}

	private static double refused(Updates updates) {
		return updates.refused().values().stream().mapToLong(Long::longValue).sum();
	}

	private static void foreign(MeterRegistry registry, ForeignBundles foreign) {
		Gauge.builder("web3.trustchain.foreign.federations", foreign, each -> each.domains().size())
			.description("foreign federations that are admitted, as far as this node has read")
			.register(registry);
		TimeGauge.builder("web3.trustchain.foreign.age", foreign, TimeUnit.SECONDS, TrustChainMetrics::oldest)
			.description("age of the oldest bundle of a foreign federation; not a number where there is none")
			.register(registry);
		FunctionCounter.builder("web3.trustchain.foreign.failures", foreign, ForeignBundles::failures)
			.description("looks for the bundle of a foreign federation that brought nothing")
			.register(registry);
	}

	private static double oldest(ForeignBundles foreign) {
		return foreign.oldest().map(age -> (double) age.toSeconds()).orElse(Double.NaN);
	}

	private static double logSize(IssuingDesk desk) {
		return desk.current().map(with -> (double) with.log().size()).orElse(Double.NaN);
	}

	private static double refusals(IssuingDesk desk) {
		return desk.authority().map(Authority::refusals).orElse(0L);
	}

}
