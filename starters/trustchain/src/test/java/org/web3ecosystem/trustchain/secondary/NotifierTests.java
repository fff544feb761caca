package org.web3ecosystem.trustchain.secondary;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

import javax.crypto.spec.SecretKeySpec;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;

import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.trustchain.dns.Takers.Form;
import org.web3ecosystem.trustchain.tsig.TsigKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A secondary on loopback that is told, and what becomes of each answer it may give. */
class NotifierTests {

	private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

	private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

	private static final Name ZONE = new Name("local.internal");

	private final AtomicLong serial = new AtomicLong(7);

	private DatagramSocket there;

	private Secondaries secondaries;

	private Notifier notifier;

	private SocketAddress sender = new InetSocketAddress(0);

	@BeforeEach
	void listen() throws IOException {
		there = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
		there.setSoTimeout(10_000);
		TsigKey key = TsigKey.of(new Name("secondary"), TsigKey.Algorithm.HMAC_SHA256, SECRET, true, List.of());
		secondaries = new Secondaries(
				List.of(new Secondary(new InetSocketAddress(LOOPBACK, there.getLocalPort()), key)),
				InstantSource.system());
		notifier = new Notifier(secondaries,
				new Notifier.Zone(ZONE, () -> OptionalLong.of(serial.get()), NotifierTests::soa), List.of(LOOPBACK),
				InstantSource.system(), new SecureRandom());
		notifier.start();
	}

	@AfterEach
	void close() {
		notifier.close();
		there.close();
	}

	private static byte[] soa(long serial) {
		org.xbill.DNS.Name name = org.xbill.DNS.Name.fromConstantString("local.internal.");
		return new SOARecord(name, 1, 60, name, name, serial, 3600, 600, 86400, 60).rdataToWireCanonical();
	}

	private static TSIG tsig(byte[] secret) {
		return new TSIG(TSIG.HMAC_SHA256, org.xbill.DNS.Name.fromConstantString("secondary."),
				new SecretKeySpec(secret, "HmacSHA256"), Clock.systemUTC());
	}

	/** The next notice, whose signature is looked at. */
	private Message heard() throws IOException {
		DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
		there.receive(packet);
		sender = packet.getSocketAddress();
		byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
		Message notice = new Message(bytes);
		assertThat(tsig(SECRET).verify(notice, bytes, null)).isEqualTo(Rcode.NOERROR);
		return notice;
	}

	private static Message answer(Message notice, int rcode) {
		Message answer = new Message(notice.getHeader().getID());
		answer.getHeader().setOpcode(Opcode.NOTIFY);
		answer.getHeader().setFlag(Flags.QR);
		answer.getHeader().setRcode(rcode);
		answer.addRecord(notice.getQuestion(), Section.QUESTION);
		return answer;
	}

	private void say(Message notice, Message answer, byte[] secret) throws IOException {
		tsig(secret).apply(answer, notice.getTSIG());
		say(answer.toWire());
	}

	private void say(byte[] bytes) throws IOException {
		there.send(new DatagramPacket(bytes, bytes.length, sender));
	}

