package org.web3ecosystem.hypermesh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3ecosystem.hypermesh.TestFederation.Member;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceRegistration;
import org.web3ecosystem.spi.health.ComponentHealth.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.web3ecosystem.hypermesh.TestFederation.await;
import static org.web3ecosystem.spitest.Stages.get;

class BoundNamesTests {

	private static final Name PACKAGES = new Name("_packages._tcp.local.internal");

	private final TestFederation federation = new TestFederation(2).start();

	private final Map<String, Status> components = new ConcurrentHashMap<>(Map.of("catalog", Status.UP));

	private final Member first = federation.member(0);

	@TempDir
	private Path directory;

	private BoundNames bound;

	@BeforeEach
	void begin() {
		bound = process();
	}

	/** As the process that comes after another has it. */
	private BoundNames process() {
		return new BoundNames(first.names(), name -> Optional.ofNullable(components.get(name)), federation.scheduler(),
				federation.clock(), file(), Runnable::run);
	}

	private BindingsFile file() {
		return new BindingsFile(directory.resolve("hypermesh/bound-names"));
	}

	@AfterEach
	void close() {
		federation.close();
	}

	private void register() {
		get(bound.register(new ServiceRegistration(PACKAGES, List.of(new ResourceRecord.Text("here")),
				Duration.ofSeconds(60), Duration.ofMinutes(10)), "catalog"));
	}

	private boolean isAnsweredByTheOther() {
		return get(federation.member(1).names().resolve(PACKAGES)) instanceof Resolution.Found;
	}

	@Test
	void whatIsBoundToAComponentIsWithdrawnWhenItIsDownAndComesBackWithIt() {
		register();
		await(this::isAnsweredByTheOther, () -> "not registered");

		components.put("catalog", Status.DOWN);
		await(() -> !isAnsweredByTheOther(), () -> "not withdrawn");

		components.put("catalog", Status.UP);
		await(this::isAnsweredByTheOther, () -> "not back");
	}

	@Test
	void whatIsBoundIsRenewedWhenHalfOfItsLeaseIsOver() {
		register();
		Instant end = get(first.names().leases(PACKAGES)).get(first.node().id());

		federation.pass(Duration.ofMinutes(6));

		await(() -> get(first.names().leases(PACKAGES)).get(first.node().id()).isAfter(end), () -> "not renewed");
	}

	@Test
	void whatIsReleasedIsLeftToItsLease() {
		register();
		get(bound.release(PACKAGES));
		components.put("catalog", Status.DOWN);
		get(bound.release(PACKAGES));
		federation.pass(Duration.ofMinutes(6));

		assertThat(get(first.names().resolve(PACKAGES))).isInstanceOf(Resolution.Found.class);
		federation.pass(Duration.ofMinutes(5));
		assertThat(get(first.names().resolve(PACKAGES))).isInstanceOf(Resolution.NotFound.class);
	}

	@Test
	void nothingIsBoundToWhatIsNotThereOrNotWell() {
		components.put("caesar", Status.DOWN);
		for (String component : List.of("caesar", "none")) {
			assertThatExceptionOfType(RejectedException.class)
				.isThrownBy(() -> bound.register(new ServiceRegistration(PACKAGES,
						List.of(new ResourceRecord.Text("x")), Duration.ofSeconds(60)), component))
				.withMessageContaining(component);
		}
		assertThat(get(first.names().resolve(PACKAGES))).isInstanceOf(Resolution.NotFound.class);
	}

	/** The first is still there and does nothing, since what it bound is released. */
	@Test
	void whatIsBoundFollowsItsComponentInTheNextProcessToo() throws IOException {
		register();
		byte[] kept = Files.readAllBytes(directory.resolve("hypermesh/bound-names"));
		get(bound.release(PACKAGES));
		Files.write(directory.resolve("hypermesh/bound-names"), kept);
		BoundNames next = process();
		components.put("catalog", Status.DOWN);

		next.start();

		assertThat(next.components()).containsExactly(Map.entry(PACKAGES, "catalog"));
		await(() -> !isAnsweredByTheOther(), () -> "not withdrawn");
		components.put("catalog", Status.UP);
		await(this::isAnsweredByTheOther, () -> "not back");
	}

	@Test
	void aLeaseThatEndedWhileTheProcessWasAwayIsBegunAnew() throws IOException {
		register();
		byte[] kept = Files.readAllBytes(directory.resolve("hypermesh/bound-names"));
		get(bound.release(PACKAGES));
		Files.write(directory.resolve("hypermesh/bound-names"), kept);
		federation.pass(Duration.ofMinutes(20));
		assertThat(isAnsweredByTheOther()).isFalse();
		components.put("catalog", Status.DOWN);
		BoundNames next = process();

		next.start();
		components.put("catalog", Status.UP);

		await(this::isAnsweredByTheOther, () -> "not back");
	}

	@Test
	void whatWasReleasedIsNotBoundInTheNextProcess() {
		register();
		get(bound.release(PACKAGES));
		BoundNames next = process();

		next.start();

		assertThat(next.components()).isEmpty();
		assertThat(next.trouble()).isEmpty();
	}

	@Test
	void whatCannotBeKeptIsSaidAndWhatCannotBeForgottenStaysBound() throws IOException {
		register();
		Files.delete(directory.resolve("hypermesh/bound-names"));
		Files.delete(directory.resolve("hypermesh"));
		Files.writeString(directory.resolve("hypermesh"), "in the way");

		assertThatExceptionOfType(UnavailableException.class).isThrownBy(this::register)
			.withMessageContaining("cannot be kept");
		assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> get(bound.release(PACKAGES)))
			.withMessageContaining("cannot be kept");
		assertThat(bound.components()).containsKey(PACKAGES);
	}

}
