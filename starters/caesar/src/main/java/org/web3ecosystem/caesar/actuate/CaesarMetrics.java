package org.web3ecosystem.caesar.actuate;

import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.web3ecosystem.caesar.Caesar;
import org.web3ecosystem.caesar.Figures;
import org.web3ecosystem.caesar.ledger.Totals;

/** What the component saw last, as gauges; NaN if it has not seen anything lately. */
final class CaesarMetrics implements MeterBinder {

	private final Caesar caesar;

	CaesarMetrics(Caesar caesar) {
		this.caesar = caesar;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		total(registry, "web3.caesar.accounts", "Accounts on the ledger", Totals::accounts);
		total(registry, "web3.caesar.transfers", "Transfers on the ledger", Totals::transfers);
		gauge(registry, "web3.caesar.fees", "Units paid in fees", Figures::fees);
		gauge(registry, "web3.caesar.rewards.left", "Units left for rewards", Figures::rewards);
		gauge(registry, "web3.caesar.bonded", "Units bonded by everybody", Figures::bonded);
		gauge(registry, "web3.caesar.balance", "Units on this node's account", Figures::own);
	}

	private void total(MeterRegistry registry, String name, String description, ToDoubleFunction<Totals> value) {
		gauge(registry, name, description,
				figures -> figures.totals().map(sums -> value.applyAsDouble(sums)).orElse(0.0));
	}

	private void gauge(MeterRegistry registry, String name, String description, ToDoubleFunction<Figures> value) {
		Gauge
			.builder(name, caesar,
					from -> from.figures().map(figures -> value.applyAsDouble(figures)).orElse(Double.NaN))
			.description(description)
			.register(registry);
	}

}
