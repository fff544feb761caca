package org.web3ecosystem.bootstrap.discovery;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;

import org.web3ecosystem.bootstrap.ManualClock;
import org.web3ecosystem.bootstrap.TestFederation;
import org.web3ecosystem.bootstrap.seat.OutsideCompetenceException;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.discovery.LocalZone;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceRegistration;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.genesis.FederationNames;
import org.web3ecosystem.spi.trust.NodeKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TraditionalNamesTests {

	private static final Name FOREIGN = new Name("www.example.com");

	private final TestFederation federation = TestFederation.of(4);

	private final ManualClock clock = new ManualClock();

	private FakeResolver resolver;

	private OperatorResolvers outside;

	private TraditionalNames names;

	@BeforeEach
	void listen() throws IOException {
		resolver = new FakeResolver();
		outside = outside(List.of(resolver.address()));
		names = new TraditionalNames(new FederationNames(federation.node(0, Path.of("home"))), LocalZone.EMPTY,
				outside);
	}

	@AfterEach
	void close() {
		resolver.close();
	}

	@Test
	void everyNodeHasTheAddressesOfTheGenesisDocument() throws IOException {
		assertThat(records("node3.node.test.internal"))
			.containsExactly(new ResourceRecord.Address(InetAddress.getByName("127.0.0.1")));
	}

	@Test
	void aNodeOfBothFamiliesHasBothAddresses() throws IOException {
		Node joined = new Node("node9", NodeKey.generate(), Path.of("home"), List.of(InetAddress.getLoopbackAddress()),
				new Endpoints(List.of("127.0.0.1", "::1"), 1, 2, 3, 4, 5), federation.genesis());
		names = new TraditionalNames(new FederationNames(joined), LocalZone.EMPTY, outside);
		assertThat(records("node9.node.test.internal")).containsExactly(
				new ResourceRecord.Address(InetAddress.getByName("127.0.0.1")),
				new ResourceRecord.Address(InetAddress.getByName("::1")));
	}

	@Test
	void namesOfTheLocalZoneAreAnsweredAndWhatLiesAboveThemExists() {
		LocalZone local = new LocalZone(List.of(
				new ServiceRegistration(new Name("_ipp._tcp.test.internal"), List.of(new ResourceRecord.Text("t")),
						Duration.ofSeconds(40)),
				new ServiceRegistration(new Name("node3.node.test.internal"),
						List.of(new ResourceRecord.Text("not this")), Duration.ofSeconds(40))));
		names = new TraditionalNames(new FederationNames(federation.node(0, Path.of("home"))), local, outside);
		assertThat(names.resolve(new Name("_ipp._tcp.test.internal")).toCompletableFuture().join())
			.isEqualTo(new Resolution.Found(List.of(new ResourceRecord.Text("t")), Duration.ofSeconds(40), false,
					TraditionalNames.NAME));
		assertThat(records("_tcp.test.internal")).isEmpty();
		assertThat(records("node3.node.test.internal")).as("the genesis document comes first")
			.hasOnlyElementsOfType(ResourceRecord.Address.class);
		assertThat(names.resolve(new Name("other.test.internal")).toCompletableFuture())
			.failsWithin(Duration.ofSeconds(1))
			.withThrowableThat()
			.withCauseInstanceOf(OutsideCompetenceException.class);
	}

	@Test
	void theTransportServiceNamesAllValidators() {
		assertThat(records("_stoq._udp.test.internal")).hasSize(4)
			.contains(new ResourceRecord.Service(0, 0, 20_010, new Name("node2.node.test.internal")));
	}

	@Test
	void theZoneItselfExistsWithoutRecords() {
		assertThat(records("test.internal")).isEmpty();
	}

	@Test
	void anUnknownNameOfTheZoneIsForOthersAndNeverAskedOutside() {
		assertThatThrownBy(() -> resolve("printer.asset.test.internal"))
			.hasCauseInstanceOf(OutsideCompetenceException.class);
		assertThat(outside.figures().questionsSent()).isZero();
		assertThat(resolver.asked).hasValue(0);
	}

	@Test
	void registeringIsNotForThisOffer() {
		ServiceRegistration registration = new ServiceRegistration(new Name("x.test.internal"),
				List.of(new ResourceRecord.Text("x")), Duration.ofSeconds(1));
		assertThatThrownBy(() -> names.register(registration).toCompletableFuture().join())
			.hasCauseInstanceOf(UnavailableException.class);
	}

	@Test
	void aForeignNameIsAskedOnceAndKeptForItsTtl() throws IOException {
		assertThat(records(FOREIGN.text()))
			.containsExactly(new ResourceRecord.Address(InetAddress.getByName("192.0.2.7")));
		int asked = resolver.asked.get();
		Resolution again = resolve(FOREIGN.text());
		assertThat(resolver.asked).hasValue(asked);
		assertThat(again.ttl()).isEqualTo(Duration.ofSeconds(60));
		clock.forward(Duration.ofSeconds(60));
		resolve(FOREIGN.text());
		assertThat(resolver.asked.get()).isGreaterThan(asked);
	}

	@Test
	void aNameThatDoesNotExistIsNotFound() {
		resolver.rcode(Rcode.NXDOMAIN);
		assertThat(resolve(FOREIGN.text())).isInstanceOf(Resolution.NotFound.class);
	}

	@Test
	void withoutAResolverForeignNamesAreUnavailable() {
		OperatorResolvers none = outside(List.of());
		assertThatThrownBy(() -> none.resolve(FOREIGN).toCompletableFuture().join())
			.hasCauseInstanceOf(UnavailableException.class);
	}

	private OperatorResolvers outside(List<InetSocketAddress> resolvers) {
		return new OperatorResolvers(new Name("test.internal"), ResolverSettings.of(resolvers, Duration.ofSeconds(20)),
				CircuitBreakerRegistry.ofDefaults(), RandomGenerator.of("SecureRandom"), clock);
	}

	private Resolution resolve(String name) {
		return names.resolve(new Name(name)).toCompletableFuture().join();
	}

	private List<ResourceRecord> records(String name) {
		return ((Resolution.Found) resolve(name)).records();
	}

}