	private void shows(String what, Object value) {
		Awaitility.await(what + " " + value)
			.atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(state()).containsEntry(what, value));
	}

	private Map<String, Object> state() {
		return secondaries.state().getFirst();
	}

	private static long told(Message notice) {
		assertThat(notice.getHeader().getOpcode()).isEqualTo(Opcode.NOTIFY);
		assertThat(notice.getQuestion().getType()).isEqualTo(Type.SOA);
		return ((SOARecord) notice.getSection(Section.ANSWER).getFirst()).getSerial();
	}

	@Test
	void newsAreToldAndConfirmed() throws IOException {
		Message first = heard();
		assertThat(told(first)).isEqualTo(7);
		say(first, answer(first, Rcode.NOERROR), SECRET);
		shows("confirmed", 7L);

		serial.set(9);
		Message second = heard();
		assertThat(told(second)).isEqualTo(9);
		say(second, answer(second, Rcode.NOERROR), SECRET);
		shows("confirmed", 9L);
		assertThat(state()).containsEntry("told", 9L).containsKey("confirmedAt").doesNotContainKey("trouble");
	}

	@Test
	void whoIsSilentIsToldAgain() throws IOException {
		assertThat(told(heard())).isEqualTo(7);
		serial.set(8);
		Message again = heard();
		assertThat(told(again)).isEqualTo(8);
		say(again, answer(again, Rcode.NOERROR), SECRET);
		shows("confirmed", 8L);
	}

	@ParameterizedTest
	@ValueSource(strings = { "unsigned", "key", "id", "question", "opcode", "query", "garbage" })
	void aWrongAnswerConfirmsNothing(String wrong) throws IOException {
		Message notice = heard();
		Message answer = answer(notice, Rcode.NOERROR);
		switch (wrong) {
			case "id" -> answer.getHeader().setID(notice.getHeader().getID() ^ 1);
			case "opcode" -> answer.getHeader().setOpcode(Opcode.QUERY);
			case "query" -> answer.getHeader().unsetFlag(Flags.QR);
			case "question" -> {
				answer.removeAllRecords(Section.QUESTION);
				answer.addRecord(org.xbill.DNS.Record.newRecord(
						org.xbill.DNS.Name.fromConstantString("other.internal."), Type.SOA, 1), Section.QUESTION);
			}
			default -> {
			}
		}
		switch (wrong) {
			case "unsigned" -> say(answer.toWire());
			case "garbage" -> say(new byte[] { 1, 2, 3 });
			case "key" -> say(notice, answer, new byte[32]);
			default -> say(notice, answer, SECRET);
		}
		Awaitility.await("trouble").atMost(Duration.ofSeconds(10)).until(() -> state().containsKey("trouble"));
		assertThat(state()).doesNotContainKey("confirmed");
		Message again = heard();
		say(again, answer(again, Rcode.NOERROR), SECRET);
		shows("confirmed", 7L);
	}

	@Test
	void whatTheSecondarySaysNoWithIsShown() throws IOException {
		Message notice = heard();
		say(notice, answer(notice, Rcode.REFUSED), SECRET);
		shows("trouble", "it says REFUSED");
		assertThat(state()).doesNotContainKey("confirmed");
	}

	@Test
	void nobodyThereIsShown() {
		there.close();
		Awaitility.await("trouble").atMost(Duration.ofSeconds(10)).until(() -> state().containsKey("trouble"));
		assertThat(state()).containsEntry("told", 7L).doesNotContainKey("confirmed");
	}

	@Test
	void whatASecondaryTookIsShownAndWhatOthersTookIsNot() {
		TsigKey other = TsigKey.of(new Name("other"), TsigKey.Algorithm.HMAC_SHA256, SECRET, true, List.of());
		secondaries.took(other, LOOPBACK, 3, Form.WHOLE);
		secondaries.took(secondaries.all().getFirst().key(), InetAddress.ofLiteral("127.0.0.2"), 4, Form.WHOLE);
		assertThat(state()).doesNotContainKey("took");
		secondaries.took(secondaries.all().getFirst().key(), LOOPBACK, 5, Form.DIFFERENCES);
		assertThat(state()).containsEntry("took", 5L).containsEntry("tookAs", "differences").containsKey("tookAt");
	}

	@Test
	void whoWasSilentAndTakesTheZoneIsToldOfTheNextWithoutWaiting() throws IOException {
		heard();
		heard();
		// from here on the next one would be sent four seconds later
		heard();
		secondaries.took(secondaries.all().getFirst().key(), LOOPBACK, 7, Form.WHOLE);
		long began = System.nanoTime();
		serial.set(8);
		assertThat(told(heard())).isEqualTo(8);
		assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1:53", "[2001:db8::1]:5353" })
	void anAddressIsWrittenAsItIsRead(String text) {
		InetSocketAddress address = Secondary.address(text);
		assertThat(address.isUnresolved()).isFalse();
		assertThat(address.getPort()).isPositive();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ":53", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "::1:53", "[::1]",
			"[127.0.0.1]:53", "ns.example.org:53", "127.0.0.1:+53", "[::1]53" })
	void whatIsNoAddressIsRefused(String text) {
		assertThatThrownBy(() -> Secondary.address(text)).isInstanceOf(IllegalArgumentException.class);
	}

}
