package org.web3ecosystem.bootstrap.autoconfigure;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import org.web3ecosystem.bootstrap.alert.AlertWatch;
import org.web3ecosystem.bootstrap.alert.HttpPost;
import org.web3ecosystem.bootstrap.alert.WebhookSecret;
import org.web3ecosystem.spi.Setting;

/**
 * When administrators are told what, and where.
 *
 * @param after how long something has to be wrong until they are told
 * @param calm how long it has to be well until they are told that
 * @param webhook where to they are told, beside event, log and metric
 */
@ConfigurationProperties("web3.bootstrap.alerts")
public record AlertProperties(@DefaultValue("10s") Duration after, @DefaultValue("30s") Duration calm,
		@DefaultValue Webhook webhook) {

	private static final Duration LONGEST = Duration.ofHours(1);

	public AlertProperties {
		new Setting("web3.bootstrap.alerts.after").within(after, Duration.ZERO, LONGEST);
		new Setting("web3.bootstrap.alerts.calm").within(calm, Duration.ZERO, LONGEST);
	}

	/**
	 * A receiver of signed requests.
	 *
	 * @param url where to, http or https; nobody by default
	 * @param secretFile a file with a secret by which the receiver knows them, or two,
	 * one a line; needed with a URL
	 * @param timeout for one request
	 * @param attempts how often a message is sent at most, the first time included
	 * @param firstWait the most that is waited before the second attempt
	 * @param longestWait the most that is waited before any, twice as much each time
	 * @param queue how many messages wait at most
	 */
	public record Webhook(@Nullable String url, @Nullable Path secretFile, @DefaultValue("5s") Duration timeout,
			@DefaultValue("10") int attempts, @DefaultValue("1s") Duration firstWait,
			@DefaultValue("1m") Duration longestWait, @DefaultValue("64") int queue) {

		public Webhook {
			setting("timeout").within(timeout, Duration.ofMillis(100), Duration.ofSeconds(30));
			setting("attempts").within(attempts, 1, 20);
			setting("first-wait").within(firstWait, Duration.ofMillis(1), Duration.ofMinutes(1));
			setting("longest-wait").within(longestWait, firstWait, Duration.ofMinutes(10));
			setting("queue").within(queue, 1, 1024);
		}

		/**
		 * @throws org.web3ecosystem.spi.SettingException if it is none
		 */
		URI address() {
			try {
				return HttpPost.address(String.valueOf(url));
			}
			catch (IllegalArgumentException unfit) {
				throw setting("url").refuse(unfit, "Write an address such as https://alerts.example.com/web3.");
			}
		}

		/**
		 * @throws org.web3ecosystem.spi.SettingException if there is none that can be
		 * used
		 */
		WebhookSecret secret() {
			try {
				if (secretFile == null) {
					throw new IllegalArgumentException("nothing is set, and what is not signed is not sent");
				}
				return WebhookSecret.read(secretFile);
			}
			catch (IllegalArgumentException unfit) {
				throw setting("secret-file").refuse(unfit,
						"Name a file of one line: whsec_ and 32 random bytes in Base64, as of openssl rand -base64 32.");
			}
		}

		private static Setting setting(String name) {
			return new Setting("web3.bootstrap.alerts.webhook." + name);
		}

	}

	AlertWatch toWatch() {
		return new AlertWatch(after, calm);
	}

}
