package org.web3ecosystem.trustchain.autoconfigure;

import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.trustchain.autoconfigure.TrustChainAutoConfiguration.TrustChainThreads;
import org.web3ecosystem.trustchain.bundle.ForeignBundles;
import org.web3ecosystem.trustchain.bundle.ForeignOffice;
import org.web3ecosystem.trustchain.bundle.OwnBundle;
import org.web3ecosystem.trustchain.ct.PublishedTiles;
import org.web3ecosystem.trustchain.ct.TileDirectory;
import org.web3ecosystem.trustchain.dns.Answering;
import org.web3ecosystem.trustchain.dns.ZoneSigning;
import org.web3ecosystem.trustchain.join.Tokens;
import org.web3ecosystem.trustchain.ledger.TaintedAuthorities;
import org.web3ecosystem.trustchain.ledger.TrustAnchors;
import org.web3ecosystem.trustchain.monitor.Cosignatures;
import org.web3ecosystem.trustchain.monitor.OwnWitness;
import org.web3ecosystem.trustchain.node.IssuingDesk;
import org.web3ecosystem.trustchain.path.Anchor;
import org.web3ecosystem.trustchain.path.Validator;
import org.web3ecosystem.trustchain.revocation.RevocationDesk;
import org.web3ecosystem.trustchain.rfc6962.Judge;
import org.web3ecosystem.trustchain.rotation.Tainter;

/** The REST interface, in a reactive web application that guards it. */
@AutoConfiguration(after = TrustChainAutoConfiguration.class)
@ConditionalOnClass(RouterFunction.class)
@ConditionalOnWebApplication(type = Type.REACTIVE)
@ConditionalOnBooleanProperty("web3.node.rest")
@ConditionalOnBooleanProperty(name = { "web3.trustchain.enabled", "web3.trustchain.serve" }, matchIfMissing = true)
public final class TrustChainWebAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "trustChainLogRoutes")
	RouterFunction<ServerResponse> trustChainLogRoutes(IssuingDesk desk, Cosignatures cosignatures, OwnWitness witness,
			TrustChainThreads threads) {
		return new LogRoutes(desk, cosignatures::with, () -> witness.cosigner().verifierKey(), threads).routes();
	}

	@Bean
	@ConditionalOnMissingBean(name = "trustChainCtRoutes")
	RouterFunction<ServerResponse> trustChainCtRoutes(Node node, Validator validator, TrustAnchors anchors,
			IssuingDesk desk, TrustChainThreads threads) {
		String address = node.endpoints().addresses().getFirst();
		String host = (address.indexOf(':') >= 0) ? "[" + address + "]" : address;
		Judge judge = new Judge(validator, () -> anchors.all().stream().map(Anchor::certificate).toList());
		return new CtRoutes(judge, URI.create("https://" + host + ":" + node.endpoints().https()), desk, threads)
			.routes();
	}

	@Bean
	@ConditionalOnMissingBean(name = "trustChainTileRoutes")
	RouterFunction<ServerResponse> trustChainTileRoutes(Node node, TrustChainProperties properties,
			Cosignatures cosignatures, TrustChainThreads threads) {
		Path own = node.home().resolve("trustchain").resolve("log").resolve("public");
		PublishedTiles tiles = new PublishedTiles(
				new TileDirectory(Optional.ofNullable(properties.tilesFrom()).orElse(own)));
		return new TileRoutes(tiles, cosignatures::with, threads).routes();
	}

	@Bean
	@ConditionalOnMissingBean(name = "trustChainOperatorRoutes")
	RouterFunction<ServerResponse> trustChainOperatorRoutes(Node node, IssuingDesk desk, Tokens tokens,
			TrustChainThreads threads) {
		return new OperatorRoutes(node, desk, tokens, threads).routes();
	}

	@Bean
	@ConditionalOnMissingBean(name = "trustChainStatusRoutes")
	RouterFunction<ServerResponse> trustChainStatusRoutes(IssuingDesk desk, RevocationDesk revocation,
			TrustChainThreads threads) {
		return new StatusRoutes(desk, revocation, threads).routes();
	}

	@Bean
	@ConditionalOnMissingBean(name = "trustChainCertificateRoutes")
	RouterFunction<ServerResponse> trustChainCertificateRoutes(RevocationDesk revocation, TrustChainThreads threads) {
		return new CertificateRoutes(revocation.revoker(), threads).routes();
	}

	@Bean
	@ConditionalOnMissingBean(name = "trustChainDnsRoutes")
	RouterFunction<ServerResponse> trustChainDnsRoutes(Answering answering, TrustChainThreads threads) {
		return new DnsRoutes(answering, threads).routes();
	}

	@Bean
	@ConditionalOnMissingBean(name = "trustChainZoneRoutes")
	RouterFunction<ServerResponse> trustChainZoneRoutes(ZoneSigning signing, TrustChainThreads threads) {
		return new ZoneRoutes(signing, threads).routes();
	}

	@Bean
	@ConditionalOnMissingBean(name = "trustChainBundleRoutes")
	RouterFunction<ServerResponse> trustChainBundleRoutes(TrustAnchors anchors, TaintedAuthorities tainted,
			ObjectProvider<InstantSource> clock, TrustChainThreads threads) {
		return new BundleRoutes(new OwnBundle(anchors, tainted, clock.getIfAvailable(InstantSource::system)), threads)
			.routes();
	}

	@Bean
	@ConditionalOnMissingBean(name = "trustChainAuthorityRoutes")
	RouterFunction<ServerResponse> trustChainAuthorityRoutes(Node node, IssuingDesk desk, TrustAnchors anchors,
			TaintedAuthorities tainted, Tainter tainter, TrustChainThreads threads) {
		return new AuthorityRoutes(node, desk, anchors, tainted, tainter, threads).routes();
	}

	@Bean
	@ConditionalOnMissingBean(name = "trustChainForeignRoutes")
	RouterFunction<ServerResponse> trustChainForeignRoutes(Node node, ForeignBundles bundles, ForeignOffice office,
			TrustChainThreads threads) {
		return new ForeignRoutes(node, bundles, office, threads).routes();
	}

}
