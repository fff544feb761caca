package org.web3ecosystem.trustchain.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.spi.transport.RequestHandler;
import org.web3ecosystem.spitest.transport.InMemoryNetwork;
import org.web3ecosystem.trustchain.Federation;
import org.web3ecosystem.trustchain.dnssec.KeyRing;
import org.web3ecosystem.trustchain.dnssec.ZoneKey;

import static org.assertj.core.api.Assertions.assertThat;

/** A name server that has no keys: what it says verifies as what a validator says. */
class RemoteSignaturesTests {

	private static final String ZONE = Federation.ZONE;

	@TempDir
	private Path directory;

	private final InMemoryNetwork network = new InMemoryNetwork();

	private final StaticNames names = new StaticNames().put("box.asset." + ZONE,
			new ResourceRecord.Address(InetAddress.getLoopbackAddress()), new ResourceRecord.Text("a box"));

	private final KeyRing ring = KeyRing.EMPTY.at(Instant.now(), role -> Duration.ofDays(1000), ZoneKey::generate)
		.shown(Instant.now());

	private Node validator;

	private ValidatorNames validators;

	private Answering keyless;

	private volatile UnaryOperator<byte[]> way = answer -> answer;

	@BeforeEach
	void open() {
		Federation federation = Federation.of(2, directory);
		validator = federation.node(1);
		Node other = federation.node(2);
		DnsHandler handler = new DnsHandler(
				answering(validator, Optional.of(SignedZone.of(ZONE, ring, InstantSource.system())), Optional.empty()));
		network.node(validator.id())
			.listen(new InetSocketAddress("127.0.0.1", validator.endpoints().stoq()),
					new Inbound(List.of(new OnItsWay(handler)), List.of()))
			.toCompletableFuture()
			.join();
		validators = new ValidatorNames(other, network.node(other.id()));
		keyless = answering(other, Optional.empty(), Optional.of(validators));
	}

	private Answering answering(Node node, Optional<SignedZone> signing, Optional<ValidatorNames> elsewhere) {
		return new Answering(node.genesis(), node.name(), names, () -> 42, Set::of, signing, ResponseRate.UNLIMITED,
				InstantSource.system(), new SecureRandom(), Runnable::run, new Forwarding(client -> false, names),
				new org.web3ecosystem.trustchain.tsig.TsigCheck(org.web3ecosystem.trustchain.tsig.TsigKeys.NONE,
						InstantSource.system()),
				Updates.NONE, Optional.empty(), Takers.NONE, elsewhere);
	}

	/** Whatever becomes of an answer on its way. */
	private final class OnItsWay implements RequestHandler {

		private final DnsHandler handler;

		private OnItsWay(DnsHandler handler) {
			this.handler = handler;
		}

		@Override
		public String method() {
			return handler.method();
		}

		@Override
		public CompletionStage<byte[]> handle(NodeId caller, byte[] request) {
			return handler.handle(caller, request).thenApply(way);
		}

	}

	private Message ask(String name, int type, int flags) throws Exception {
		Message query = Message.newQuery(Record.newRecord(org.xbill.DNS.Name.fromString(name), type, DClass.IN));
		query.getHeader().unsetFlag(Flags.RD);
		query.addRecord(new org.xbill.DNS.OPTRecord(1232, 0, 0, flags), Section.ADDITIONAL);
		return new Message(
				keyless.within(ByteBuffer.wrap(query.toWire())).toCompletableFuture().get().orElseThrow().message());
	}

	private void verify(Message answer, int section) throws Exception {
		assertThat(answer.getSectionRRsets(section)).isNotEmpty();
		for (RRset set : answer.getSectionRRsets(section)) {
			assertThat(set.sigs()).as(set.toString()).hasSize(1);
			RRSIGRecord signature = set.sigs().getFirst();
			ZoneKey key = ring.keys()
				.stream()
				.map(KeyRing.Kept::key)
				.filter(each -> each.tag() == signature.getFootprint())
				.findFirst()
				.orElseThrow();
			DNSSEC.verify(set, signature, (DNSKEYRecord) Record.newRecord(org.xbill.DNS.Name.fromString(ZONE + "."),
					Type.DNSKEY, DClass.IN, 60, key.data()), Instant.now());
		}
	}

