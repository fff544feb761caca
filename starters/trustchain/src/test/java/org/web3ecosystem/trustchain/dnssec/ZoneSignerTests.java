package org.web3ecosystem.trustchain.dnssec;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import org.web3ecosystem.trustchain.dnssec.KeyRing.Kept;
import org.web3ecosystem.trustchain.dnssec.ZoneKey.Role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ZoneSignerTests {

	private static final String ZONE = "local.internal";

	private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

	private final ZoneKey keySigning = ZoneKey.generate(Role.KEY_SIGNING);

	private final ZoneKey zoneSigning = ZoneKey.generate(Role.ZONE_SIGNING);

	private final ZoneSigner signer = new ZoneSigner(ZONE, () -> ring(keySigning, zoneSigning), () -> NOW);

	private static KeyRing ring(ZoneKey... keys) {
		return new KeyRing(Stream.of(keys).map(key -> new Kept(key, NOW, Optional.of(NOW), Optional.empty())).toList());
	}

	private static RecordSet addresses(String... addresses) {
		return new RecordSet("shop." + ZONE, Type.A, 60,
				List.of(addresses).stream().map(InetAddress::ofLiteral).map(InetAddress::getAddress).toList());
	}

	private DNSKEYRecord published(ZoneKey key) {
		return (DNSKEYRecord) Record.newRecord(RecordSet.name(ZONE), Type.DNSKEY, DClass.IN, 60, key.data());
	}

	private RRSIGRecord signature(RecordSet set) {
		return (RRSIGRecord) Record.newRecord(RecordSet.name(set.owner()), Type.RRSIG, DClass.IN, set.ttl(),
				signer.sign(set).getFirst());
	}

	private static void verify(RecordSet set, RRSIGRecord signature, DNSKEYRecord key, Instant at) throws Exception {
		DNSSEC.verify(set.records(), signature, key, at);
	}

	@Test
	void whatIsSignedVerifiesByThePublishedKey() {
		for (RecordSet set : List.of(addresses("192.0.2.1"), addresses("192.0.2.9", "192.0.2.1"))) {
			RRSIGRecord signature = signature(set);
			assertThat(signature.getSigner()).hasToString(ZONE + ".");
			assertThat(signature.getFootprint()).isEqualTo(zoneSigning.tag());
			assertThat(signature.getLabels()).isEqualTo(3);
			assertThat(signature.getOrigTTL()).isEqualTo(60);
			assertThatCode(() -> verify(set, signature, published(zoneSigning), NOW)).doesNotThrowAnyException();
		}
	}

	@Test
	void aSignatureIsForItsRecordsItsKeyAndItsTime() {
		RecordSet set = addresses("192.0.2.1");
		RRSIGRecord signature = signature(set);
		assertThatThrownBy(() -> verify(addresses("192.0.2.2"), signature, published(zoneSigning), NOW))
			.isInstanceOf(DNSSEC.DNSSECException.class);
		assertThatThrownBy(() -> verify(set, signature, published(keySigning), NOW))
			.isInstanceOf(DNSSEC.DNSSECException.class);
		for (Duration away : List.of(ZoneSigner.LIFE.plusSeconds(1), ZoneSigner.ALLOWANCE.plusSeconds(1).negated())) {
			assertThatThrownBy(() -> verify(set, signature, published(zoneSigning), NOW.plus(away)))
				.isInstanceOf(DNSSEC.DNSSECException.class);
		}
	}

	@Test
	void theKeysAreSignedByTheKeyThatSignsKeys() {
		RecordSet keys = new RecordSet(ZONE, Type.DNSKEY, 60, List.of(keySigning.data(), zoneSigning.data()));
		RRSIGRecord signature = signature(keys);
		assertThat(signature.getFootprint()).isEqualTo(keySigning.tag());
		assertThatCode(() -> verify(keys, signature, published(keySigning), NOW)).doesNotThrowAnyException();
	}

	@Test
	void withoutKeysThatOthersSeeNothingIsSigned() {
		assertThat(new ZoneSigner(ZONE, () -> KeyRing.EMPTY, () -> NOW).sign(addresses("192.0.2.1"))).isEmpty();
	}

	@Test
	void aDelegationIsTheDigestOfTheKey() {
		DSRecord delegation = (DSRecord) Record.newRecord(RecordSet.name(ZONE), Type.DS, DClass.IN, 60,
				keySigning.delegation(ZONE));
		assertThat(delegation.getFootprint()).isEqualTo(keySigning.tag());
		assertThat(delegation)
			.isEqualTo(new DSRecord(RecordSet.name(ZONE), DClass.IN, 60, DNSSEC.Digest.SHA256, published(keySigning)));
	}

	@Test
	void aDenialIsOfTheNameThatWasAskedForAlone() {
		RecordSet types = Denial.types("shop." + ZONE, 30, Set.of(Type.A, Type.HTTPS));
		NSECRecord denied = (NSECRecord) types.records().first();
		assertThat(denied.getTypes()).containsExactly(Type.A, Type.RRSIG, Type.NSEC, Type.HTTPS);
		assertThat(denied.getNext()).hasToString("\\000.shop." + ZONE + ".");
		NSECRecord absent = (NSECRecord) Denial.name("nobody." + ZONE, 30).records().first();
		assertThat(absent.getTypes()).containsExactly(Type.RRSIG, Type.NSEC, Denial.NXNAME);
		assertThatCode(() -> verify(types, signature(types), published(zoneSigning), NOW)).doesNotThrowAnyException();
	}

	@Test
	void whatWasSignedIsNotSignedAgainForHalfOfItsLife() {
		AtomicReference<Instant> now = new AtomicReference<>(NOW);
		KeyRing ring = KeyRing.EMPTY.at(NOW, role -> Duration.ofDays(365), ZoneKey::generate).shown(NOW);
		ZoneSigner signer = new ZoneSigner(ZONE, () -> ring, now::get);
		byte[] one = { (byte) 192, 0, 2, 1 };
		byte[] other = { (byte) 192, 0, 2, 2 };
		byte[] first = signer.sign(new RecordSet("shop." + ZONE, Type.A, 60, List.of(one, other))).getFirst();

		now.set(NOW.plus(Duration.ofHours(35)));
		assertThat(signer.sign(new RecordSet("shop." + ZONE, Type.A, 60, List.of(other, one)))).containsExactly(first);
		assertThat(signer.sign(new RecordSet("shop." + ZONE, Type.A, 60, List.of(one)))).doesNotContain(first);
		assertThat(signer.sign(new RecordSet("shop." + ZONE, Type.A, 61, List.of(one, other)))).doesNotContain(first);
		assertThat(signer.sign(new RecordSet("shopp." + ZONE, Type.A, 60, List.of(one, other)))).doesNotContain(first);

		now.set(NOW.plus(Duration.ofHours(36)));
		assertThat(signer.sign(new RecordSet("shop." + ZONE, Type.A, 60, List.of(one, other)))).doesNotContain(first);
	}

	@Test
	void aKeyIsNotPrinted() {
		assertThat(zoneSigning).hasToString("zone-signing " + zoneSigning.tag());
	}

}
