package org.web3ecosystem.trustchain.path;

import java.net.InetAddress;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.web3ecosystem.trustchain.ca.TestAuthority;
import org.web3ecosystem.trustchain.path.ForeignPath.Finding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.web3ecosystem.trustchain.path.TestCertificates.NOW;
import static org.web3ecosystem.trustchain.path.TestCertificates.name;
import static org.web3ecosystem.trustchain.path.TestCertificates.names;
import static org.web3ecosystem.trustchain.path.TestCertificates.sign;

/** A foreign root that constrains nothing itself, as most do. */
class ForeignPathTests {

	private static final String ZONE = "other.example";

	private static final String ID = "uri:spiffe://other.example/ns/prod/web";

	private static final KeyPair ROOT_KEYS = TestAuthority.keys();

	private static final X509Certificate ROOT = root(ROOT_KEYS, null);

	private static final ForeignPath PATH = new ForeignPath(List.of(ROOT));

	private static X509Certificate root(KeyPair keys, @Nullable NameConstraints constraints) {
		return sign("Other root", keys, "Other root", keys, builder -> {
			builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
			builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
			if (constraints != null) {
				builder.addExtension(Extension.nameConstraints, true, constraints);
			}
		});
	}

	private static X509Certificate leaf(String... names) {
		return leaf("Other root", ROOT_KEYS, KeyUsage.digitalSignature, false,
				new KeyPurposeId[] { KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth }, names);
	}

	private static X509Certificate leaf(String issuer, KeyPair by, int usage, boolean authority,
			KeyPurposeId[] purposes, String... names) {
		return sign("leaf", TestAuthority.keys(), issuer, by, builder -> {
			builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
			builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
			builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
			if (names.length > 0) {
				builder.addExtension(Extension.subjectAlternativeName, false, names(names));
			}
		});
	}

	private static X509Certificate intermediate(KeyPair keys, String... names) {
		return sign("Other CA", keys, "Other root", ROOT_KEYS, builder -> {
			builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
			builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
			if (names.length > 0) {
				builder.addExtension(Extension.subjectAlternativeName, false, names(names));
			}
		});
	}

	private static Finding judge(boolean client, X509Certificate... shown) {
		return PATH.judge(List.of(shown), ZONE, client, NOW);
	}

	@Test
	void whatIsOfTheZoneIsBelieved() {
		assertThat(judge(true, leaf(ID))).isEqualTo(new Finding.Good());
		assertThat(judge(true, leaf(ID, "dns:other.example", "dns:a.b.other.example"))).isEqualTo(new Finding.Good());
		assertThat(judge(false, leaf("dns:www.Other.Example"))).isEqualTo(new Finding.Good());
		KeyPair keys = TestAuthority.keys();
		X509Certificate below = leaf("Other CA", keys, KeyUsage.digitalSignature, false,
				new KeyPurposeId[] { KeyPurposeId.id_kp_clientAuth }, ID);
		assertThat(judge(true, below, intermediate(keys))).isEqualTo(new Finding.Good());
		assertThat(judge(true, below, intermediate(keys, "uri:spiffe://other.example"))).isEqualTo(new Finding.Good());
	}

	@ParameterizedTest
	@ValueSource(strings = { "dns:local.internal", "dns:other.example.evil", "dns:notother.example", "dns:example",
			"dns:localhost", "ip:127.0.0.1", "ip:192.0.2.1", "mail:root@other.example",
			"dir:CN=node1.node.local.internal", "uri:spiffe://local.internal/node/1",
			"uri:spiffe://sub.other.example/web", "uri:spiffe://other.example", "uri:spiffe://other.example/",
			"uri:spiffe://other.example/a/../b", "uri:spiffe://other.example/a//b", "uri:spiffe://other.example/a/",
			"uri:spiffe://other.example/./a", "uri:spiffe://other.example:443/a", "uri:spiffe://user@other.example/a",
			"uri:spiffe://OTHER.example/a", "uri:SPIFFE://other.example/a", "uri:spiffe://other.example/a?b",
			"uri:spiffe://other.example/a#b", "uri:spiffe://other.example/%61", "uri:https://other.example/a" })
	void whatIsNotOfTheZoneIsRefusedWhateverTheRootSays(String name) {
		assertThat(judge(false, leaf("dns:www.other.example", name))).isInstanceOf(Finding.Bad.class);
		assertThat(judge(true, leaf(name))).isInstanceOf(Finding.Bad.class);
	}

	@Test
	void anIntermediateNamesNothingElseEither() {
		KeyPair keys = TestAuthority.keys();
		X509Certificate below = leaf("Other CA", keys, KeyUsage.digitalSignature, false,
				new KeyPurposeId[] { KeyPurposeId.id_kp_clientAuth }, ID);

		for (String name : List.of("dns:local.internal", "uri:spiffe://local.internal", "ip:10.0.0.1", ID)) {
			assertThat(judge(true, below, intermediate(keys, name))).as(name).isInstanceOf(Finding.Bad.class);
		}
	}

	@Test
	void constraintsOfTheRootItselfBindToo() {
		KeyPair keys = TestAuthority.keys();
		NameConstraints narrow = new NameConstraints(
				new GeneralSubtree[] { new GeneralSubtree(name("dns:narrow.other.example")) }, null);
		ForeignPath path = new ForeignPath(List.of(root(keys, narrow)));
		KeyPurposeId[] server = { KeyPurposeId.id_kp_serverAuth };

		assertThat(path.judge(List
			.of(leaf("Other root", keys, KeyUsage.digitalSignature, false, server, "dns:a.narrow.other.example")), ZONE,
				false, NOW))
			.isEqualTo(new Finding.Good());
		assertThat(path.judge(
				List.of(leaf("Other root", keys, KeyUsage.digitalSignature, false, server, "dns:wide.other.example")),
				ZONE, false, NOW))
			.isInstanceOf(Finding.Bad.class);
	}

