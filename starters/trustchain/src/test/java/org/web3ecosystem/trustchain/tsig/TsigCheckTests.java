package org.web3ecosystem.trustchain.tsig;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;

import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Options;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.Type;

import static org.assertj.core.api.Assertions.assertThat;

/** What dnsjava signs as a client is judged, and what is answered it verifies. */
class TsigCheckTests {

	private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

	private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

	private final TsigCheck check = new TsigCheck(
			TsigKeys.of(List.of(key("sha256", TsigKey.Algorithm.HMAC_SHA256),
					key("sha384", TsigKey.Algorithm.HMAC_SHA384), key("sha512", TsigKey.Algorithm.HMAC_SHA512))),
			InstantSource.fixed(NOW));

	private static TsigKey key(String name, TsigKey.Algorithm algorithm) {
		return TsigKey.of(new org.web3ecosystem.spi.discovery.Name(name), algorithm, SECRET, true, List.of());
	}

	@ParameterizedTest
	@EnumSource(TsigKey.Algorithm.class)
	void aSignedRequestIsVerifiedAndEachMessageOfItsAnswerIsSigned(TsigKey.Algorithm algorithm) throws IOException {
		TSIG client = client(algorithm, SECRET, NOW);
		Message query = query();
		byte[] plain = query.toWire();
		client.apply(query, null);

		Checked.Verified verified = (Checked.Verified) check.check(ByteBuffer.wrap(query.toWire()));

		assertThat(bytes(verified.message())).isEqualTo(plain);
		assertThat(verified.key().algorithm()).isEqualTo(algorithm);
		TSIG.StreamVerifier verifier = new TSIG.StreamVerifier(client, query.getTSIG());
		for (int i = 0; i < 3; i++) {
			byte[] answer = bytes(verified.signer().sign(ByteBuffer.wrap(plain)));
			assertThat(answer).hasSize(plain.length + verified.signer().length());
			assertThat(verifier.verify(new Message(answer), answer)).as("message %s", i).isEqualTo(Rcode.NOERROR);
		}
	}

	@Test
	void aMessageWithoutSignatureIsUnsigned() {
		assertThat(check.check(ByteBuffer.wrap(query().toWire()))).isEqualTo(new Checked.Unsigned());
		assertThat(check.check(ByteBuffer.allocate(3))).isEqualTo(new Checked.Unsigned());
	}

	@Test
	void anUnknownKeyIsSaidSo() throws IOException {
		TSIG client = new TSIG(TSIG.HMAC_SHA256, Name.fromString("nobody."), SECRET);
		assertRefused(sent(client), Rcode.BADKEY, 0);
		TSIG otherAlgorithm = new TSIG(TSIG.HMAC_SHA512, Name.fromString("sha256."), SECRET);
		assertRefused(sent(otherAlgorithm), Rcode.BADKEY, 0);
	}

	@Test
	void aWrongSecretOrAChangedMessageIsABadSignature() throws IOException {
		byte[] other = SECRET.clone();
		other[5]++;
		assertRefused(sent(client(TsigKey.Algorithm.HMAC_SHA256, other, NOW)), Rcode.BADSIG, 0);
		byte[] changed = sent(client(TsigKey.Algorithm.HMAC_SHA256, SECRET, NOW));
		changed[13]++;
		assertRefused(changed, Rcode.BADSIG, 0);
	}

	@Test
	void aClockThatIsFarOffIsSaidSoWithASignature() throws IOException {
		for (Duration off : List.of(Duration.ofMinutes(-6), Duration.ofMinutes(6))) {
			TSIG client = client(TsigKey.Algorithm.HMAC_SHA256, SECRET, NOW.plus(off));
			Message query = query();
			client.apply(query, null);
			TSIGRecord answered = assertRefused(query.toWire(), Rcode.BADTIME, 32);
			// RFC 8945, section 5.2.3
			assertThat(answered.getTimeSigned()).isEqualTo(NOW.plus(off));
			assertThat(ByteBuffer.allocate(8).put(2, answered.getOther()).getLong(0)).isEqualTo(NOW.getEpochSecond());
		}
	}

	@Test
	void aSignatureThatIsNotTheLastRecordIsMalformed() throws IOException {
		byte[] signed = sent(client(TsigKey.Algorithm.HMAC_SHA256, SECRET, NOW));
		ByteBuffer longer = ByteBuffer.allocate(signed.length + 11).put(signed);
		longer.put(new byte[] { 0, 0, 41, 4, (byte) 0xd0, 0, 0, 0, 0, 0, 0 }).flip();
		longer.putShort(10, (short) 2);
		Message answer = new Message(bytes(((Checked.Refused) check.check(longer)).answer()));
		assertThat(answer.getRcode()).isEqualTo(Rcode.FORMERR);
	}

