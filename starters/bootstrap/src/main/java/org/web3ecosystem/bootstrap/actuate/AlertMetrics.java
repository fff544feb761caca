package org.web3ecosystem.bootstrap.actuate;

import java.util.Optional;
import java.util.function.ToLongFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.web3ecosystem.bootstrap.alert.AlertWatch;
import org.web3ecosystem.bootstrap.alert.Condition;
import org.web3ecosystem.bootstrap.alert.Webhook;

/** {@code web3.bootstrap.alert*}: what administrators were told, and whether it came. */
public final class AlertMetrics implements MeterBinder {

	private static final String PREFIX = "web3.bootstrap.alert";

	private final AlertWatch watch;

	private final Optional<Webhook> webhook;

	public AlertMetrics(AlertWatch watch, Optional<Webhook> webhook) {
		this.watch = watch;
		this.webhook = webhook;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (Condition condition : Condition.values()) {
			Gauge
				.builder(PREFIX, watch,
						now -> now.firing().stream().anyMatch(alert -> alert.condition() == condition) ? 1 : 0)
				.description("1 from the time administrators are told until they are told that it is over")
				.tag("condition", condition.key())
				.strongReference(true)
				.register(registry);
		}
		webhook.ifPresent(hook -> bindTo(hook, registry));
	}

	private static void bindTo(Webhook hook, MeterRegistry registry) {
		count(hook, "delivered", Webhook::delivered, registry);
		count(hook, "failed", Webhook::failed, registry);
		count(hook, "dropped", Webhook::dropped, registry);
		Gauge.builder(PREFIX + ".webhook.waiting", hook, Webhook::waiting)
			.description("messages that wait for those before them")
			.strongReference(true)
			.register(registry);
	}

	private static void count(Webhook hook, String outcome, ToLongFunction<Webhook> value, MeterRegistry registry) {
		FunctionCounter.builder(PREFIX + ".webhook.messages", hook, counted -> value.applyAsLong(counted))
			.description("messages for administrators")
			.tag("outcome", outcome)
			.register(registry);
	}

}
