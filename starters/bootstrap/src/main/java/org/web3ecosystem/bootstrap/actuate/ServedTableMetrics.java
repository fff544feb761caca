package org.web3ecosystem.bootstrap.actuate;

import java.util.Locale;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.web3ecosystem.bootstrap.served.TableLook;
import org.web3ecosystem.bootstrap.served.TableWatch;

/** {@code web3.bootstrap.table.*}: what came of asking the config server again. */
public final class ServedTableMetrics implements MeterBinder {

	private static final String PREFIX = "web3.bootstrap.table.";

	private final TableWatch watch;

	public ServedTableMetrics(TableWatch watch) {
		this.watch = watch;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (TableLook.Finding finding : TableLook.Finding.values()) {
			FunctionCounter.builder(PREFIX + "questions", watch, counted -> counted.count(finding))
				.description("questions to the config server while the node runs")
				.tag("outcome", finding.name().toLowerCase(Locale.ROOT))
				.register(registry);
		}
		Gauge.builder(PREFIX + "refused", watch, ServedTableMetrics::refused)
			.description("1 while the config server has a table that this node cannot take while it runs")
			.strongReference(true)
			.register(registry);
	}

	private static double refused(TableWatch watch) {
		TableLook last = watch.last();
		return last != null && last.finding() == TableLook.Finding.REFUSED ? 1 : 0;
	}

}
