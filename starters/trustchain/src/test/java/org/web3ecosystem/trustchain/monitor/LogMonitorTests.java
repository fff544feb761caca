package org.web3ecosystem.trustchain.monitor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.spitest.transport.InMemoryNetwork;
import org.web3ecosystem.trustchain.Federation;
import org.web3ecosystem.trustchain.ca.TestAuthority;
import org.web3ecosystem.trustchain.ct.LogSeries;
import org.web3ecosystem.trustchain.monitor.LogMonitor.Alarm;
import org.web3ecosystem.trustchain.offer.Issuing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The first node follows the log of the second. */
class LogMonitorTests {

	@TempDir
	private Path directory;

	private final InMemoryNetwork network = new InMemoryNetwork();

	private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

	private Federation federation;

	private Node liar;

	private Validator validator;

	private volatile TestAuthority authority;

	private LogMonitor monitor;

	@BeforeEach
	void found() {
		federation = Federation.of(4, directory.resolve("federation"));
		liar = federation.node(2);
		validator = federation.genesis().validator(liar.id()).orElseThrow();
		authority = new TestAuthority(liar, InstantSource.system());
		network.node(liar.id())
			.listen(new InetSocketAddress("127.0.0.1", liar.endpoints().stoq()),
					new Inbound(List.of(new EntriesHandler(liar.key(),
							() -> Optional.ofNullable(authority).map(with -> new Issuing(with.authority(), with.log())),
							executor)), List.of()))
			.toCompletableFuture()
			.join();
		monitor = monitor();
	}

	@AfterEach
	void close() {
		monitor.close();
		authority.close();
		executor.shutdownNow();
	}

	@Test
	void aLogThatGrowsIsAgreedWithPageByPage() throws IOException {
		monitor.look(validator);
		assertThat(monitor.agreed(liar.id())).isZero();
		int many = 2 * LogPage.MAX_ENTRIES + 3;
		for (int i = 0; i < many; i++) {
			authority.issue(Purpose.NODE);
		}
		monitor.look(validator);
		assertThat(monitor.agreed(liar.id())).isEqualTo(many);

		authority.issue(Purpose.SERVER);
		LogMonitor again = monitor();
		again.look(validator);

		assertThat(again.agreed(liar.id())).as("by another process").isEqualTo(many + 1);
		assertThat(again.alarms()).isEmpty();
		assertThat(monitor.alarms()).isEmpty();
	}

	@Test
	void aCertificateForAnothersNameIsFound() throws IOException {
		authority.issue(TestAuthority.keys(), Purpose.SERVER, liar.id(), "node2", "api.node3.node.local.internal");
		authority.issue(TestAuthority.keys(), Purpose.SERVER, liar.id(), "node2", "www.shop.local.internal");
		authority.issue(TestAuthority.keys(), Purpose.SERVER, liar.id(), "node2", "other.local.internal");
		authority.issue(TestAuthority.keys(), Purpose.NODE, federation.node(3).id(), "node3",
				"node3.node.local.internal");

		monitor.look(validator);
		monitor.look(validator);

		assertThat(monitor.alarms()).extracting(Alarm::validator).containsExactly("node2", "node2");
		assertThat(monitor.alarms()).extracting(alarm -> alarm.what().split(" ")[3])
			.containsExactly("api.node3.node.local.internal", "www.shop.local.internal");
	}

	@Test
	void aLogThatWasRewrittenIsFound() throws IOException {
		Path log = liar.home().resolve("trustchain/log");
		authority.issue(Purpose.NODE);
		stop();
		copy(log, directory.resolve("earlier"));
		start();
		authority.issue(Purpose.NODE);
		monitor.look(validator);
		assertThat(monitor.agreed(liar.id())).isEqualTo(2);

		stop();
		copy(directory.resolve("earlier"), log);
		start();
		monitor.look(validator);
		assertThat(monitor.alarms())
			.containsExactly(new Alarm("node2", "the log was rewritten: it had 2 entries and has 1"));

		authority.issue(Purpose.NODE);
		authority.issue(Purpose.NODE);
		monitor.look(validator);
		assertThat(monitor.alarms()).hasSize(2)
			.last()
			.isEqualTo(new Alarm("node2",
					"the log was rewritten: its checkpoint of 3 entries is not that of what it has shown"));
		assertThat(monitor.agreed(liar.id())).isEqualTo(2);
	}

	@Test
	void anotherLogIsSaidAndFollowedFromItsBeginning() throws IOException {
		authority.issue(Purpose.NODE);
		monitor.look(validator);
		stop();
		LogSeries.succeed(liar.home().resolve("trustchain/log"), Instant.now());
		start();
		authority.issue(Purpose.NODE);

		monitor.look(validator);
		monitor.look(validator);

		assertThat(monitor.alarms())
			.containsExactly(new Alarm("node2", "another log began, after 1 entries of the one before"));
		assertThat(monitor.agreed(liar.id())).isEqualTo(1);
	}

	@Test
	void whoDoesNotAnswerRaisesNoAlarm() throws IOException {
		network.isolate(liar.id());

		assertThatThrownBy(() -> monitor.look(validator)).isInstanceOf(UnavailableException.class);
		assertThat(monitor.alarms()).isEmpty();
	}

	@Test
	void whatWasKeptAndIsDamagedIsReadAgain() throws IOException {
		authority.issue(Purpose.NODE);
		monitor.look(validator);
		Files.writeString(directory.resolve("monitor").resolve(liar.id().hex()), "damaged");

		LogMonitor again = monitor();
		again.look(validator);

		assertThat(again.agreed(liar.id())).isEqualTo(1);
	}

	private LogMonitor monitor() {
		return new LogMonitor(federation.node(1), network.node(federation.node(1).id()), List.of("shop.local.internal"),
				directory.resolve("monitor"));
	}

	private void stop() {
		authority.close();
	}

	private void start() {
		authority = new TestAuthority(liar, InstantSource.system());
	}

	private static void copy(Path from, Path to) throws IOException {
		try (Stream<Path> files = Files.walk(from)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				Path target = to.resolve(from.relativize(file));
				Files.createDirectories(target.getParent());
				Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
			}
		}
	}

}
