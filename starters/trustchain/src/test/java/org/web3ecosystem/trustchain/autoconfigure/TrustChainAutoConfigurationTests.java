package org.web3ecosystem.trustchain.autoconfigure;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.core.ResolvableType;

import org.web3ecosystem.spi.ComponentInitializer;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.Offer;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.consensus.ConsensusProvider;
import org.web3ecosystem.spi.consensus.LedgerModule;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.NamesPart;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.discovery.ServiceRegistration;
import org.web3ecosystem.spi.health.Component;
import org.web3ecosystem.spi.health.Criterion;
import org.web3ecosystem.spi.health.Feature;
import org.web3ecosystem.spi.transport.RequestHandler;
import org.web3ecosystem.spi.trust.CertificateProvider;
import org.web3ecosystem.spi.trust.CertificateRequest;
import org.web3ecosystem.spi.trust.JoinDoor;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.spitest.transport.InMemoryNetwork;
import org.web3ecosystem.trustchain.Federation;
import org.web3ecosystem.trustchain.ca.TestAuthority;
import org.web3ecosystem.trustchain.ct.TransparencyLog;
import org.web3ecosystem.trustchain.dns.NameServer;

import static org.assertj.core.api.Assertions.assertThat;

class TrustChainAutoConfigurationTests {

	@TempDir
	private Path directory;

	private Node node;

	private ComponentInitializer seats;

	private ApplicationContextRunner runner;