	@Test
	void aSignatureOfALengthThatNoneHasIsMalformed() throws IOException {
		for (int length : List.of(0, 9, 15, 33)) {
			Message answer = new Message(bytes(((Checked.Refused) check.check(withMac(length))).answer()));
			assertThat(answer.getRcode()).as("%s bytes", length).isEqualTo(Rcode.FORMERR);
			assertThat(answer.getTSIG()).isNull();
		}
		assertThat(check.check(withMac(32))).isInstanceOf(Checked.Verified.class);
		assertRefused(bytes(withMac(16)), Rcode.BADTRUNC, 32);
		assertRefused(bytes(withMac(31)), Rcode.BADTRUNC, 32);
	}

	private static ByteBuffer withMac(int length) throws IOException {
		Message query = query();
		byte[] plain = query.toWire();
		TSIG client = client(TsigKey.Algorithm.HMAC_SHA256, SECRET, NOW);
		client.apply(query, null);
		TSIGRecord signed = query.getTSIG();
		return SignedMessage.append(plain,
				new TSIGRecord(signed.getName(), DClass.ANY, 0, signed.getAlgorithm(), signed.getTimeSigned(),
						signed.getFudge(), Arrays.copyOf(signed.getSignature(), length), signed.getOriginalID(), 0,
						new byte[0]));
	}

	@Test
	void theAgeOfASignatureIsInWholeSecondsAsItsTimeIs() throws IOException {
		TsigCheck later = new TsigCheck(TsigKeys.of(List.of(key("sha256", TsigKey.Algorithm.HMAC_SHA256))),
				InstantSource.fixed(NOW.plusMillis(1999)));
		TsigCheck next = new TsigCheck(TsigKeys.of(List.of(key("sha256", TsigKey.Algorithm.HMAC_SHA256))),
				InstantSource.fixed(NOW.plusMillis(2000)));
		Message query = query();
		Options.set("tsigfudge", "1");
		try {
			client(TsigKey.Algorithm.HMAC_SHA256, SECRET, NOW).apply(query, null);
		}
		finally {
			Options.unset("tsigfudge");
		}
		ByteBuffer sent = ByteBuffer.wrap(query.toWire());
		assertThat(query.getTSIG().getFudge()).isEqualTo(Duration.ofSeconds(1));
		assertThat(later.check(sent)).isInstanceOf(Checked.Verified.class);
		assertThat(next.check(sent)).isInstanceOf(Checked.Refused.class);
	}

	@Test
	void everyTruncationAndEveryFlippedByteIsJudged() throws IOException {
		byte[] signed = sent(client(TsigKey.Algorithm.HMAC_SHA256, SECRET, NOW));
		for (int i = 0; i < signed.length; i++) {
			assertThat(check.check(ByteBuffer.wrap(Arrays.copyOf(signed, i)))).isNotInstanceOf(Checked.Verified.class);
			byte[] flipped = signed.clone();
			flipped[i] ^= 0x55;
			Checked judged = check.check(ByteBuffer.wrap(flipped));
			// the id is replaced by the original one before it is digested
			if (i > 1) {
				assertThat(judged).as("byte %s", i).isNotInstanceOf(Checked.Verified.class);
			}
		}
	}

	private TSIGRecord assertRefused(byte[] sent, int error, int mac) throws IOException {
		Message answer = new Message(bytes(((Checked.Refused) check.check(ByteBuffer.wrap(sent))).answer()));
		assertThat(answer.getRcode()).isEqualTo(Rcode.NOTAUTH);
		assertThat(answer.getHeader().getID()).isEqualTo((sent[0] & 0xff) << 8 | sent[1] & 0xff);
		TSIGRecord signature = answer.getTSIG();
		assertThat(signature.getError()).isEqualTo(error);
		assertThat(signature.getSignature()).hasSize(mac);
		return signature;
	}

	private static byte[] sent(TSIG client) {
		Message query = query();
		client.apply(query, null);
		return query.toWire();
	}

	private static Message query() {
		return Message.newQuery(Record.newRecord(Name.fromConstantString("www.local.internal."), Type.A, DClass.IN));
	}

	private static TSIG client(TsigKey.Algorithm algorithm, byte[] secret, Instant now) {
		String name = algorithm.toString();
		return new TSIG(Name.fromConstantString(name + "."),
				Name.fromConstantString(name.substring("hmac-".length()) + "."), new SecretKeySpec(secret, "any"),
				Clock.fixed(now, ZoneOffset.UTC));
	}

	private static byte[] bytes(ByteBuffer message) {
		byte[] bytes = new byte[message.remaining()];
		message.get(message.position(), bytes);
		return bytes;
	}

}