	@Test
	void aLeafIsForOneUseAndSignsNothing() {
		KeyPurposeId[] server = { KeyPurposeId.id_kp_serverAuth };
		KeyPurposeId[] both = { KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth };
		X509Certificate serverOnly = leaf("Other root", ROOT_KEYS, KeyUsage.digitalSignature, false, server, ID);
		assertThat(judge(false, serverOnly)).isEqualTo(new Finding.Good());
		assertThat(judge(true, serverOnly)).isInstanceOf(Finding.Bad.class);
		assertThat(judge(true, leaf("dns:www.other.example"))).as("a client has an id").isInstanceOf(Finding.Bad.class);
		assertThat(judge(true, leaf(ID, "uri:spiffe://other.example/another"))).isInstanceOf(Finding.Bad.class);
		assertThat(judge(false, leaf())).isInstanceOf(Finding.Bad.class);
		for (int usage : new int[] { KeyUsage.keyAgreement, KeyUsage.digitalSignature | KeyUsage.cRLSign,
				KeyUsage.digitalSignature | KeyUsage.keyCertSign }) {
			assertThat(judge(true, leaf("Other root", ROOT_KEYS, usage, false, both, ID)))
				.isInstanceOf(Finding.Bad.class);
		}
		assertThat(judge(true,
				leaf("Other root", ROOT_KEYS, KeyUsage.digitalSignature | KeyUsage.keyCertSign, true, both, ID)))
			.isInstanceOf(Finding.Bad.class);
	}

	@Test
	void anUnknownRootIsToldFromAForgedSignature() {
		KeyPair keys = TestAuthority.keys();
		X509Certificate byOther = leaf("Other root", keys, KeyUsage.digitalSignature, false,
				new KeyPurposeId[] { KeyPurposeId.id_kp_clientAuth }, ID);
		assertThat(judge(true, byOther)).isEqualTo(new Finding.Unknown());
		assertThat(judge(true, byOther, root(keys, null))).isEqualTo(new Finding.Unknown());
		assertThat(new ForeignPath(List.of()).judge(List.of(leaf(ID)), ZONE, true, NOW))
			.isEqualTo(new Finding.Unknown());
		X509Certificate forged = sign("leaf", TestAuthority.keys(), "Other root", keys, builder -> {
			builder.replaceExtension(Extension.authorityKeyIdentifier, false,
					new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(ROOT_KEYS.getPublic()));
			builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
			builder.addExtension(Extension.subjectAlternativeName, false, names(ID));
		});
		assertThat(judge(true, forged)).isInstanceOf(Finding.Bad.class);
		assertThat(PATH.judge(List.of(leaf(ID)), ZONE, true, NOW.plus(Duration.ofDays(2))))
			.isInstanceOf(Finding.Bad.class);
	}

	@Test
	void workIsBounded() {
		X509Certificate leaf = leaf(ID);
		assertThat(PATH.judge(List.of(), ZONE, true, NOW)).isInstanceOf(Finding.Bad.class);
		assertThat(judge(true, leaf, leaf, leaf, leaf, leaf)).isInstanceOf(Finding.Bad.class);
		String[] many = new String[400];
		Arrays.setAll(many, i -> "dns:some-name-of-a-host-" + i + ".other.example");
		assertThat(judge(false, leaf(many))).isInstanceOf(Finding.Bad.class);
	}

	@Test
	void anEndpointIsKnownByItsHostOrItsId() {
		X509Certificate named = leaf("dns:ca.other.example", "ip:192.0.2.1");
		X509Certificate identified = leaf("uri:spiffe://other.example/spire/server");
		Optional<String> id = Optional.of("spiffe://other.example/spire/server");

		assertThat(PATH.judgeEndpoint(List.of(named), "ca.other.example", Optional.empty(), Optional.empty(), NOW))
			.isEqualTo(new Finding.Good());
		assertThat(PATH.judgeEndpoint(List.of(named), "192.0.2.1", Optional.of(InetAddress.ofLiteral("192.0.2.1")),
				Optional.empty(), NOW))
			.isEqualTo(new Finding.Good());
		assertThat(PATH.judgeEndpoint(List.of(identified), "10.0.0.1", Optional.empty(), id, NOW))
			.isEqualTo(new Finding.Good());
		assertThat(PATH.judgeEndpoint(List.of(named), "www.other.example", Optional.empty(), Optional.empty(), NOW))
			.isInstanceOf(Finding.Bad.class);
		assertThat(PATH.judgeEndpoint(List.of(named), "192.0.2.2", Optional.of(InetAddress.ofLiteral("192.0.2.2")),
				Optional.empty(), NOW))
			.isInstanceOf(Finding.Bad.class);
		assertThat(PATH.judgeEndpoint(List.of(named), "ca.other.example", Optional.empty(), id, NOW))
			.isInstanceOf(Finding.Bad.class);
		assertThat(PATH.judgeEndpoint(List.of(leaf("uri:spiffe://other.example/other")), "ca.other.example",
				Optional.empty(), id, NOW))
			.isInstanceOf(Finding.Bad.class);
	}

	@Test
	void keysOfOtherSizesAreRefused() {
		KeyPair small = TestAuthority.keys("EC", new ECGenParameterSpec("secp521r1"));
		X509Certificate leaf = sign("leaf", small, "Other root", ROOT_KEYS, builder -> {
			builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
			builder.addExtension(Extension.subjectAlternativeName, false, names(ID));
		});

		assertThat(judge(true, leaf)).isInstanceOf(Finding.Bad.class);
	}

}
