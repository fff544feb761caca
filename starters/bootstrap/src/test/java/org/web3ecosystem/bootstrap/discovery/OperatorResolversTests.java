package org.web3ecosystem.bootstrap.discovery;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

import org.web3ecosystem.bootstrap.ManualClock;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.SvcParam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OperatorResolversTests {

	private static final Name ZONE = new Name("test.internal");

	private static final Name FOREIGN = new Name("www.example.com");

	/** Of a test that fails; nothing waits for so long otherwise. */
	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final Duration BRIEFLY = Duration.ofMillis(300);

	private final ManualClock clock = new ManualClock();

	private final CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();

	private FakeResolver first;

	private FakeResolver second;

	@BeforeEach
	void listen() throws IOException {
		first = new FakeResolver();
		second = new FakeResolver();
	}

	@AfterEach
	void close() {
		first.close();
		second.close();
	}

	@Test
	void anAnswerWithAnotherIdIsDroppedAndTheRightOneStillCounts() {
		first.datagrams = (query, right, client) -> {
			byte[] forged = FakeResolver.forged(query);
			forged[1] ^= 1;
			return List.of(forged, right);
		};
		OperatorResolvers names = patient();
		assertThat(records(names)).containsExactly(address(FakeResolver.ADDRESS));
		assertThat(names.figures().answersDropped()).isEqualTo(5);
	}

	@Test
	void anAnswerToAnotherQuestionIsDropped() {
		first.datagrams = (query, right, client) -> {
			Message other = query.clone();
			other.removeAllRecords(Section.QUESTION);
			other.addRecord(Record.newRecord(dns("www.example.org."), Type.A, DClass.IN), Section.QUESTION);
			return List.of(FakeResolver.forged(other), new byte[] { 1, 2, 3 }, query.toWire(), right);
		};
		assertThat(records(patient())).containsExactly(address(FakeResolver.ADDRESS));
	}

	@Test
	void aResolverThatFailsForAYoungerTypeStillHasAnAddress() {
		first.answer = query -> failing(query, Set.of(Type.HTTPS, Type.CAA));
		Resolution.Found found = (Resolution.Found) answer(patient());
		assertThat(found.records()).containsExactly(address(FakeResolver.ADDRESS));
		assertThat(found.unanswered()).containsExactlyInAnyOrder(Type.HTTPS, Type.CAA);
		assertThat(found.ttl()).as("it may not fail for long").isEqualTo(Duration.ofSeconds(30));
	}

	@Test
	void aResolverThatIsSilentForAYoungerTypeStillHasAnAddress() {
		first.datagrams = (query, right, client) -> query.getQuestion().getType() == Type.HTTPS ? List.of()
				: List.of(right);
		Resolution.Found found = (Resolution.Found) answer(patient());
		assertThat(found.records()).containsExactly(address(FakeResolver.ADDRESS));
		assertThat(found.unanswered()).containsExactly(Type.HTTPS);
	}

	@Test
	void aNameThatDoesNotExistDoesNotForAnyType() {
		first.answer = query -> {
			Message answer = failing(query, Set.of(Type.TXT));
			if (answer.getRcode() == Rcode.NOERROR) {
				answer.removeAllRecords(Section.ANSWER);
				answer.getHeader().setRcode(Rcode.NXDOMAIN);
			}
			return answer;
		};
		assertThat(answer(patient())).isInstanceOf(Resolution.NotFound.class);
	}

	@Test
	void withoutAWordOnItsAddressesNothingIsSaidOfAHost() {
		first.answer = query -> failing(query, Set.of(Type.AAAA));
		second.answer = first.answer;
		assertThatThrownBy(() -> answer(patient())).hasMessageContaining("SERVFAIL");
	}

	private static Message failing(Message query, Set<Integer> types) {
		Message answer = FakeResolver.address(query);
		if (types.contains(query.getQuestion().getType())) {
			answer.getHeader().setRcode(Rcode.SERVFAIL);
		}
		return answer;
	}

	@Test
	void anAnswerFromAnotherPortIsNotHeard() throws IOException {
		try (DatagramSocket aside = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
			first.datagrams = (query, right, client) -> {
				byte[] forged = FakeResolver.forged(query);
				aside.send(new DatagramPacket(forged, forged.length, client));
				return List.of(right);
			};
			assertThat(records(patient())).containsExactly(address(FakeResolver.ADDRESS));
		}
	}

	@Test
	void anAnswerInOtherLettersIsNotBelievedAndAskedForOverTcp() {
		first.datagrams = (query, right, client) -> {
			Message other = query.clone();
			other.removeAllRecords(Section.QUESTION);
			other.addRecord(Record.newRecord(dns(swapped(query.getQuestion().getName().toString())),
					query.getQuestion().getType(), DClass.IN), Section.QUESTION);
			return List.of(FakeResolver.forged(other));
		};
		assertThat(records(patient())).containsExactly(address(FakeResolver.ADDRESS));
		assertThat(first.askedOverTcp).hasValue(5);
	}

	@Test
	void whoGuessesTooOftenSendsTheQuestionToTcp() {
		first.datagrams = (query, right, client) -> {
			List<byte[]> guesses = new ArrayList<>();
			for (int guess = 0; guess < StrictUdpClient.MAX_DROPPED; guess++) {
				byte[] forged = FakeResolver.forged(query);
				forged[0] ^= (byte) (guess + 1);
				guesses.add(forged);
			}
			guesses.add(FakeResolver.forged(query));
			return guesses;
		};
		assertThat(records(patient())).containsExactly(address(FakeResolver.ADDRESS));
		assertThat(first.askedOverTcp).hasValue(5);
	}

	@Test
	void idPortAndLettersOfAQuestionAreDrawn() {
		OperatorResolvers names = patient();
		for (int i = 0; i < 8; i++) {
			names.resolve(new Name("a-name-of-many-letters-" + i + ".example.com")).toCompletableFuture().join();
		}
		List<Message> queries = first.received.stream().map(FakeResolver.Received::query).toList();
		assertThat(queries).hasSize(40);
		assertThat(distinct(queries.stream().map(query -> query.getHeader().getID()).toList())).isGreaterThan(36);
		assertThat(distinct(first.received.stream().map(FakeResolver.Received::client).toList())).isGreaterThan(36);
		assertThat(distinct(queries.stream()
			.map(query -> query.getQuestion().getName().toString())
			.filter(name -> name.toLowerCase(java.util.Locale.ROOT).contains("letters-3"))
			.toList())).isEqualTo(5);
	}

	@Test
	void onlyRecordsOfTheNameThatWasAskedForCount() {
		first.answer = query -> {
			Message answer = FakeResolver.address(query);
			answer.addRecord(FakeResolver.a(dns("bank.example.com."), "203.0.113.66", 86_400), Section.ANSWER);
			answer.addRecord(FakeResolver.a(query.getQuestion().getName(), "203.0.113.66", 60), Section.ADDITIONAL);
			answer.addRecord(FakeResolver.a(dns("bank.example.com."), "203.0.113.66", 60), Section.ADDITIONAL);
			answer.addRecord(soa("example.org.", 1), Section.AUTHORITY);
			return answer;
		};
		OperatorResolvers names = patient();
		Resolution answer = answer(names);
		assertThat(((Resolution.Found) answer).records()).containsExactly(address(FakeResolver.ADDRESS));
		assertThat(answer.ttl()).as("not that of a foreign zone").isEqualTo(Duration.ofSeconds(60));
		assertThat(names.kept()).isEqualTo(1);
	}

	@Test
	void recordsThatAliasesLeadToCountAndThoseOfACircleDoNot() {
		first.answer = aliases("www.example.com.", "a.example.net.", "b.example.net.");
		assertThat(records(patient())).containsExactly(address(FakeResolver.ADDRESS));
		first.answer = aliases("www.example.com.", "a.example.net.", "www.example.com.");
		assertThat(records(patient())).containsExactly(address(FakeResolver.ADDRESS));
		first.answer = aliases("www.example.net.", "a.example.net.");
		assertThat(records(patient())).as("another name's alias").isEmpty();
	}

	@Test
	void aliasesInACircleOrWithoutAnEndAreNoAnswer() {
		first.answer = query -> {
			Message answer = FakeResolver.reply(query);
			answer.addRecord(new CNAMERecord(dns("www.example.com."), DClass.IN, 60, dns("a.example.net.")),
					Section.ANSWER);
			answer.addRecord(new CNAMERecord(dns("a.example.net."), DClass.IN, 60, dns("www.example.com.")),
					Section.ANSWER);
			return answer;
		};
		assertThatThrownBy(() -> answer(patient())).hasMessageContaining("circle");
		first.answer = query -> {
			Message answer = FakeResolver.reply(query);
			for (int i = 0; i <= DnsAnswers.MAX_ALIASES + 1; i++) {
				answer.addRecord(new CNAMERecord((i == 0) ? dns("www.example.com.") : dns("a" + i + ".example.net."),
						DClass.IN, 60, dns("a" + (i + 1) + ".example.net.")), Section.ANSWER);
			}
			return answer;
		};
		assertThatThrownBy(() -> answer(patient())).hasMessageContaining("circle");
	}

	@Test
	void namesOfSpecialUseAreAnsweredHereAndNeverAskedFor() {
		OperatorResolvers names = patient();
		assertThat(records(names, "localhost")).isEqualTo(records(names, "a.b.localhost"))
			.containsExactly(address("127.0.0.1"), address("::1"));
		assertThat(records(names, "1.0.0.127.in-addr.arpa"))
			.isEqualTo(records(names, "1." + "0.".repeat(31) + "ip6.arpa"))
			.containsExactly(new ResourceRecord.Pointer(new Name("localhost")));
		assertThat(records(names, "0.127.in-addr.arpa")).isEmpty();
		for (String nowhere : List.of("invalid", "a.invalid", "x.onion", "www.test", "9.0.0.127.in-addr.arpa")) {
			assertThat(names.resolve(new Name(nowhere)).toCompletableFuture().join()).as(nowhere)
				.isInstanceOf(Resolution.NotFound.class);
		}
		assertThat(first.asked).hasValue(0);
		for (String others : List.of("other.internal", "nas.home.arpa", "localhost.example", "notlocalhost")) {
			assertThat(records(names, others)).as(others).hasSize(1);
		}
	}

	@Test
	void anAliasIntoTheFederationIsNotFollowedOutside() {
		first.answer = aliases("www.example.com.", "node1.node.test.internal.");
		assertThat(records(patient())).as("where it leads, and nothing of what is there")
			.containsExactly(new ResourceRecord.Alias(new Name("node1.node.test.internal")));
		assertThatThrownBy(() -> patient().resolve(new Name("node1.node.test.internal")).toCompletableFuture().join())
			.hasCauseInstanceOf(UnavailableException.class);
	}

	@Test
	void aResolverThatDoesNotKnowEdnsIsAskedWithoutAndRemembered() {
		first.answer = query -> query.getOPT() == null ? FakeResolver.address(query) : failing(query, Rcode.FORMERR);
		OperatorResolvers names = patient();
		assertThat(records(names)).containsExactly(address(FakeResolver.ADDRESS));
		assertThat(first.received).anyMatch(received -> received.query().getOPT() != null)
			.anyMatch(received -> received.query().getOPT() == null);
		assertThat(names.resolve(new Name("mail.example.com")).toCompletableFuture().join())
			.isInstanceOf(Resolution.Found.class);
		assertThat(askedOfMail()).hasSizeGreaterThanOrEqualTo(5).allMatch(query -> query.getOPT() == null);
	}

	@Test
	void aResolverThatSendsBackItsHeaderAloneIsAskedWithoutEdns() {
		first.datagrams = (query, right, client) -> List
			.of(query.getOPT() == null ? right : header(query, Rcode.NOTIMP));
		assertThat(records(patient())).containsExactly(address(FakeResolver.ADDRESS));
	}

	@Test
	void whoRefusesAlsoWithoutEdnsIsAskedWithItAgain() {
		first.rcode(Rcode.NOTIMP);
		OperatorResolvers names = patient();
		assertThatThrownBy(() -> answer(names)).hasRootCauseMessage("the resolver says NOTIMP");
		assertThatThrownBy(() -> names.resolve(new Name("mail.example.com")).toCompletableFuture().join())
			.hasRootCauseMessage("the resolver says NOTIMP");
		assertThat(askedOfMail()).anyMatch(query -> query.getOPT() != null);
	}

	/** Whatever the letters. */
	private List<Message> askedOfMail() {
		org.xbill.DNS.Name mail = org.xbill.DNS.Name.fromConstantString("mail.example.com.");
		return first.received.stream()
			.map(FakeResolver.Received::query)
			.filter(query -> query.getQuestion().getName().equals(mail))
			.toList();
	}

	@Test
	void everyKindOfRecordThatThePlatformKnowsIsRead() {
		assertThat(foreign("www.example.com", "HTTPS 1 . alpn=h2 port=8443", "CAA 0 issue \"ca.example\"", "TXT hello"))
			.containsExactlyInAnyOrder(
					new ResourceRecord.ServiceBinding(ResourceRecord.ServiceBinding.Kind.HTTPS, 1, new Name(""),
							List.of(new SvcParam(SvcParam.ALPN, "026832"), new SvcParam(SvcParam.PORT, "20fb"))),
					new ResourceRecord.Authorization(0, "issue", "ca.example"), new ResourceRecord.Text("hello"));
		assertThat(foreign("_8443._tcp.example.com", "TLSA 3 1 1 " + "ab".repeat(32), "SRV 1 2 3 host.example.com.",
				"SVCB 0 pool.example.com.", "PTR printer.example.com."))
			.containsExactlyInAnyOrder(new ResourceRecord.CertificateAssociation(3, 1, 1, "ab".repeat(32)),
					new ResourceRecord.Service(1, 2, 3, new Name("host.example.com")),
					new ResourceRecord.ServiceBinding(ResourceRecord.ServiceBinding.Kind.SVCB, 0,
							new Name("pool.example.com"), List.of()),
					new ResourceRecord.Pointer(new Name("printer.example.com")));
		assertThat(foreign("7.2.0.192.in-addr.arpa", "PTR host.example.com."))
			.containsExactly(new ResourceRecord.Pointer(new Name("host.example.com")));
	}

	@Test
	void anAliasThatLeadsToNothingWeKnowIsSaidAsOne() {
		assertThat(foreign("mail.example.com", "CNAME mx.example.net."))
			.containsExactly(new ResourceRecord.Alias(new Name("mx.example.net")));
	}

	@Test
	void recordsWithMoreThanThePlatformCarriesAreLeftOut() {
		assertThat(foreign("www.example.com", "CAA 0 issue \"\\001\"", "HTTPS 1 ."
				+ IntStream.range(0, 17).mapToObj(i -> " key" + (65000 + i) + "=x").collect(Collectors.joining())))
			.isEmpty();
		assertThat(foreign("_443._tcp.example.com", "TLSA 3 1 1 abcd", "PTR a\\.b.example.com.")).isEmpty();
	}

	/** What is made of these records, each {@code TYPE data}, when they are answered. */
	private List<ResourceRecord> foreign(String name, String... zone) {
		first.answer = query -> {
			Message reply = FakeResolver.reply(query);
			for (String line : zone) {
				String[] parts = line.split(" ", 2);
				int type = Type.value(parts[0]);
				if (type == query.getQuestion().getType() || type == Type.CNAME) {
					reply.addRecord(record(query.getQuestion().getName(), type, parts[1]), Section.ANSWER);
				}
			}
			return reply;
		};
		Resolution answer = patient().resolve(new Name(name)).toCompletableFuture().join();
		return ((Resolution.Found) answer).records();
	}

	private static Record record(org.xbill.DNS.Name name, int type, String data) {
		try {
			return Record.fromString(name, type, DClass.IN, 60, data, org.xbill.DNS.Name.root);
		}
		catch (IOException impossible) {
			throw new IllegalStateException(impossible);
		}
	}

	private static Message failing(Message query, int rcode) {
		Message reply = FakeResolver.reply(query);
		reply.getHeader().setRcode(rcode);
		return reply;
	}

	/** All that some send back: RFC 1035, section 4.1.1. */
	private static byte[] header(Message query, int rcode) {
		return ByteBuffer.allocate(12)
			.putShort((short) query.getHeader().getID())
			.putShort((short) (0x8000 | rcode))
			.array();
	}

	@Test
	void whatIsTruncatedIsAskedForOverTcp() {
		first.datagrams = (query, right, client) -> {
			Message cut = FakeResolver.reply(query);
			cut.getHeader().setFlag(Flags.TC);
			return List.of(cut.toWire());
		};
		assertThat(records(patient())).containsExactly(address(FakeResolver.ADDRESS));
		assertThat(first.askedOverTcp).hasValue(5);
	}

	@Test
	void aQuestionThatIsLostOnceIsAskedAgain() {
		Set<Integer> seen = java.util.concurrent.ConcurrentHashMap.newKeySet();
		first.datagrams = (query, right, client) -> seen.add(query.getHeader().getID()) ? List.of() : List.of(right);
		OperatorResolvers names = resolvers(settings(Duration.ofSeconds(6), first), Upstream.OPEN);
		assertThat(records(names)).containsExactly(address(FakeResolver.ADDRESS));
	}

	@Test
	void whenOneIsSilentTheNextIsAsked() {
		first.silent();
		OperatorResolvers names = resolvers(settings(Duration.ofSeconds(4), first, second), PATIENCE);
		assertThat(records(names)).hasSize(1);
	}

	@Test
	void oneThatIsGoneIsSoonAskedNoMore() {
		first.close();
		OperatorResolvers names = resolvers(settings(PATIENCE, first, second), PATIENCE);
		for (int i = 0; i < 5; i++) {
			assertThat(records(names, "n" + i + ".example.com")).hasSize(1);
		}
		assertThat(names.resolvers()).extracting(OperatorResolvers.State::breaker).containsExactly("OPEN", "CLOSED");
		assertThat(names.resolvers().getFirst().spared()).isEqualTo(2);
	}

	@Test
	void oneThatFailsForANameIsStillThere() {
		first.rcode(Rcode.SERVFAIL);
		OperatorResolvers names = resolvers(settings(PATIENCE, first, second), PATIENCE);
		for (int i = 0; i < 12; i++) {
			assertThat(records(names, "n" + i + ".example.com")).hasSize(1);
		}
		assertThat(names.resolvers()).extracting(OperatorResolvers.State::breaker).containsExactly("CLOSED", "CLOSED");
	}

	@Test
	void whoAsksForNamesThatNobodyServesDoesNotTakeTheResolverFromTheRest() {
		first.datagrams = (query, right, client) -> isDead(query) ? List.of() : List.of(right);
		OperatorResolvers names = resolvers(settings(Duration.ofSeconds(1), first), PATIENCE);
		for (int round = 0; round < 3; round++) {
			List<CompletableFuture<Resolution>> dead = new ArrayList<>();
			for (int i = 0; i < 10; i++) {
				dead.add(names.resolve(new Name("n" + round + i + ".dead.example")).toCompletableFuture());
			}
			assertThat(dead).allSatisfy(each -> assertThatThrownBy(each::join).hasMessageContaining("no resolver"));
			// nothing else was asked meanwhile
			assertThat(names.resolvers()).extracting(OperatorResolvers.State::breaker).containsExactly("CLOSED");
			assertThat(records(names, "good" + round + ".example.com")).hasSize(1);
		}
	}

	@Test
	void namesOfOneZoneThatLetWaitLeaveRoomForOthers() {
		first.datagrams = (query, right, client) -> isDead(query) ? List.of() : List.of(right);
		OperatorResolvers names = resolvers(settings(Duration.ofSeconds(3), first), PATIENCE);
		List<CompletableFuture<Resolution>> dead = new ArrayList<>();
		for (int i = 0; i <= OperatorResolvers.MAX_OF_PARENT; i++) {
			dead.add(names.resolve(new Name("n" + i + ".dead.example")).toCompletableFuture());
		}
		assertThat(dead.removeLast()).as("one too many").isCompletedExceptionally();
		assertThat(dead).noneMatch(CompletableFuture::isDone);
		assertThat(records(names, "good.example.com")).hasSize(1);
		assertThat(dead).allSatisfy(each -> assertThatThrownBy(each::join).hasMessageContaining("no resolver"));
		first.datagrams = (query, right, client) -> List.of(right);
		assertThat(records(names, "new.dead.example")).as("their places are free again").hasSize(1);
	}

	private static boolean isDead(Message query) {
		return query.getQuestion().getName().toString().toLowerCase(java.util.Locale.ROOT).contains("dead");
	}

	@Test
	void aNameThatFailsAgainAndAgainIsAskedForLessAndLess() {
		first.rcode(Rcode.SERVFAIL);
		OperatorResolvers names = patient();
		List<Integer> askedAt = new ArrayList<>();
		for (int second = 0; second < 100; second++) {
			int before = first.asked.get();
			assertThatThrownBy(() -> answer(names)).hasCauseInstanceOf(UnavailableException.class);
			if (first.asked.get() > before) {
				askedAt.add(second);
			}
			clock.forward(Duration.ofSeconds(1));
		}
		assertThat(askedAt).containsExactly(0, 1, 3, 7, 15, 31, 63, 95);
		first.rcode(Rcode.NOERROR);
		clock.forward(AnswerCache.LONGEST_RECHECK);
		assertThat(answer(names)).isInstanceOf(Resolution.Found.class);
	}

	@Test
	void whenTheResolverIsAwayItIsNotTheNamesFault() {
		first.close();
		OperatorResolvers names = patient();
		for (int i = 0; i < 5; i++) {
			assertThatThrownBy(() -> answer(names)).hasMessageContaining("no resolver answers for");
			clock.forward(AnswerCache.RECHECK);
		}
	}

	@Test
	void whenAllAreSilentTheAnswerIsImmediateUntilAProbeSucceeds() {
		first.silent();
		OperatorResolvers names = resolvers(settings(BRIEFLY, first), BRIEFLY);
		for (int i = 0; i < 3; i++) {
			Name name = new Name("n" + i + ".example.com");
			assertThatThrownBy(() -> names.resolve(name).toCompletableFuture().join())
				.hasCauseInstanceOf(UnavailableException.class);
		}
		int asked = first.asked.get();
		CompletableFuture<Resolution> refused = names.resolve(FOREIGN).toCompletableFuture();
		assertThat(refused).isCompletedExceptionally();
		assertThat(first.asked).hasValue(asked);
		first.datagrams = (query, right, client) -> List.of(right);
		Awaitility.await().atMost(PATIENCE).until(() -> {
			clock.forward(AnswerCache.RECHECK);
			return !names.resolve(FOREIGN).toCompletableFuture().handle((answer, failure) -> failure != null).join();
		});
		assertThat(names.resolvers()).extracting(OperatorResolvers.State::breaker).containsExactly("CLOSED");
	}

	@Test
	void anOldAnswerIsGivenWhenTheResolverLetsWaitAndTheNewOneIsKeptWhenItComes() throws InterruptedException {
		ResolverSettings settings = settings(PATIENCE, first);
		OperatorResolvers names = resolvers(withStale(settings, Duration.ofMillis(50), Duration.ofDays(1)), PATIENCE);
		records(names);
		clock.forward(Duration.ofHours(1));
		CountDownLatch released = new CountDownLatch(1);
		first.datagrams = (query, right, client) -> {
			await(released);
			return List.of(right);
		};
		Resolution.Found old = (Resolution.Found) answer(names);
		assertThat(old.stale()).isTrue();
		assertThat(old.ttl()).isEqualTo(AnswerCache.STALE_TTL);
		assertThat(names.figures().stale()).isEqualTo(1);
		released.countDown();
		Awaitility.await().atMost(PATIENCE).until(() -> !((Resolution.Found) answer(names)).stale());
	}

	@Test
	void anOldAnswerIsGivenAtOnceForHalfAMinuteAfterAFailure() {
		OperatorResolvers names = patient();
		records(names);
		clock.forward(Duration.ofHours(1));
		first.rcode(Rcode.SERVFAIL);
		assertThat(((Resolution.Found) answer(names)).stale()).isTrue();
		int asked = first.asked.get();
		assertThat(((Resolution.Found) answer(names)).stale()).isTrue();
		assertThat(first.asked).hasValue(asked);
		clock.forward(AnswerCache.RECHECK_STALE);
		assertThat(((Resolution.Found) answer(names)).stale()).isTrue();
		assertThat(first.asked.get()).isGreaterThan(asked);
	}

	@Test
	void anOldAnswerIsGivenForADayAtMostOrNever() {
		OperatorResolvers names = patient();
		OperatorResolvers never = resolvers(withStale(settings(PATIENCE, second), Duration.ofMillis(50), Duration.ZERO),
				PATIENCE);
		records(names);
		records(never);
		first.rcode(Rcode.REFUSED);
		second.rcode(Rcode.REFUSED);
		clock.forward(Duration.ofHours(1));
		assertThat(((Resolution.Found) answer(names)).stale()).isTrue();
		assertThatThrownBy(() -> answer(never)).hasCauseInstanceOf(UnavailableException.class);
		clock.forward(Duration.ofDays(1));
		assertThatThrownBy(() -> answer(names)).hasCauseInstanceOf(UnavailableException.class);
	}

	@Test
	void aNameThatDoesNotExistTakesThePlaceOfItsOldAnswer() {
		OperatorResolvers names = patient();
		records(names);
		clock.forward(Duration.ofHours(1));
		first.rcode(Rcode.NXDOMAIN);
		assertThat(answer(names)).isInstanceOf(Resolution.NotFound.class);
		first.rcode(Rcode.SERVFAIL);
		clock.forward(Duration.ofHours(1));
		assertThatThrownBy(() -> answer(names)).hasCauseInstanceOf(UnavailableException.class);
	}

	/** RFC 8020: such a resolver contradicts itself, and what is there is there. */
	@Test
	void aNameThatHasAnAddressIsThereWhateverIsSaidOfItsOtherTypes() {
		first.answer = query -> {
			if (query.getQuestion().getType() == Type.A) {
				return ofTtl(query, 60);
			}
			Message answer = FakeResolver.reply(query);
			answer.getHeader().setRcode(Rcode.NXDOMAIN);
			return answer;
		};
		assertThat(answer(patient())).isInstanceOfSatisfying(Resolution.Found.class,
				found -> assertThat(found.records()).hasSize(1));
	}

	@Test
	void aNameThatIsAskedForAtTheEndOfItsTimeIsLookedUpAgainBeforehand() {
		OperatorResolvers names = patient();
		records(names);
		clock.forward(Duration.ofSeconds(50));
		records(names);
		assertThat(names.figures().prefetches()).isZero();
		clock.forward(Duration.ofSeconds(5));
		assertThat(answer(names).ttl()).isEqualTo(Duration.ofSeconds(5));
		assertThat(names.figures().prefetches()).isEqualTo(1);
		Awaitility.await().atMost(PATIENCE).until(() -> answer(names).ttl().equals(Duration.ofSeconds(60)));
		assertThat(names.figures().misses()).isEqualTo(1);
	}

	@Test
	void whatIsNotThereIsKeptAsLongAsTheZoneSaysWithinLimits() {
		first.answer = query -> {
			Message answer = FakeResolver.reply(query);
			answer.getHeader().setRcode(Rcode.NXDOMAIN);
			answer.addRecord(soa("example.com.", 30), Section.AUTHORITY);
			return answer;
		};
		assertThat(answer(patient()).ttl()).isEqualTo(Duration.ofSeconds(30));
		first.answer = query -> {
			Message answer = FakeResolver.reply(query);
			answer.getHeader().setRcode(Rcode.NXDOMAIN);
			answer.addRecord(soa("example.com.", 1_000_000), Section.AUTHORITY);
			return answer;
		};
		assertThat(answer(patient()).ttl()).isEqualTo(Duration.ofHours(1));
		first.rcode(Rcode.NXDOMAIN);
		assertThat(answer(patient()).ttl()).isEqualTo(Duration.ofSeconds(5));
	}

	@Test
	void anAnswerIsKeptForADayAtMostAndASecondAtLeast() {
		first.answer = query -> ofTtl(query, 10_000_000);
		assertThat(answer(patient()).ttl()).isEqualTo(Duration.ofDays(1));
		first.answer = query -> ofTtl(query, 0);
		assertThat(answer(patient()).ttl()).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void forOneNameThereIsOneLookUpAtATime() throws InterruptedException {
		CountDownLatch released = new CountDownLatch(1);
		first.datagrams = (query, right, client) -> {
			await(released);
			return List.of(right);
		};
		OperatorResolvers names = patient();
		List<CompletableFuture<Resolution>> answers = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			answers.add(names.resolve(FOREIGN).toCompletableFuture());
		}
		released.countDown();
		assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isInstanceOf(Resolution.Found.class));
		assertThat(names.figures().questionsSent()).isEqualTo(5);
	}

	@Test
	void textsAndNamesThatThePlatformDoesNotCarryAreLeftOut() {
		first.answer = query -> {
			Message answer = FakeResolver.address(query);
			if (query.getQuestion().getType() == Type.TXT) {
				byte[] bytes = new byte[255];
				Arrays.fill(bytes, (byte) 0xff);
				answer.addRecord(
						new TXTRecord(query.getQuestion().getName(), DClass.IN, 60, List.of("\\255".repeat(255))),
						Section.ANSWER);
				answer.addRecord(new TXTRecord(query.getQuestion().getName(), DClass.IN, 60, "well"), Section.ANSWER);
			}
			return answer;
		};
		assertThat(records(patient())).containsExactlyInAnyOrder(address(FakeResolver.ADDRESS),
				new ResourceRecord.Text("well"));
	}

	@Test
	void theCacheIsBoundedInEntriesAndInBytes() {
		AnswerCache few = new AnswerCache(10, 1_000_000, Duration.ofDays(1));
		AnswerCache small = new AnswerCache(1_000_000, 10_000, Duration.ofDays(1));
		Resolution answer = new Resolution.Found(List.of(new ResourceRecord.Text("x".repeat(200))), Duration.ofHours(1),
				false, "traditional");
		for (int i = 0; i < 100; i++) {
			few.keep(new Name("n" + i + ".example"), answer, clock.instant());
			small.keep(new Name("n" + i + ".example"), answer, clock.instant());
			few.failed(new Name("f" + i + ".example"), true, clock.instant());
		}
		assertThat(few.entries()).isEqualTo(10);
		assertThat(small.entries()).isBetween(5, 20);
		assertThat(small.bytes()).isBetween(1L, 10_000L);
		Resolution large = new Resolution.Found(List.copyOf(java.util.stream.IntStream.range(0, 100)
			.mapToObj(i -> (ResourceRecord) new ResourceRecord.Text(i + "x".repeat(200)))
			.toList()), Duration.ofHours(1), false, "traditional");
		small.keep(new Name("n99.example"), large, clock.instant());
		assertThat(small.fresh(new Name("n99.example"), clock.instant())).as("more than fits is not kept").isEmpty();
	}

	@Test
	void theCacheForgetsWhatWasUsedLongestAgo() {
		AnswerCache cache = new AnswerCache(16, 1_000_000, Duration.ofDays(1));
		Resolution answer = new Resolution.Found(List.of(), Duration.ofHours(1), false, "traditional");
		for (int i = 0; i <= 16; i++) {
			cache.keep(new Name("n" + i + ".example"), answer, clock.instant());
			cache.fresh(new Name("n0.example"), clock.instant());
		}
		assertThat(cache.fresh(new Name("n0.example"), clock.instant())).isPresent();
		assertThat(cache.fresh(new Name("n1.example"), clock.instant())).isEmpty();
	}

	private OperatorResolvers patient() {
		return resolvers(settings(PATIENCE, first), Upstream.OPEN);
	}

	private OperatorResolvers resolvers(ResolverSettings settings, Duration open) {
		return new OperatorResolvers(ZONE, settings, breakers, open, RandomGenerator.of("SecureRandom"), clock);
	}

	private static ResolverSettings settings(Duration timeout, FakeResolver... resolvers) {
		List<InetSocketAddress> addresses = Arrays.stream(resolvers).map(FakeResolver::address).toList();
		return ResolverSettings.of(addresses, timeout);
	}

	private static ResolverSettings withStale(ResolverSettings with, Duration after, Duration most) {
		return new ResolverSettings(with.resolvers(), with.timeout(), after, most, with.maxTtl(), with.maxNegativeTtl(),
				with.prefetch(), with.mixCase(), with.cacheEntries(), with.cacheBytes(), with.validation());
	}

	private static Resolution answer(OperatorResolvers names) {
		return names.resolve(FOREIGN).toCompletableFuture().join();
	}

	private static List<ResourceRecord> records(OperatorResolvers names) {
		return records(names, FOREIGN.text());
	}

	private static List<ResourceRecord> records(OperatorResolvers names, String name) {
		return ((Resolution.Found) names.resolve(new Name(name)).toCompletableFuture().join()).records();
	}

	private static ResourceRecord address(String text) {
		try {
			return new ResourceRecord.Address(InetAddress.getByName(text));
		}
		catch (IOException impossible) {
			throw new IllegalStateException(impossible);
		}
	}

	private static UnaryOperator<Message> aliases(String... chain) {
		return query -> {
			Message answer = FakeResolver.reply(query);
			for (int i = 0; i < chain.length - 1; i++) {
				answer.addRecord(new CNAMERecord(dns(chain[i]), DClass.IN, 60, dns(chain[i + 1])), Section.ANSWER);
			}
			if (query.getQuestion().getType() == Type.A) {
				answer.addRecord(FakeResolver.a(dns(chain[chain.length - 1]), FakeResolver.ADDRESS, 60),
						Section.ANSWER);
			}
			return answer;
		};
	}

	private static Message ofTtl(Message query, long ttl) {
		Message answer = FakeResolver.reply(query);
		if (query.getQuestion().getType() == Type.A) {
			answer.addRecord(FakeResolver.a(query.getQuestion().getName(), FakeResolver.ADDRESS, ttl), Section.ANSWER);
		}
		return answer;
	}

	private static Record soa(String zone, long minimum) {
		return new SOARecord(dns(zone), DClass.IN, 1_000_000, dns(zone), dns(zone), 1, 1, 1, 1, minimum);
	}

	private static org.xbill.DNS.Name dns(String text) {
		return org.xbill.DNS.Name.fromConstantString(text);
	}

	private static String swapped(String text) {
		return text.chars()
			.mapToObj(c -> String
				.valueOf((char) (Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c))))
			.collect(Collectors.joining());
	}

	private static long distinct(List<?> values) {
		return values.stream().distinct().count();
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException interrupted) {
			throw new IllegalStateException(interrupted);
		}
	}

}
