package org.web3ecosystem.hypermesh;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3ecosystem.hypermesh.TestFederation.Member;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.NameRegistry;
import org.web3ecosystem.spi.discovery.NameRegistry.Held;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceRegistration;
import org.web3ecosystem.spi.health.ComponentHealth.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.web3ecosystem.hypermesh.TestFederation.await;
import static org.web3ecosystem.spitest.Stages.get;

class RegisteredNamesTests {

	private static final Name WWW = new Name("www.local.internal");

	private static final ResourceRecord OURS = new ResourceRecord.Address(InetAddress.ofLiteral("192.0.2.1"));

	private static final ResourceRecord OTHER = new ResourceRecord.Address(InetAddress.ofLiteral("192.0.2.2"));

	@TempDir
	private Path directory;

	private final TestFederation federation = new TestFederation(2).start();

	private final Map<String, Status> components = new ConcurrentHashMap<>(Map.of("catalog", Status.UP));

	private final Member first = federation.member(0);

	private BoundNames bound;

	private NameRegistry registry;

	@BeforeEach
	void begin() {
		bound = new BoundNames(first.names(), name -> Optional.ofNullable(components.get(name)), federation.scheduler(),
				federation.clock(), new BindingsFile(directory.resolve("bound-names")), Runnable::run);
		registry = new RegisteredNames(first.names(), bound);
	}

	@AfterEach
	void close() {
		federation.close();
	}

	private static ServiceRegistration registration(ResourceRecord... records) {
		return new ServiceRegistration(WWW, List.of(records), Duration.ofSeconds(30));
	}

	private Held held() {
		return get(registry.held(WWW));
	}

	private static void changed(CompletionStage<?> change) {
		refused(() -> get(change), NameRegistry.CHANGED);
	}

	private static void refused(ThrowingCallable change, String kind) {
		assertThatExceptionOfType(RejectedException.class).isThrownBy(change)
			.satisfies(refusal -> assertThat(refusal.kind()).hasValue(kind));
	}

	@Test
	void heldIsWhatThisNodeContributesAndNobodyElse() {
		get(federation.member(1).names().register(registration(OTHER)));
		await(() -> get(first.names().resolve(WWW)) instanceof Resolution.Found, () -> "not there");
		assertThat(held().records()).isEmpty();
		assertThat(held().ttl()).isZero();

		get(registry.replace(held(), registration(OURS)));
		assertThat(held().records()).containsExactly(OURS);
		assertThat(held().ttl()).isEqualTo(Duration.ofSeconds(30));
		assertThat(((Resolution.Found) get(first.names().resolve(WWW))).records()).containsExactlyInAnyOrder(OURS,
				OTHER);

		get(registry.withdraw(held()));
		assertThat(held().records()).isEmpty();
		assertThat(((Resolution.Found) get(first.names().resolve(WWW))).records()).containsExactly(OTHER);
	}

	@Test
	void aChangeThatRestsOnThePastIsRefused() {
		Held nothing = held();
		get(first.names().register(registration(OURS)));
		changed(registry.replace(nothing, registration(OTHER)));
		assertThat(held().records()).containsExactly(OURS);

		Held registered = held();
		get(first.names().withdraw(WWW));
		changed(registry.replace(registered, registration(OTHER)));
		assertThat(held().records()).isEmpty();

		get(first.names().register(registration(OURS)));
		changed(registry.withdraw(registered));
		assertThat(held().records()).containsExactly(OURS);
	}

	@Test
	void theEndOfALeaseIsAChange() {
		get(registry.replace(held(), registration(OURS)));
		Held before = held();
		federation.pass(Duration.ofHours(2));

		assertThat(held().records()).isEmpty();
		changed(registry.withdraw(before));
	}

	@Test
	void whatMayNotBeRegisteredIsRefusedByItsOwnKind() {
		get(federation.member(1).names().register(registration(OTHER)));
		await(() -> get(first.names().resolve(WWW)) instanceof Resolution.Found, () -> "not there");

		refused(() -> get(
				registry.replace(held(), registration(new ResourceRecord.Alias(new Name("x.local.internal"))))),
				"names:alias");
	}

	@Test
	void outsideOfTheZoneNothingIsHeld() {
		assertThatExceptionOfType(UnavailableException.class)
			.isThrownBy(() -> get(registry.held(new Name("www.example.com"))));
	}

	@Test
	void whatIsChangedIsBoundToNoComponentAnyMore() {
		get(bound.register(new ServiceRegistration(WWW, List.of(OURS), Duration.ofSeconds(30), Duration.ofMinutes(10)),
				"catalog"));
		get(registry.replace(held(), registration(OTHER)));
		Instant end = get(first.names().leases(WWW)).get(first.node().id());
		federation.pass(Duration.ofMinutes(6));

		assertThat(held().records()).containsExactly(OTHER);
		assertThat(get(first.names().leases(WWW)).get(first.node().id())).isEqualTo(end);
	}

}
