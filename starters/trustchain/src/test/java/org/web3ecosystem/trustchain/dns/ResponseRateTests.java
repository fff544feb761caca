package org.web3ecosystem.trustchain.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.trustchain.Federation;

import static org.assertj.core.api.Assertions.assertThat;

/** Rate and cookies of answers over UDP, read by dnsjava, without a socket. */
class ResponseRateTests {

	private static final int PER_SECOND = 5;

	private static final InetAddress CLIENT = InetAddress.ofLiteral("192.0.2.1");

	@TempDir
	private Path directory;

	private final StaticNames names = new StaticNames();

	private Instant now = Instant.parse("2026-01-01T00:00:00Z");

	@Test
	void beyondTheRateEveryOtherAnswerIsTruncatedAndTheRestDropped() throws IOException {
		Answering answering = answering(PER_SECOND);
		List<Optional<Message>> answers = ask(answering, query("a.local.internal"), CLIENT, PER_SECOND + 4);
		assertThat(answers.subList(0, PER_SECOND))
			.allSatisfy(answer -> assertThat(answer.orElseThrow().getSection(Section.ANSWER)).hasSize(1));
		List<Optional<Message>> beyond = answers.subList(PER_SECOND, answers.size());
		assertThat(beyond.stream().flatMap(Optional::stream)).hasSize(2).allSatisfy(answer -> {
			assertThat(answer.getHeader().getFlag(Flags.TC)).isTrue();
			assertThat(answer.getSection(Section.ANSWER)).isEmpty();
		});
		assertThat(answering.limited()).isEqualTo(4);
	}

	@Test
	void theNextSecondBeginsAnew() throws IOException {
		Answering answering = answering(PER_SECOND);
		ask(answering, query("a.local.internal"), CLIENT, 3 * PER_SECOND);
		now = now.plus(Duration.ofSeconds(1));
		assertThat(ask(answering, query("a.local.internal"), CLIENT, PER_SECOND)).allMatch(Optional::isPresent);
	}

	@Test
	void otherNamesAndOtherNetworksAreCountedByThemselves() throws IOException {
		Answering answering = answering(PER_SECOND);
		ask(answering, query("a.local.internal"), CLIENT, PER_SECOND);
		assertThat(ask(answering, query("b.local.internal"), CLIENT, PER_SECOND)).allMatch(Optional::isPresent);
		assertThat(ask(answering, query("a.local.internal"), InetAddress.ofLiteral("192.0.3.1"), PER_SECOND))
			.allMatch(Optional::isPresent);
		assertThat(answering.limited()).isZero();
		ask(answering, query("a.local.internal"), InetAddress.ofLiteral("192.0.2.200"), 1);
		assertThat(answering.limited()).as("of the same network").isOne();
	}

	/** Random names below the zone are the usual flood. */
	@Test
	void namesThatDoNotExistAreCountedTogether() throws IOException {
		Answering answering = answering(PER_SECOND);
		for (int i = 0; i < 2 * PER_SECOND; i++) {
			ask(answering, query("no" + i + ".local.internal"), CLIENT, 1);
		}
		assertThat(answering.limited()).isEqualTo(PER_SECOND);
	}

	@Test
	void whatANameDoesNotHaveIsCountedTogetherWhateverTheType() throws IOException {
		names.put("web.local.internal", new ResourceRecord.Text("t"))
			.put("www.local.internal", new ResourceRecord.Alias(new Name("web.local.internal")))
			.put("away.local.internal", new ResourceRecord.Alias(new Name("example.org")));
		for (String name : List.of("web.local.internal", "www.local.internal", "away.local.internal")) {
			Answering answering = answering(PER_SECOND, names);
			for (int i = 0; i < 2 * PER_SECOND; i++) {
				ask(answering, query(name, 1000 + i), CLIENT, 1);
			}
			assertThat(answering.limited()).as(name).isEqualTo(PER_SECOND);
		}
		Answering answering = answering(PER_SECOND, names);
		ask(answering, query("web.local.internal", Type.MX), CLIENT, PER_SECOND);
		assertThat(ask(answering, query("web.local.internal", Type.TXT), CLIENT, PER_SECOND)).as("what it has")
			.allMatch(Optional::isPresent);
	}

