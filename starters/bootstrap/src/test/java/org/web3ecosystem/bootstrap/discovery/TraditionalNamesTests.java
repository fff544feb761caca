package org.web3ecosystem.bootstrap.discovery;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import org.web3ecosystem.bootstrap.ManualClock;
import org.web3ecosystem.bootstrap.TestFederation;
import org.web3ecosystem.bootstrap.seat.OutsideCompetenceException;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceRegistration;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.trust.NodeKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TraditionalNamesTests {

	private static final Name FOREIGN = new Name("www.example.com");

	private final TestFederation federation = TestFederation.of(4);

	private final ManualClock clock = new ManualClock();

	private Resolver resolver;

	private OperatorResolvers outside;

	private TraditionalNames names;

	@BeforeEach
	void listen() throws IOException {
		resolver = new Resolver();
		outside = new OperatorResolvers(List.of(resolver.address()), Duration.ofMillis(500), clock);
		names = new TraditionalNames(new FederationNames(federation.node(0, Path.of("home"))), outside);
	}

	@AfterEach
	void close() {
		resolver.socket.close();
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
		names = new TraditionalNames(new FederationNames(joined), outside);
		assertThat(records("node9.node.test.internal")).containsExactly(
				new ResourceRecord.Address(InetAddress.getByName("127.0.0.1")),
				new ResourceRecord.Address(InetAddress.getByName("::1")));
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
		assertThat(outside.sent()).isZero();
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
		resolver.rcode = Rcode.NXDOMAIN;
		assertThat(resolve(FOREIGN.text())).isInstanceOf(Resolution.NotFound.class);
	}

	@Test
	void aLateAnswerIsTheOldOneMarkedStaleForADayAtMost() {
		resolve(FOREIGN.text());
		clock.forward(Duration.ofHours(1));
		resolver.rcode = Rcode.SERVFAIL;
		assertThat(resolve(FOREIGN.text())).isInstanceOfSatisfying(Resolution.Found.class, found -> {
			assertThat(found.stale()).isTrue();
			assertThat(found.ttl()).isEqualTo(Duration.ofSeconds(30));
		});
		clock.forward(Duration.ofDays(1));
		assertThatThrownBy(() -> resolve(FOREIGN.text())).isInstanceOf(CompletionException.class)
			.hasCauseInstanceOf(UnavailableException.class);
	}

	@Test
	void aSilentResolverIsGivenUp() throws IOException {
		try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
			OperatorResolvers both = new OperatorResolvers(
					List.of((InetSocketAddress) silent.getLocalSocketAddress(), resolver.address()),
					Duration.ofSeconds(2), clock);
			assertThat(both.resolve(FOREIGN).toCompletableFuture().join()).isInstanceOf(Resolution.Found.class);
		}
	}

	@Test
	void withoutAResolverForeignNamesAreUnavailable() {
		OperatorResolvers none = new OperatorResolvers(List.of(), Duration.ofSeconds(1), clock);
		assertThatThrownBy(() -> none.resolve(FOREIGN).toCompletableFuture().join())
			.hasCauseInstanceOf(UnavailableException.class);
	}

	@Test
	void theCacheForgetsWhatWasUsedLongestAgo() {
		AnswerCache cache = new AnswerCache();
		Resolution answer = new Resolution.Found(List.of(), Duration.ofHours(1), false, "traditional");
		for (int i = 0; i <= AnswerCache.MAX_ENTRIES; i++) {
			cache.keep(new Name("n" + i + ".example"), answer, clock.instant());
			cache.fresh(new Name("n0.example"), clock.instant());
		}
		assertThat(cache.fresh(new Name("n0.example"), clock.instant())).isPresent();
		assertThat(cache.fresh(new Name("n1.example"), clock.instant())).isEmpty();
	}

	private Resolution resolve(String name) {
		return names.resolve(new Name(name)).toCompletableFuture().join();
	}

	private List<ResourceRecord> records(String name) {
		return ((Resolution.Found) resolve(name)).records();
	}

	/** A resolver on loopback that answers A with one address. */
	private static final class Resolver {

		private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());

		private final AtomicInteger asked = new AtomicInteger();

		private volatile int rcode = Rcode.NOERROR;

		Resolver() throws IOException {
			Thread.ofVirtual().start(this::serve);
		}

		InetSocketAddress address() {
			return (InetSocketAddress) socket.getLocalSocketAddress();
		}

		private void serve() {
			byte[] buffer = new byte[1500];
			while (!socket.isClosed()) {
				try {
					DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
					socket.receive(packet);
					asked.incrementAndGet();
					byte[] answer = answer(new Message(Arrays.copyOf(buffer, packet.getLength()))).toWire();
					socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
				}
				catch (IOException closed) {
					return;
				}
			}
		}

		private Message answer(Message query) throws IOException {
			Message answer = new Message(query.getHeader().getID());
			Record question = query.getQuestion();
			answer.getHeader().setFlag(Flags.QR);
			answer.getHeader().setRcode(rcode);
			answer.addRecord(question, Section.QUESTION);
			if (rcode == Rcode.NOERROR && question.getType() == Type.A) {
				answer.addRecord(new ARecord(question.getName(), DClass.IN, 60, InetAddress.getByName("192.0.2.7")),
						Section.ANSWER);
			}
			return answer;
		}

	}

}
