package org.web3ecosystem.trustchain.ca;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

import org.bouncycastle.asn1.x509.Certificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.Federation;
import org.web3ecosystem.trustchain.ct.LogEntry;
import org.web3ecosystem.trustchain.ct.Precertificates;
import org.web3ecosystem.trustchain.ct.SignedEntry;
import org.web3ecosystem.trustchain.ct.SignedTimestamp;
import org.web3ecosystem.trustchain.ct.TransparencyLog;
import org.web3ecosystem.trustchain.path.Validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The timestamp in every leaf, and the entry it speaks of (RFC 6962). */
class TimestampsTests {

	@TempDir
	private Path directory;

	private Node node;

	private TestAuthority authority;

	@BeforeEach
	void open() {
		node = Federation.of(1, directory).node(1);
		authority = new TestAuthority(node, InstantSource.system());
	}

	@AfterEach
	void close() {
		authority.close();
	}

	@ParameterizedTest
	@EnumSource
	void everyLeafHasTheTimestampOfItsEntry(Purpose purpose) {
		authority.issue(Purpose.SERVER);
		CertificateChain chain = authority.issue(purpose);
		TransparencyLog log = authority.log();
		byte[] leaf = Digest.encoded(chain.leaf());
		int index = log.find(Digest.sha256(leaf)).orElseThrow();

		SignedTimestamp timestamp = only(leaf);
		SignedEntry entry = Precertificates.entryOf(leaf, Digest.encoded(chain.certificates().getLast()));

		assertThat(timestamp.verify(entry, log.timestamps().publicKey())).isTrue();
		assertThat(timestamp.index()).hasValue(index);
		LogEntry logged = log.entry(index).orElseThrow();
		assertThat(timestamp.stamped(entry).leafInput()).isEqualTo(logged.leafInput());
		assertThat(log.inclusion(index).verify(logged.leafInput(), log.key().publicKey())).isTrue();
		assertThat(log.certificate(index)).contains(leaf);
		assertThat(chain.leaf().getCriticalExtensionOIDs()).doesNotContain(Precertificates.TIMESTAMPS.getId());
	}

	@Test
	void thePrecertificateIsSignedByTheIssuerAndNobodyAcceptsIt() throws Exception {
		CertificateChain chain = authority.issue(Purpose.SERVER);
		LogEntry entry = authority.log().entry(0).orElseThrow();
		X509Certificate issuer = chain.certificates().getLast();

		X509Certificate precertificate = Pem.certificate(entry.precertificate());

		precertificate.verify(issuer.getPublicKey());
		assertThat(precertificate.getSerialNumber()).isEqualTo(chain.leaf().getSerialNumber());
		assertThat(Precertificates.isPoisoned(Certificate.getInstance(entry.precertificate()).getTBSCertificate()))
			.isTrue();
		assertThat(Precertificates.entryOf(entry.precertificate(), Digest.encoded(issuer)))
			.isEqualTo(entry.stamped().entry());
		assertThat(new Validator(node.genesis().rootCertificate(), Federation.ZONE, InstantSource.system())
			.validate(new CertificateChain(List.of(precertificate, issuer)), Purpose.SERVER, node.id()))
			.isInstanceOfSatisfying(Verdict.Rejected.class,
					rejected -> assertThat(rejected.reason()).contains("critical extension"));
		assertThat(authority.log().issuer(entry.chain().getFirst())).contains(Digest.encoded(issuer));
	}

	@Test
	void aTimestampIsOfOneEntryAndOneLog() {
		CertificateChain first = authority.issue(Purpose.NODE);
		CertificateChain second = authority.issue(Purpose.NODE);
		byte[] issuer = Digest.encoded(first.certificates().getLast());
		SignedEntry entry = Precertificates.entryOf(Digest.encoded(first.leaf()), issuer);

		assertThat(only(Digest.encoded(second.leaf())).verify(entry, authority.log().timestamps().publicKey()))
			.isFalse();
		assertThat(only(Digest.encoded(first.leaf())).verify(entry, TestAuthority.keys().getPublic())).isFalse();
	}

	@Test
	void opensslShowsTheLogAndTheTimestamp() throws Exception {
		OpenSsl.assumePresent();
		CertificateChain chain = authority.issue(Purpose.SERVER);
		Path leaf = Files.writeString(directory.resolve("leaf.pem"), Pem.encode(List.of(chain.leaf())),
				StandardCharsets.US_ASCII);

		String text = OpenSsl.run("x509", "-in", leaf.toString(), "-noout", "-text");

		String logId = HexFormat.ofDelimiter(":").withUpperCase().formatHex(authority.log().timestamps().logId());
		assertThat(text.replaceAll("\\s", "")).contains("CTPrecertificateSCTs")
			.contains("Version:v1(0x0)")
			.contains("LogID:" + logId.toUpperCase(Locale.ROOT))
			.contains("ecdsa-with-SHA256");
	}

	@Test
	void nobodyGetsACertificateWithoutAnEntry() {
		authority.issue(Purpose.NODE);
		authority.log().refuse("the disk is full");

		assertThatThrownBy(() -> authority.issue(Purpose.NODE)).hasCauseInstanceOf(UnavailableException.class);
		assertThat(authority.log().settled()).isEqualTo(1);
	}

	@Test
	void cutListsAreNoTimestamps() {
		byte[] list = only(Digest.encoded(authority.issue(Purpose.NODE).leaf())).asList();

		for (int length = 0; length < list.length; length++) {
			byte[] cut = Arrays.copyOf(list, length);
			assertThatIllegalArgumentException().isThrownBy(() -> SignedTimestamp.list(cut));
		}
		assertThatIllegalArgumentException()
			.isThrownBy(() -> SignedTimestamp.list(Arrays.copyOf(list, list.length + 1)));
		assertThatIllegalArgumentException().isThrownBy(() -> SignedTimestamp.list(new byte[] { 0, 0 }));
	}

	private static SignedTimestamp only(byte[] leaf) {
		List<SignedTimestamp> timestamps = Precertificates.timestamps(leaf);
		assertThat(timestamps).hasSize(1);
		return timestamps.getFirst();
	}

}
