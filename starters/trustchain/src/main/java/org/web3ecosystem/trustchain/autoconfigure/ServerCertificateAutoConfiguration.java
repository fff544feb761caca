package org.web3ecosystem.trustchain.autoconfigure;

import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.context.annotation.Bean;

import org.web3ecosystem.spi.ComponentInitializer;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.ledger.TrustAnchors;
import org.web3ecosystem.trustchain.path.Anchor;
import org.web3ecosystem.trustchain.renewal.IdentityRenewal;
import org.web3ecosystem.trustchain.renewal.IssuedIdentity;
import org.web3ecosystem.trustchain.renewal.ServerIdentity;

/**
 * The certificate of an application's own server as the bundle {@code trustchain}. The
 * platform, which has a server identity of its own, does without.
 */
@AutoConfiguration(before = SslAutoConfiguration.class, after = TrustChainAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = { "web3.trustchain.enabled", "web3.trustchain.ssl-bundle" }, matchIfMissing = true)
@ConditionalOnMissingBean(ServerIdentity.class)
public final class ServerCertificateAutoConfiguration {

	@Bean
	ServerIdentity trustChainServerIdentity() {
		return new ServerIdentity();
	}

	@Bean
	SslBundleRegistrar trustChainBundle(ServerIdentity identity, TrustAnchors anchors) {
		return registry -> registry.registerBundle(IdentityBundle.NAME, bundle(identity, anchors));
	}

	@Bean
	IdentityRenewal trustChainServerRenewal(Node node, ComponentInitializer seats, ServerIdentity identity,
			TrustAnchors anchors, SslBundleRegistry registry, ObjectProvider<InstantSource> clock) {
		return new IdentityRenewal(node, seats.certificates(), Purpose.SERVER, Optional.empty(), issued -> {
			identity.show(issuedByOthers(issued));
			registry.updateBundle(IdentityBundle.NAME, bundle(identity, anchors));
		}, clock.getIfAvailable(InstantSource::system), new SecureRandom());
	}

	@Bean
	ServerCertificate trustChainServerCertificate(IdentityRenewal trustChainServerRenewal) {
		return new ServerCertificate(trustChainServerRenewal);
	}

	/** A client of an application knows the root and nothing else. */
	private static IssuedIdentity issuedByOthers(IssuedIdentity identity) {
		if (identity.chain().isSelfIssued()) {
			throw new UnavailableException("a server's certificate is issued, not self-signed");
		}
		return identity;
	}

	private static SslBundle bundle(ServerIdentity identity, TrustAnchors anchors) {
		List<X509Certificate> roots = anchors.all().stream().map(Anchor::certificate).toList();
		return IdentityBundle.of(identity, roots);
	}

}