	@Test
	void whatIsThereIsSigned() throws Exception {
		for (int type : List.of(Type.SOA, Type.NS, Type.DNSKEY, Type.CDS, Type.CDNSKEY)) {
			verify(ask(ZONE + ".", type, ExtendedFlags.DO), Section.ANSWER);
		}
		verify(ask("BOX.asset." + ZONE + ".", Type.TXT, ExtendedFlags.DO), Section.ANSWER);
		assertThat(ask(ZONE + ".", Type.DNSKEY, 0).getSection(Section.ANSWER)).isNotEmpty();
	}

	@Test
	void whatIsNotThereIsDeniedWithProof() throws Exception {
		verify(ask("absent." + ZONE + ".", Type.A, ExtendedFlags.DO), Section.AUTHORITY);
		verify(ask("box.asset." + ZONE + ".", Type.MX, ExtendedFlags.DO), Section.AUTHORITY);
		verify(ask("with\\000zero." + ZONE + ".", Type.A, ExtendedFlags.DO), Section.AUTHORITY);
		assertThat(ask("absent." + ZONE + ".", Type.A, ExtendedFlags.DO | 0x4000).getRcode()).isEqualTo(Rcode.NXDOMAIN);
	}

	@Test
	void whoWantsNoSignaturesIsAnsweredHere() throws Exception {
		Message plain = ask("box.asset." + ZONE + ".", Type.A, 0);
		assertThat(plain.getSection(Section.ANSWER)).hasSize(1);
		assertThat(validators.asked()).isZero();
	}

	@Test
	void anAnswerMayBeSaidAgainForAMoment() throws Exception {
		for (int i = 0; i < 3; i++) {
			verify(ask("box.asset." + ZONE + ".", Type.A, ExtendedFlags.DO), Section.ANSWER);
		}
		assertThat(validators.asked()).isBetween(1L, 3L);
		assertThat(validators.failed()).isZero();
	}

	/** Nothing is told unsigned where signatures are wanted. */
	@Test
	void withoutAValidatorItIsAFailure() throws Exception {
		network.isolate(validator.id());
		Message answer = ask("box.asset." + ZONE + ".", Type.A, ExtendedFlags.DO);
		assertThat(answer.getRcode()).isEqualTo(Rcode.SERVFAIL);
		assertThat(answer.getSection(Section.ANSWER)).isEmpty();
		assertThat(validators.failed()).isPositive();
		assertThat(ask("box.asset." + ZONE + ".", Type.A, 0).getRcode()).isEqualTo(Rcode.NOERROR);
	}

	@Test
	void whatAnswersAnotherQuestionOrIsBrokenIsNotTaken() throws Exception {
		List<UnaryOperator<byte[]>> ways = List.of(answer -> new byte[0], answer -> new byte[11],
				answer -> java.util.Arrays.copyOf(answer, answer.length / 2), answer -> {
					answer[Dns.HEADER + 1] ^= 1;
					return answer;
				}, answer -> {
					// no response
					answer[2] &= 0x7f;
					return answer;
				}, answer -> {
					// in part
					answer[2] |= 2;
					return answer;
				});
		for (UnaryOperator<byte[]> each : ways) {
			way = each;
			assertThat(ask("box.asset." + ZONE + ".", Type.A, ExtendedFlags.DO).getRcode()).isEqualTo(Rcode.SERVFAIL);
		}
	}

	@Test
	void aValidatorThatIsLateIsNotWaitedForLong() throws Exception {
		ValidatorNames silent = new ValidatorNames(validator, new org.web3ecosystem.spi.transport.TransportProvider() {

			@Override
			public CompletionStage<org.web3ecosystem.spi.transport.Connection> connect(
					org.web3ecosystem.spi.transport.Peer peer, Duration deadline) {
				return new CompletableFuture<>();
			}

			@Override
			public CompletionStage<org.web3ecosystem.spi.transport.Listener> listen(InetSocketAddress address,
					Inbound inbound) {
				throw new AssertionError("nobody listens");
			}
		});
		assertThat(silent.ask(new byte[12], answer -> answer).toCompletableFuture())
			.failsWithin(ValidatorNames.DEADLINE.multipliedBy(ValidatorNames.MAX_ASKED + 1));
	}

}
