package org.web3ecosystem.trustchain.dns;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

import org.web3ecosystem.spi.NobodySitsException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.discovery.BogusAnswerException;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.discovery.ServiceRegistration;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.trustchain.Federation;
import org.web3ecosystem.trustchain.dnssec.KeyRing;
import org.web3ecosystem.trustchain.dnssec.ZoneKey;
import org.web3ecosystem.trustchain.tsig.TsigCheck;
import org.web3ecosystem.trustchain.tsig.TsigKeys;

import static org.assertj.core.api.Assertions.assertThat;

/** Names outside the zone, asked of a server on loopback. */
class ForwardingTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

	private static final ResourceRecord ADDRESS = new ResourceRecord.Address(InetAddress.ofLiteral("192.0.2.7"));

	@TempDir
	private Path directory;

	private final AtomicInteger asked = new AtomicInteger();

	private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

	private volatile Function<Name, CompletionStage<Resolution>> seat = name -> found(false, ADDRESS,
			new ResourceRecord.Text("t"));

	private volatile boolean known = true;

	private Answering answering;

	private NameServer server;

	@BeforeEach
	void start() throws IOException {
		start(ResponseRate.UNLIMITED);
	}

	private void start(int equalPerSecond) throws IOException {
		start(Federation.of(4, directory).genesis(), Optional.empty(), equalPerSecond);
	}

	private void start(Genesis genesis, Optional<SignedZone> signing, int equalPerSecond) throws IOException {
		ServiceDiscovery names = new ServiceDiscovery() {

			@Override
			public CompletionStage<Resolution> resolve(Name name) {
				asked.incrementAndGet();
				return seat.apply(name);
			}

			@Override
			public CompletionStage<Void> register(ServiceRegistration registration) {
				throw new AssertionError("nobody registers here");
			}
		};
		answering = new Answering(genesis, "node1", new EveryName(), () -> 1, Set::of, signing, equalPerSecond,
				InstantSource.system(), new SecureRandom(), executor,
				new Forwarding(client -> known && client.isLoopbackAddress(), names),
				new TsigCheck(TsigKeys.NONE, InstantSource.system()), Updates.NONE, Optional.empty(), Takers.NONE,
				Optional.empty());
		server = new NameServer(answering, Optional.empty(), executor);
		server.start(List.of(LOOPBACK), 0);
	}

	@AfterEach
	void stop() {
		server.close();
		executor.shutdownNow();
	}

	private static CompletionStage<Resolution> found(boolean stale, ResourceRecord... records) {
		return CompletableFuture
			.completedFuture(new Resolution.Found(List.of(records), Duration.ofSeconds(300), stale, "traditional"));
	}

	private static CompletionStage<Resolution> failing(RuntimeException failure) {
		return CompletableFuture.failedFuture(failure);
	}

	private Message ask(String name, int type, boolean recursion, boolean tcp) throws IOException {
		InetSocketAddress address = server.address();
		SimpleResolver resolver = new SimpleResolver(new InetSocketAddress(LOOPBACK, address.getPort()));
		resolver.setTimeout(PATIENCE);
		resolver.setTCP(tcp);
		Message query = Message.newQuery(Record.newRecord(new org.xbill.DNS.Name(name + "."), type, DClass.IN));
		if (!recursion) {
			query.getHeader().unsetFlag(Flags.RD);
		}
		return resolver.send(query);
	}

	private Message ask(String name, int type) throws IOException {
		return ask(name, type, true, false);
	}

	private static int error(Message answer) {
		List<EDNSOption> options = answer.getOPT().getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR);
		return options.isEmpty() ? -1 : ((ExtendedErrorCodeOption) options.getFirst()).getErrorCode();
	}

	@Test
	void aClientThatMayIsAnsweredWithRecursionAvailableAndWithoutAuthority() throws IOException {
		for (boolean tcp : new boolean[] { false, true }) {
			assertAnswered(tcp ? "tcp.example.com" : "udp.example.com", tcp);
		}
		assertThat(answering.forwarded()).isEqualTo(2);
	}

	private void assertAnswered(String name, boolean tcp) throws IOException {
		Message answer = ask(name, Type.A, true, tcp);
		assertThat(answer.getHeader().getRcode()).isEqualTo(Rcode.NOERROR);
		assertThat(answer.getHeader().getFlag(Flags.RA)).isTrue();
		assertThat(answer.getHeader().getFlag(Flags.AA)).isFalse();
		assertThat(answer.getSection(Section.ANSWER)).singleElement().hasToString(name + ".\t300\tIN\tA\t192.0.2.7");
	}

	@Test
	void whatWasAskedAMomentAgoIsAnsweredAgainWithoutTheSeatAndOnlyForWhoMayAsk() throws Exception {
		for (boolean tcp : new boolean[] { false, true }) {
			Awaitility.await().atMost(PATIENCE).until(() -> {
				int before = asked.get();
				assertAnswered("www.example.com", tcp);
				return asked.get() == before;
			});
		}
		assertThat(ask("www.example.com", Type.A, false, false).getHeader().getRcode()).isEqualTo(Rcode.REFUSED);
		known = false;
		assertThat(ask("www.example.com", Type.A).getHeader().getRcode()).isEqualTo(Rcode.REFUSED);
		assertThat(ask("www.example.com", Type.A, true, true).getHeader().getRcode()).isEqualTo(Rcode.REFUSED);
	}

	@Test
	void itIsAskedAgainAfterASecond() throws Exception {
		assertAnswered("www.example.com", false);
		Awaitility.await().atMost(PATIENCE).until(() -> {
			ask("www.example.com", Type.A);
			return asked.get() > 2;
		});
	}

	@Test
	void whatOthersSayIsNeverSignedAsOurs() throws IOException {
		server.close();
		Instant now = Instant.now();
		KeyRing ring = KeyRing.EMPTY.at(now, role -> Duration.ofDays(1000), ZoneKey::generate).shown(now);
		Genesis genesis = Federation.of(4, directory.resolve("signed")).genesis();
		start(genesis, Optional.of(SignedZone.of(genesis.zone(), ring, InstantSource.system())),
				ResponseRate.UNLIMITED);
		assertThat(signed("x.local.internal")).as("a name of the zone").isNotEmpty();
		// twice, since the second may come from what is ready
		for (String name : List.of("www.example.com", "other.internal", "www.example.com", "internal")) {
			assertThat(signed(name)).as(name).isEmpty();
		}
	}

	private List<Record> signed(String name) throws IOException {
		SimpleResolver resolver = new SimpleResolver(new InetSocketAddress(LOOPBACK, server.address().getPort()));
		resolver.setTimeout(PATIENCE);
		resolver.setEDNS(0, 1232, Flags.DO, List.of());
		Message answer = resolver
			.send(Message.newQuery(Record.newRecord(new org.xbill.DNS.Name(name + "."), Type.A, DClass.IN)));
		assertThat(answer.getHeader().getRcode()).as(name).isEqualTo(Rcode.NOERROR);
		assertThat(answer.getHeader().getFlag(Flags.AA)).as(name).isEqualTo(name.endsWith("local.internal"));
		assertThat(answer.getHeader().getFlag(Flags.AD)).as(name).isFalse();
		return Stream.of(Section.ANSWER, Section.AUTHORITY, Section.ADDITIONAL)
			.flatMap(section -> answer.getSection(section).stream())
			.filter(record -> record.getType() == Type.RRSIG || record.getType() == Type.NSEC)
			.toList();
	}

	@Test
	void aTypeThatTheNameHasNotIsNoDataAndANameThatIsNotThereIsNone() throws IOException {
		Message none = ask("www.example.com", Type.AAAA);
		assertThat(none.getHeader().getRcode()).isEqualTo(Rcode.NOERROR);
		assertThat(none.getSection(Section.ANSWER)).isEmpty();
		seat = name -> CompletableFuture
			.completedFuture(new Resolution.NotFound(Duration.ofSeconds(60), "traditional"));
		assertThat(ask("nobody.example.com", Type.A).getHeader().getRcode()).isEqualTo(Rcode.NXDOMAIN);
	}

	@Test
	void aTypeThatIsNotLookedUpIsNotDenied() throws IOException {
		for (int type : new int[] { Type.MX, Type.SRV, Type.ANY, Type.DNSKEY }) {
			Message answer = ask("www.example.com", type);
			assertThat(answer.getHeader().getRcode()).as(Type.string(type)).isEqualTo(Rcode.NOTIMP);
			assertThat(error(answer)).isEqualTo(21);
		}
		assertThat(asked).hasValue(0);
	}

	@Test
	void whatIsStaleSaysSo() throws IOException {
		seat = name -> found(true, ADDRESS);
		Message answer = ask("www.example.com", Type.A);
		assertThat(answer.getSection(Section.ANSWER)).singleElement().extracting(Record::getTTL).isEqualTo(30L);
		assertThat(error(answer)).isEqualTo(ExtendedErrorCodeOption.STALE_ANSWER);
	}

	@Test
	void aTypeOfWhichNobodyCanSayWhetherItIsThereIsNotDenied() throws IOException {
		seat = name -> CompletableFuture.completedFuture(new Resolution.Found(List.of(ADDRESS), Duration.ofSeconds(30),
				false, Duration.ofDays(1), Set.of(Type.CAA), "traditional"));
		Message answer = ask("www.example.com", Type.CAA);
		assertThat(answer.getRcode()).isEqualTo(Rcode.SERVFAIL);
		assertThat(error(answer)).isEqualTo(ExtendedErrorCodeOption.NO_REACHABLE_AUTHORITY);
		assertThat(ask("www.example.com", Type.A).getRcode()).isEqualTo(Rcode.NOERROR);
		assertThat(ask("www.example.com", Type.CAA).getRcode()).as("nor on the short way").isEqualTo(Rcode.SERVFAIL);
	}

	@Test
	void whatIsNotWhatItsZoneSignedIsSaidToBeSo() throws IOException {
		seat = name -> failing(new UnavailableException("no resolver answers", new BogusAnswerException("SERVFAIL")));
		assertThat(error(ask("www.example.com", Type.A))).isEqualTo(ExtendedErrorCodeOption.DNSSEC_BOGUS);
	}

	@Test
	void whereNobodyAnswersThatIsSaidAndWhy() throws IOException {
		seat = name -> failing(new UnavailableException("silent"));
		Message silent = ask("www.example.com", Type.A);
		assertThat(silent.getHeader().getRcode()).isEqualTo(Rcode.SERVFAIL);
		assertThat(silent.getHeader().getFlag(Flags.RA)).isTrue();
		assertThat(error(silent)).isEqualTo(ExtendedErrorCodeOption.NO_REACHABLE_AUTHORITY);
		seat = name -> failing(new UnavailableException("unreachable", new ConnectException("refused")));
		assertThat(error(ask("www.example.com", Type.A))).isEqualTo(ExtendedErrorCodeOption.NETWORK_ERROR);
		seat = name -> {
			throw new UnavailableException("at once");
		};
		assertThat(error(ask("www.example.com", Type.A))).isEqualTo(ExtendedErrorCodeOption.NO_REACHABLE_AUTHORITY);
	}

	@Test
	void whereThePhaseAsksNobodyOutsideItIsRefusedAsIfNothingWereForwarded() throws IOException {
		seat = name -> failing(new NobodySitsException("nobody"));
		Message answer = ask("www.example.com", Type.A);
		assertThat(answer.getHeader().getRcode()).isEqualTo(Rcode.REFUSED);
		assertThat(answer.getHeader().getFlag(Flags.RA)).isFalse();
		assertThat(error(answer)).isEqualTo(ExtendedErrorCodeOption.NOT_AUTHORITATIVE);
	}

	@Test
	void aStrangerAndWhoDoesNotAskForItAreRefused() throws IOException {
		assertThat(ask("www.example.com", Type.A, false, false).getHeader().getRcode()).isEqualTo(Rcode.REFUSED);
		known = false;
		Message answer = ask("www.example.com", Type.A);
		assertThat(answer.getHeader().getRcode()).isEqualTo(Rcode.REFUSED);
		assertThat(answer.getHeader().getFlag(Flags.RA)).isFalse();
		assertThat(asked).hasValue(0);
	}

	@Test
	void theZoneIsAnsweredHereAndNotAsked() throws IOException {
		assertThat(ask("local.internal", Type.SOA).getHeader().getFlag(Flags.AA)).isTrue();
		assertThat(ask("x.local.internal", Type.A).getHeader().getFlag(Flags.AA)).isTrue();
		assertThat(asked).hasValue(0);
	}

	@Test
	void tooManyAtOnceFailAtOnceAndTheirPlacesAreFreedAgain() throws IOException {
		List<CompletableFuture<Resolution>> pending = new ArrayList<>();
		seat = name -> {
			CompletableFuture<Resolution> open = new CompletableFuture<>();
			pending.add(open);
			return open;
		};
		Query.Asked query = (Query.Asked) QueryReader.read(java.nio.ByteBuffer
			.wrap(Message.newQuery(Record.newRecord(new org.xbill.DNS.Name("www.example.com."), Type.A, DClass.IN))
				.toWire()));
		List<CompletionStage<Optional<java.nio.ByteBuffer>>> answers = new ArrayList<>();
		int each = Forwarding.MAX_OF_ONE;
		for (int i = 0; i < Forwarding.MAX_IN_FLIGHT; i++) {
			InetAddress client = loopback(1 + i / each);
			if (i % each == 0) {
				assertThat(isPending(query, client, answers)).as("there is room for the next client").isTrue();
				continue;
			}
			answers.add(answering.datagram(query, client));
			if (i % each == each - 1) {
				assertThat(isPending(query, client, answers)).as("one client has its share").isFalse();
			}
		}
		assertThat(isPending(query, loopback(99), answers)).as("all have theirs").isFalse();
		pending.forEach(open -> open.complete(new Resolution.NotFound(Duration.ofSeconds(1), "traditional")));
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> answers.stream().allMatch(answer -> answer.toCompletableFuture().isDone()));
		seat = name -> found(false, ADDRESS);
		assertThat(ask("www.example.com", Type.A).getHeader().getRcode()).isEqualTo(Rcode.NOERROR);
	}

	private static InetAddress loopback(int last) {
		return InetAddress.ofLiteral("127.0.0." + last);
	}

	/** Whether it waits for the seat; what does not has failed. */
	private boolean isPending(Query.Asked query, InetAddress client,
			List<CompletionStage<Optional<java.nio.ByteBuffer>>> answers) throws IOException {
		CompletableFuture<Optional<java.nio.ByteBuffer>> answer = answering.datagram(query, client)
			.toCompletableFuture();
		if (!answer.isDone()) {
			answers.add(answer);
			return true;
		}
		assertThat(new Message(answer.join().orElseThrow().array()).getHeader().getRcode()).isEqualTo(Rcode.SERVFAIL);
		return false;
	}

	@Test
	void equalAnswersAreLimitedAsThoseOfTheZoneAre() throws IOException {
		server.close();
		start(1);
		Query.Asked query = (Query.Asked) QueryReader.read(java.nio.ByteBuffer
			.wrap(Message.newQuery(Record.newRecord(new org.xbill.DNS.Name("www.example.com."), Type.A, DClass.IN))
				.toWire()));
		for (int i = 0; i < 50; i++) {
			answering.datagram(query, LOOPBACK).toCompletableFuture().join();
		}
		assertThat(answering.limited()).isPositive();
	}

}