	@BeforeEach
	void found() {
		node = Federation.of(1, directory).node(1);
		seats = new ComponentInitializer(new InMemoryNetwork().node(node.id()), unused(CertificateProvider.class),
				unused(ConsensusProvider.class), new NoNames());
		runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ForeignAutoConfiguration.class, TrustChainAutoConfiguration.class))
			.withBean(Node.class, () -> node)
			.withBean(ComponentInitializer.class, () -> seats);
	}

	@Test
	void offersWhatThePhaseTableNames() {
		runner.run(context -> {
			assertThat(
					context.getBeanProvider(ResolvableType.forClassWithGenerics(Offer.class, CertificateProvider.class))
						.stream()
						.map(offer -> ((Offer<?>) offer).name()))
				.containsExactlyInAnyOrder("trustchain", "consensus-validated");
			assertThat(context).doesNotHaveBean(CertificateProvider.class).hasSingleBean(JoinDoor.class);
			assertThat(context.getBeansOfType(RequestHandler.class).values()).extracting(RequestHandler::method)
				.contains("trustchain.issue");
			assertThat(context.getBean(LedgerModule.class).name()).isEqualTo("certificates");
		});
	}

	@Test
	void startsOnAValidatorWithAllCapabilities() {
		runner.run(context -> {
			Component component = context.getBean(Component.class);
			assertThat(component.capabilities()).isEmpty();

			component.start().toCompletableFuture().get(20, TimeUnit.SECONDS);

			assertThat(component.capabilities()).containsExactlyInAnyOrder("trustchain_ca", "trustchain_dns",
					"trustchain_full");
			assertThat(component.health().reason()).isEmpty();
			component.close();
			assertThat(component.capabilities()).isEmpty();
			component.start().toCompletableFuture().get(20, TimeUnit.SECONDS);
			assertThat(component.capabilities()).hasSize(3);
		});
	}

	@Test
	void theNameServerTellsWhereItListensAndItsSerial() {
		runner.run(context -> {
			NamesPart server = context.getBean("nameServerState", NamesPart.class);
			assertThat(server.part()).isEqualTo("server");
			assertThat(server.state().get()).containsEntry("listening", "nowhere")
				.containsEntry("serial", node.genesis().createdAt().getEpochSecond());

			context.getBean(Component.class).start().toCompletableFuture().get(20, TimeUnit.SECONDS);

			assertThat(server.state().get()).hasEntrySatisfying("listening",
					where -> assertThat((String) where).endsWith(":" + node.endpoints().dns()));
			context.getBean(Component.class).close();
		});
	}

	@Test
	void certificatesCanBeHadBeforeTheComponentStarts() {
		runner.run(context -> {
			Offer<?> offer = context.getBean("trustChainOffer", Offer.class);
			CertificateRequest request = new CertificateRequest(TestAuthority.keys(), Purpose.NODE, node.id(),
					List.of(), false);

			assertThat(((CertificateProvider) offer.value()).certificate(request).toCompletableFuture())
				.succeedsWithin(Duration.ofSeconds(20));
			context.getBean(Component.class).start().toCompletableFuture().get(20, TimeUnit.SECONDS);
		});
	}

	@Test
	void aDamagedLogStopsTheStartWithWordsForAPerson() throws Exception {
		Path log = node.home().resolve("trustchain/log");
		TransparencyLog.open(log, "node1.node.local.internal/log").close();
		Files.delete(log.resolve("checkpoint"));
		Files.write(log.resolve("entries"), new byte[50]);

		runner.run(context -> {
			Component component = context.getBean(Component.class);
			assertThat(component.start().toCompletableFuture()).failsWithin(Duration.ofSeconds(20))
				.withThrowableThat()
				.withMessageContaining("checkpoint")
				.withMessageContaining("Restore the directory");
			assertThat(component.capabilities()).isEmpty();
		});
	}

	@Test
	void whatIsNotBuiltSaysSo() {
		runner.run(context -> assertThat(context.getBeansOfType(Feature.class).values()).isNotEmpty()
			.allSatisfy(feature -> assertThat(feature.finding().get().met()).isFalse()));
	}

	@Test
	void acmeIsServedOverAReactiveWebServerOnceItsStoreIsOpen() {
		ReactiveWebApplicationContextRunner web = new ReactiveWebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ForeignAutoConfiguration.class, TrustChainAutoConfiguration.class,
					TrustChainWebAutoConfiguration.class, AcmeAutoConfiguration.class))
			.withBean(Node.class, () -> node)
			.withBean(ComponentInitializer.class, () -> seats)
			.withPropertyValues("web3.node.rest=true");
		web.run(context -> {
			Feature acme = context.getBean("acme", Feature.class);
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> acme.finding().get().met());
			assertThat(context).hasBean("acmeRoutes").hasBean("acmeOperatorRoutes");
		});
		web.withPropertyValues("web3.trustchain.acme.enabled=false").run(context -> {
			assertThat(context).doesNotHaveBean("acmeRoutes");
			assertThat(context.getBean("acme", Feature.class).finding().get().reason())
				.contains("web3.trustchain.acme.enabled");
		});
		web.withPropertyValues("web3.trustchain.acme.validation-ranges=10.0.0.0/33")
			.run(context -> assertThat(context).hasFailed());
	}

	@Test
	void criteriaWaitBeforeAnythingRuns() {
		runner.run(context -> assertThat(context.getBeansOfType(Criterion.class).values()).hasSize(2)
			.allSatisfy(criterion -> assertThat(criterion.find().met()).isFalse()));
	}

	@Test
	void canBeSwitchedOff() {
		runner.withPropertyValues("web3.trustchain.enabled=false")
			.run(context -> assertThat(context).doesNotHaveBean(Component.class));
	}

	/** What it owes the others it does, and nobody outside is answered. */
	@Test
	void aValidatorThatDoesNotServeHasNoNameServer() {
		runner.withPropertyValues("web3.trustchain.serve=false").run(context -> {
			assertThat(context).doesNotHaveBean(NameServer.class);
			assertThat(context.getBeansOfType(RequestHandler.class).values()).extracting(RequestHandler::method)
				.contains("trustchain.issue", "trustchain.dns");
			assertThat(context.getBeansOfType(Feature.class).values()).extracting(Feature::name)
				.doesNotContain("acme", "encrypted-dns");

			Component component = context.getBean(Component.class);
			component.start().toCompletableFuture().get(20, TimeUnit.SECONDS);
			Awaitility.await("its names, over STOQ alone")
				.atMost(Duration.ofSeconds(20))
				.until(() -> component.capabilities().contains("trustchain_full"));
			component.close();
		});
	}

	@Test
	void aMemberThatDoesNotServeStartsBeforeAnybodyIsThereAndSaysWhomItWaitsFor() {
		Federation federation = Federation.of(1, directory.resolve("other"));
		Node member = new Node("member", NodeKey.generate(), directory.resolve("member"),
				List.of(InetAddress.getLoopbackAddress()), federation.node(1).endpoints(), federation.genesis());
		node = member;
		runner.withPropertyValues("web3.trustchain.serve=false").run(context -> {
			assertThat(context.getBeansOfType(RequestHandler.class).values()).extracting(RequestHandler::method)
				.doesNotContain("trustchain.dns");
			Component component = context.getBean(Component.class);
			component.start().toCompletableFuture().get(20, TimeUnit.SECONDS);

			assertThat(component.capabilities()).isEmpty();
			assertThat(component.health().reason()).startsWith("waits for SOA over STOQ from a validator");
			component.close();
		});
	}

	@Test
	void aSecondaryHasAnAddressAndAKeyThatTakesTheZone() throws IOException {
		Path keys = Files.createFile(directory.resolve("tsig-keys"),
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
		String secret = "A".repeat(44);
		Files.writeString(keys, "taker hmac-sha256 " + secret + " transfer\nother hmac-sha256 " + secret + "\n");
		ApplicationContextRunner told = runner.withPropertyValues("web3.trustchain.dns.tsig-keys-file=" + keys);
		String first = "web3.trustchain.dns.secondaries[0].";
		told.withPropertyValues(first + "address=127.0.0.1:5353", first + "key=taker")
			.run(context -> assertThat(context.getBean("transfersState", NamesPart.class).state().get())
				.containsEntry("whole", 0L)
				.containsEntry("secondaries", List.of(Map.of("address", "127.0.0.1:5353", "key", "taker"))));
		for (String unfit : List.of("other", "nobody", "")) {
			told.withPropertyValues(first + "address=127.0.0.1:5353", first + "key=" + unfit)
				.run(context -> assertThat(context.getStartupFailure()).rootCause()
					.hasMessageContaining(first + "key is the name of a key with 'transfer'"));
		}
		told.withPropertyValues(first + "address=ns.example.org:53", first + "key=taker")
			.run(context -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("not an IP literal"));
	}

	@Test
	void aKeyUpdatesNamesOfTheZoneAlone() throws IOException {
		Path keys = Files.createFile(directory.resolve("tsig-keys"),
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
		Files.writeString(keys, "web hmac-sha256 " + "A".repeat(44) + " update=www.local.internal,www.example.org\n");
		runner.withPropertyValues("web3.trustchain.dns.tsig-keys-file=" + keys)
			.run(context -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("the key 'web' is for www.example.org"));
	}

	@Test
	void aLeafMayNotLiveForEver() {
		runner.withPropertyValues("web3.trustchain.leaf-life=25h")
			.run(context -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessage("web3.trustchain.leaf-life is 20m to 24h, not 25h"));
	}

	@Test
	void aPassphraseThatIsNotThereIsSaid() {
		runner.withPropertyValues("web3.trustchain.key-passphrase-file=/nowhere/passphrase")
			.run(context -> assertThat(context).hasFailed()
				.getFailure()
				.hasStackTraceContaining(
						"web3.trustchain.key-passphrase-file cannot be used: cannot read /nowhere/passphrase"));
	}

	@SuppressWarnings("unchecked")
	static <T> T unused(Class<T> seat) {
		return (T) Proxy.newProxyInstance(seat.getClassLoader(), new Class<?>[] { seat },
				(proxy, method, arguments) -> {
					throw new UnavailableException("nobody sits here");
				});
	}

	private static final class NoNames implements ServiceDiscovery {

		@Override
		public CompletionStage<Resolution> resolve(Name name) {
			return CompletableFuture.failedFuture(new UnavailableException("no names"));
		}

		@Override
		public CompletionStage<Void> register(ServiceRegistration registration) {
			return CompletableFuture.failedFuture(new UnavailableException("no names"));
		}

	}

}
