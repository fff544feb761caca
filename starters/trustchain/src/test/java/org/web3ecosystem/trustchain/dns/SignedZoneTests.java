package org.web3ecosystem.trustchain.dns;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import org.web3ecosystem.trustchain.Federation;
import org.web3ecosystem.trustchain.dnssec.Denial;
import org.web3ecosystem.trustchain.dnssec.KeyRing;
import org.web3ecosystem.trustchain.dnssec.KeyRing.Kept;
import org.web3ecosystem.trustchain.dnssec.ZoneKey;
import org.web3ecosystem.trustchain.dnssec.ZoneSigner;

import static org.assertj.core.api.Assertions.assertThat;

/** Every answer of a signed zone verifies by the keys that it shows. */
class SignedZoneTests {

	private static final String ZONE = Federation.ZONE;

	@TempDir
	private Path directory;

	private final ZoneKey keySigning = ZoneKey.generate(ZoneKey.Role.KEY_SIGNING);

	private final ZoneKey zoneSigning = ZoneKey.generate(ZoneKey.Role.ZONE_SIGNING);

	private Answering answering;

	private volatile boolean shown = true;

	private volatile boolean heard = true;

	@BeforeEach
	void open() {
		SignedZone signing = new SignedZone(
				new ZoneSigner(ZONE,
						() -> shown ? new KeyRing(List.of(kept(keySigning), kept(zoneSigning))) : KeyRing.EMPTY,
						InstantSource.system()),
				() -> heard
						? new SignedZone.Keys(List.of(keySigning.data(), zoneSigning.data()),
								List.of(keySigning.data()), List.of(keySigning.delegation(ZONE)))
						: new SignedZone.Keys(List.of(), List.of(), List.of()));
		answering = new Answering(Federation.of(1, directory).genesis(), "node1", new StaticNames(), () -> 42, Set::of,
				Optional.of(signing), ResponseRate.UNLIMITED, InstantSource.system(), new SecureRandom(),
				Runnable::run);
	}

	private static Kept kept(ZoneKey key) {
		return new Kept(key, Instant.EPOCH, Optional.of(Instant.EPOCH), Optional.empty());
	}

	private Message ask(String name, int type, boolean dnssecOk) throws Exception {
		return ask(name, type, dnssecOk ? ExtendedFlags.DO : 0);
	}

	private Message ask(String name, int type, int flags) throws Exception {
		Message query = Message.newQuery(Record.newRecord(org.xbill.DNS.Name.fromString(name), type, DClass.IN));
		query.getHeader().unsetFlag(Flags.RD);
		query.addRecord(new org.xbill.DNS.OPTRecord(1232, 0, 0, flags), Section.ADDITIONAL);
		return new Message(
				answering.within(ByteBuffer.wrap(query.toWire())).toCompletableFuture().get().orElseThrow().message());
	}

	private void verify(Message answer, int section) throws Exception {
		for (RRset set : answer.getSectionRRsets(section)) {
			assertThat(set.sigs()).as(set.toString()).hasSize(1);
			RRSIGRecord signature = set.sigs().getFirst();
			ZoneKey key = signature.getFootprint() == keySigning.tag() ? keySigning : zoneSigning;
			DNSSEC.verify(set, signature, (DNSKEYRecord) Record.newRecord(org.xbill.DNS.Name.fromString(ZONE + "."),
					Type.DNSKEY, DClass.IN, 60, key.data()), Instant.now());
		}
	}

	@Test
	void recordsAndKeysAreSigned() throws Exception {
		for (int type : List.of(Type.SOA, Type.NS, Type.DNSKEY, Type.CDS, Type.CDNSKEY)) {
			Message answer = ask(ZONE + ".", type, true);
			assertThat(answer.getSectionRRsets(Section.ANSWER)).hasSize(1);
			verify(answer, Section.ANSWER);
		}
	}

	@Test
	void whoDoesNotAskForSignaturesGetsNone() throws Exception {
		Message signed = ask("absent." + ZONE + ".", Type.A, true);
		Message plain = ask("absent." + ZONE + ".", Type.A, false);
		assertThat(plain.getRcode()).isEqualTo(Rcode.NXDOMAIN);
		assertThat(plain.getSection(Section.AUTHORITY)).extracting(Record::getType).containsExactly(Type.SOA);
		assertThat(signed.getSection(Section.AUTHORITY)).extracting(Record::getType)
			.containsExactly(Type.SOA, Type.RRSIG, Type.NSEC, Type.RRSIG);
	}

	@Test
	void whatIsNotThereIsDenied() throws Exception {
		Message absent = ask("absent." + ZONE + ".", Type.A, true);
		assertThat(absent.getRcode()).isEqualTo(Rcode.NOERROR);
		verify(absent, Section.AUTHORITY);
		assertThat(nsec(absent).getTypes()).contains(Denial.NXNAME);

		Message noData = ask(ZONE + ".", Type.MX, true);
		verify(noData, Section.AUTHORITY);
		assertThat(nsec(noData).getTypes()).contains(Type.SOA, Type.NS, Type.DNSKEY, Type.CDS, Type.CDNSKEY)
			.doesNotContain(Type.MX, Denial.NXNAME);
	}

