package org.web3ecosystem.trustchain.actuate;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

import org.web3ecosystem.trustchain.renewal.ServerIdentity;

/**
 * Whether this application's server has a certificate to show, and until when. Before the
 * first one it is not known whether there will be one.
 */
final class ServerCertificateHealthIndicator implements HealthIndicator {

	private final ServerIdentity identity;

	private final InstantSource clock;

	ServerCertificateHealthIndicator(ServerIdentity identity, InstantSource clock) {
		this.identity = identity;
		this.clock = clock;
	}

	@Override
	public Health health() {
		return identity.shown()
			.map(shown -> of(shown.chain().leaf()))
			.orElseGet(() -> Health.unknown().withDetail("reason", "no certificate was issued yet").build());
	}

	private Health of(X509Certificate leaf) {
		Instant end = leaf.getNotAfter().toInstant();
		Health.Builder health = clock.instant().isBefore(end) ? Health.up()
				: Health.down().withDetail("reason", "it has ended and no other was issued");
		return health.withDetail("issuer", leaf.getIssuerX500Principal().getName())
			.withDetail("notAfter", end.toString())
			.build();
	}

}
