package org.web3ecosystem.bootstrap.autoconfigure;

import java.util.Optional;

import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;

import org.web3ecosystem.bootstrap.actuate.AlertMetrics;
import org.web3ecosystem.bootstrap.alert.AlertBody;
import org.web3ecosystem.bootstrap.alert.AlertWatch;
import org.web3ecosystem.bootstrap.alert.HttpPost;
import org.web3ecosystem.bootstrap.alert.Webhook;
import org.web3ecosystem.bootstrap.guard.Backoff;
import org.web3ecosystem.bootstrap.guard.Guards;
import org.web3ecosystem.bootstrap.monitor.BootstrapEvent;
import org.web3ecosystem.bootstrap.monitor.Clocks;
import org.web3ecosystem.spi.Node;

/** Who is told what is wrong. */
@AutoConfiguration(after = BootstrapAutoConfiguration.class)
@ConditionalOnMissingClass(ConfigServer.MARKER)
@ConditionalOnBooleanProperty(name = "web3.bootstrap.enabled", matchIfMissing = true)
@EnableConfigurationProperties(AlertProperties.class)
public final class AlertAutoConfiguration {

	@Bean
	AlertWatch alertWatch(AlertProperties properties) {
		return properties.toWatch();
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnProperty("web3.bootstrap.alerts.webhook.url")
	Webhook alertWebhook(AlertProperties properties, Guards guards, Clocks clocks) {
		AlertProperties.Webhook settings = properties.webhook();
		Backoff backoff = new Backoff(settings.firstWait(), settings.longestWait(), Guards.RANDOM);
		return new Webhook(settings.secret(), new HttpPost(settings.address(), settings.timeout()),
				guards.retry("alerts-webhook", settings.attempts(), backoff, Webhook::mayBeRepeated), guards.timer(),
				settings.queue(), clocks.wall());
	}

	@Bean
	@ConditionalOnProperty("web3.bootstrap.alerts.webhook.url")
	AlertListener alertListener(Node node, Webhook webhook) {
		return new AlertListener(new AlertBody(node), webhook);
	}

	@Bean
	MeterBinder alertMetrics(AlertWatch watch, ObjectProvider<Webhook> webhook) {
		return new AlertMetrics(watch, Optional.ofNullable(webhook.getIfAvailable()));
	}

	/** Hands on what is told, on the driver's thread; sending is done elsewhere. */
	static final class AlertListener {

		private final AlertBody body;

		private final Webhook webhook;

		AlertListener(AlertBody body, Webhook webhook) {
			this.body = body;
			this.webhook = webhook;
		}

		@EventListener
		void on(BootstrapEvent.AlertChanged event) {
			webhook.send(event.alert().id(), body.of(event.alert()));
		}

	}

}