	@Test
	void theSoaIsTheSameInEveryAnswer() throws Exception {
		String data = ask(ZONE + ".", Type.SOA, false).getSection(Section.ANSWER).getFirst().rdataToString();
		for (String name : List.of("absent." + ZONE + ".", "node." + ZONE + ".", ZONE + ".")) {
			Record denial = ask(name, Type.MX, false).getSection(Section.AUTHORITY).getFirst();
			assertThat(denial.rdataToString()).isEqualTo(data);
			assertThat(denial.getTTL()).isLessThanOrEqualTo(((SOARecord) denial).getMinimum());
		}
	}

	@Test
	void whoAsksForADenialGetsItAsAnAnswer() throws Exception {
		Message answer = ask(ZONE + ".", Type.NSEC, true);
		verify(answer, Section.ANSWER);
		assertThat(answer.getSection(Section.ANSWER)).extracting(Record::getType)
			.containsExactly(Type.NSEC, Type.RRSIG);
		assertThat(ask(ZONE + ".", Denial.NXNAME, true).getRcode()).isEqualTo(Rcode.FORMERR);
	}

	@Test
	void whoTakesNxdomainGetsItWithTheProofAndNobodyElseDoes() throws Exception {
		int both = ExtendedFlags.DO | 0x4000;
		for (int flags : new int[] { both, ExtendedFlags.DO, both }) {
			Message absent = ask("absent." + ZONE + ".", Type.A, flags);
			assertThat(absent.getRcode()).isEqualTo((flags == both) ? Rcode.NXDOMAIN : Rcode.NOERROR);
			assertThat(absent.getOPT().getFlags()).isEqualTo(flags);
			verify(absent, Section.AUTHORITY);
			assertThat(nsec(absent).getTypes()).contains(Denial.NXNAME);
		}
		assertThat(ask(ZONE + ".", Type.MX, both).getRcode()).isEqualTo(Rcode.NOERROR);
		assertThat(ask("absent." + ZONE + ".", Type.A, 0x4000).getSection(Section.AUTHORITY)).hasSize(1);
	}

	@Test
	void aNameThatNoNameHereCanBeIsDeniedAsItWasAskedFor() throws Exception {
		for (String odd : List.of("A\\000b.", "a\\.b.", "\\255.x.", "with space.", "x.\\001\\002.y.")) {
			Message absent = ask(odd + ZONE + ".", Type.A, true);
			assertThat(absent.getRcode()).isEqualTo(Rcode.NOERROR);
			verify(absent, Section.AUTHORITY);
			assertThat(nsec(absent).getName()).isEqualTo(org.xbill.DNS.Name.fromString(odd + ZONE + "."));
			assertThat(nsec(absent).getTypes()).contains(Denial.NXNAME);
			verify(ask(odd + ZONE + ".", Type.NSEC, true), Section.ANSWER);
		}
		assertThat(ask("\\000." + ZONE + ".", Type.A, false).getRcode()).isEqualTo(Rcode.NXDOMAIN);
	}

	/** The next name is not longer than a name may be. */
	@Test
	void theLongestNamesAreDeniedToo() throws Exception {
		String label = "a".repeat(60) + ".";
		for (int length = 1; length <= 63; length++) {
			String name = "b".repeat(length) + "." + label.repeat(3) + ZONE + ".";
			if (name.length() + 1 <= 255) {
				Message absent = ask(name, Type.A, true);
				verify(absent, Section.AUTHORITY);
				assertThat(nsec(absent).getNext()).isGreaterThan(nsec(absent).getName());
			}
		}
	}

	@Test
	void withoutKeysToSignWithThatAreShownThereIsNoAnswer() throws Exception {
		shown = false;
		Message absent = ask("absent." + ZONE + ".", Type.A, true);
		assertThat(absent.getRcode()).isEqualTo(Rcode.SERVFAIL);
		assertThat(absent.getSection(Section.AUTHORITY)).isEmpty();
		assertThat(absent.getOPT().getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR)).hasSize(1);
		assertThat(ask("absent." + ZONE + ".", Type.A, false).getRcode()).isEqualTo(Rcode.NXDOMAIN);
	}

	@Test
	void beforeTheKeysOfAllAreHeardOfNobodyIsToldThatThereAreNone() throws Exception {
		heard = false;
		for (int type : List.of(Type.DNSKEY, Type.CDS, Type.CDNSKEY)) {
			for (boolean signed : List.of(true, false)) {
				Message answer = ask(ZONE + ".", type, signed);
				assertThat(answer.getRcode()).isEqualTo(Rcode.SERVFAIL);
				assertThat(answer.getOPT().getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR)).singleElement()
					.isInstanceOfSatisfying(ExtendedErrorCodeOption.class,
							why -> assertThat(why.getErrorCode()).isEqualTo(Dns.ExtendedError.NOT_READY.code()));
			}
		}
		verify(ask(ZONE + ".", Type.SOA, true), Section.ANSWER);
	}

	@Test
	void beforeAnybodyHasKeysNothingIsSigned() throws Exception {
		shown = false;
		heard = false;
		Message absent = ask("absent." + ZONE + ".", Type.A, true);
		assertThat(absent.getRcode()).isEqualTo(Rcode.NXDOMAIN);
		assertThat(absent.getSection(Section.AUTHORITY)).extracting(Record::getType).containsExactly(Type.SOA);
	}

	private static NSECRecord nsec(Message answer) {
		return (NSECRecord) answer.getSection(Section.AUTHORITY)
			.stream()
			.filter(NSECRecord.class::isInstance)
			.findFirst()
			.orElseThrow();
	}

}
