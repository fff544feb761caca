package org.web3ecosystem.trustchain.path;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.ca.TestAuthority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.web3ecosystem.trustchain.path.TestCertificates.NOW;
import static org.web3ecosystem.trustchain.path.TestCertificates.names;
import static org.web3ecosystem.trustchain.path.TestCertificates.sign;

/** Judging in two parts comes to what judging at once comes to. */
class SubordinateTests {

	private static final KeyPair ROOT_KEYS = TestAuthority.keys();

	private static final KeyPair KEYS = TestAuthority.keys();

	/** It may name less than the intermediate in one place, and more in another. */
	private static final X509Certificate ROOT = authority("Root", "Root", ROOT_KEYS, ROOT_KEYS, 1,
			new NameConstraints(subtrees("zone.example", "both.example", "root.example"), subtrees("no.zone.example")));

	private static final X509Certificate INTERMEDIATE = authority("CA", "Root", KEYS, ROOT_KEYS, 0, new NameConstraints(
			subtrees("zone.example", "both.example", "wide.example"), subtrees("not.zone.example")));

	private static GeneralSubtree[] subtrees(String... bases) {
		return List.of(bases)
			.stream()
			.map(base -> new GeneralSubtree(new GeneralName(GeneralName.dNSName, base)))
			.toArray(GeneralSubtree[]::new);
	}

	private static X509Certificate authority(String name, String issuer, KeyPair keys, KeyPair by, int length,
			NameConstraints constraints) {
		return sign(name, keys, issuer, by, builder -> {
			builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(length));
			builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
			builder.addExtension(Extension.nameConstraints, true, constraints);
		});
	}

	private static X509Certificate leaf(KeyPair by, String... names) {
		return sign("leaf", TestAuthority.keys(), "CA", by, builder -> {
			builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
			builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
			builder.addExtension(Extension.extendedKeyUsage, false,
					new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
			builder.addExtension(Extension.subjectAlternativeName, false, names(names));
		});
	}

	private static boolean inTwoParts(X509Certificate leaf, Instant now) {
		Anchor anchor = new Anchor(ROOT);
		return switch (anchor.judge(INTERMEDIATE, NOW)) {
			case Anchor.Judged.Bad(String fault) -> throw new AssertionError(fault);
			case Anchor.Judged.Good(Subordinate intermediate) ->
				intermediate.fault(leaf, Certificate.getInstance(Digest.encoded(leaf)).getTBSCertificate(), now)
					.isEmpty();
		};
	}

	private static boolean atOnce(X509Certificate leaf, Instant now) {
		return new Anchor(ROOT).path().fault(List.of(leaf, INTERMEDIATE), null, now).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "dns:zone.example", "dns:a.zone.example", "dns:both.example", "dns:x.both.example",
			"ip:192.0.2.1", "uri:spiffe://elsewhere.example/x", "mail:a@b.example" })
	void aNameWithinBothIsPermitted(String name) {
		X509Certificate leaf = leaf(KEYS, name);
		assertThat(inTwoParts(leaf, NOW)).isTrue().isEqualTo(atOnce(leaf, NOW));
	}

	@ParameterizedTest
	@ValueSource(strings = { "dns:wide.example", "dns:a.wide.example", "dns:root.example", "dns:no.zone.example",
			"dns:a.no.zone.example", "dns:not.zone.example", "dns:other.example", "dns:notzone.example" })
	void aNameOutsideOfEitherIsNot(String name) {
		X509Certificate leaf = leaf(KEYS, "dns:zone.example", name);
		assertThat(inTwoParts(leaf, NOW)).isFalse().isEqualTo(atOnce(leaf, NOW));
	}

	@Test
	void whatAnotherKeySignedIsNotBelowIt() {
		X509Certificate leaf = leaf(TestAuthority.keys(), "dns:zone.example");
		assertThat(inTwoParts(leaf, NOW)).isFalse().isEqualTo(atOnce(leaf, NOW));
	}

	@Test
	void whatWasJudgedOnceEndsAllTheSame() {
		X509Certificate leaf = leaf(KEYS, "dns:zone.example");
		for (Instant at : List.of(NOW.plus(Duration.ofDays(2)), NOW.minus(Duration.ofDays(2)))) {
			assertThat(inTwoParts(leaf, at)).isFalse().isEqualTo(atOnce(leaf, at));
		}
	}

	@Test
	void whatIsWrongWithAnIntermediateIsNotRemembered() {
		Anchor anchor = new Anchor(ROOT);
		assertThat(anchor.judge(INTERMEDIATE, NOW.plus(Duration.ofDays(2)))).isInstanceOf(Anchor.Judged.Bad.class);
		assertThat(anchor.judge(INTERMEDIATE, NOW)).isInstanceOf(Anchor.Judged.Good.class);
		X509Certificate lookalike = authority("CA", "Root", KEYS, TestAuthority.keys(), 0,
				new NameConstraints(subtrees("zone.example"), null));
		assertThat(anchor.judge(lookalike, NOW)).isInstanceOf(Anchor.Judged.Bad.class);
	}

}