	@Test
	void whoShowsOurCookieIsNotLimited() throws IOException {
		Answering answering = answering(PER_SECOND);
		Message first = ask(answering, query("a.local.internal", new byte[Cookies.CLIENT]), CLIENT, 1).getFirst()
			.orElseThrow();
		byte[] cookie = cookie(first);
		assertThat(ask(answering, query("a.local.internal", cookie), CLIENT, 10 * PER_SECOND))
			.allMatch(answer -> answer.orElseThrow().getRcode() == Rcode.NOERROR);
		assertThat(answering.limited()).isZero();
		assertThat(ask(answering, query("a.local.internal", cookie), InetAddress.ofLiteral("192.0.2.2"), 2 * PER_SECOND)
			.stream()
			.map(Optional::orElseThrow)
			.filter(answer -> answer.getRcode() == Rcode.BADCOOKIE)).as("stolen by a neighbour").isNotEmpty();
	}

	@Test
	void whoShowsOnlyItsOwnIsGivenOursToTryAgain() throws IOException {
		Answering answering = answering(PER_SECOND);
		List<Optional<Message>> answers = ask(answering, query("a.local.internal", new byte[Cookies.CLIENT]), CLIENT,
				PER_SECOND + 1);
		Message refused = answers.getLast().orElseThrow();
		assertThat(refused.getRcode()).isEqualTo(Rcode.BADCOOKIE);
		assertThat(refused.getSection(Section.ANSWER)).isEmpty();
		assertThat(ask(answering, query("a.local.internal", cookie(refused)), CLIENT, 1).getFirst()
			.orElseThrow()
			.getSection(Section.ANSWER)).hasSize(1);
	}

	@Test
	void aMalformedCookieIsAnError() throws IOException {
		for (int length : List.of(0, 7, 9, 15, 41)) {
			Message answer = ask(answering(PER_SECOND), query("a.local.internal", new byte[length]), CLIENT, 1)
				.getFirst()
				.orElseThrow();
			assertThat(answer.getRcode()).as("%d bytes", length).isEqualTo(Rcode.FORMERR);
		}
	}

	@Test
	void withoutALimitNothingIsHeldBack() throws IOException {
		assertThat(ask(answering(ResponseRate.UNLIMITED), query("a.local.internal"), CLIENT, 1000))
			.allMatch(Optional::isPresent);
	}

	private Answering answering(int perSecond) {
		return answering(perSecond, new EveryName());
	}

	private Answering answering(int perSecond, ServiceDiscovery discovery) {
		return new Answering(Federation.of(1, directory).genesis(), "node1", discovery, () -> 1, Set::of,
				Optional.empty(), perSecond, () -> now, new SecureRandom(), Runnable::run);
	}

	private static Message query(String name) throws IOException {
		return query(name, Type.A);
	}

	private static Message query(String name, int type) throws IOException {
		return Message.newQuery(Record.newRecord(org.xbill.DNS.Name.fromString(name + "."), type, DClass.IN));
	}

	private static Message query(String name, byte[] cookie) throws IOException {
		Message query = query(name);
		query.addRecord(new OPTRecord(1232, 0, 0, 0, List.of(new GenericEDNSOption(Dns.COOKIE, cookie))),
				Section.ADDITIONAL);
		return query;
	}

	/** Without the option's code and length. */
	private static byte[] cookie(Message answer) throws IOException {
		byte[] option = answer.getOPT().getOptions(Dns.COOKIE).getFirst().toWire();
		return Arrays.copyOfRange(option, 4, option.length);
	}

	private static List<Optional<Message>> ask(Answering answering, Message query, InetAddress client, int times)
			throws IOException {
		List<Optional<Message>> answers = new ArrayList<>();
		for (int i = 0; i < times; i++) {
			Optional<ByteBuffer> answer = switch (QueryReader.read(ByteBuffer.wrap(query.toWire()))) {
				case Query.Asked asked -> answering.datagram(asked, client).toCompletableFuture().join();
				case Query.Faulty faulty -> answering.datagram(faulty, client);
				case Query.Ignored _ -> Optional.empty();
			};
			answers.add(answer.isPresent() ? Optional.of(new Message(answer.get())) : Optional.empty());
		}
		return answers;
	}

}
