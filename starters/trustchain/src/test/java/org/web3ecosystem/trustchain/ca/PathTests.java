package org.web3ecosystem.trustchain.ca;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.Federation;
import org.web3ecosystem.trustchain.path.SpiffeId;
import org.web3ecosystem.trustchain.path.Validator;
import org.web3ecosystem.trustchain.path.Voucher;

import static org.assertj.core.api.Assertions.assertThat;

/** Paths that must be refused, each for one reason, beside the good one. */
class PathTests {

	private static final String ZONE = Federation.ZONE;

	@TempDir
	private Path directory;

	private Node node;

	private TestAuthority authority;

	private Validator validator;

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

	@BeforeEach
	void open() {
		node = Federation.of(1, directory).node(1);
		authority = new TestAuthority(node, InstantSource.system());
		validator = new Validator(node.genesis().rootCertificate(), ZONE, now::get);
	}

	@AfterEach
	void close() {
		authority.close();
	}

	@ParameterizedTest
	@EnumSource
	void whatWasIssuedIsAcceptedForItsPurposeAndNodeAlone(Purpose purpose) {
		CertificateChain chain = authority.issue(purpose);

		for (Purpose shown : Purpose.values()) {
			assertThat(validator.validate(chain, shown, node.id()).isAccepted()).isEqualTo(shown == purpose);
		}
		assertThat(validator.validate(chain, purpose, NodeKey.generate().id()).isAccepted()).isFalse();
		assertThat(validator.validate(chain, purpose, node.id()).isAccepted()).isTrue();
	}

	@Test
	void aPathIsValidWhileAllOfItIsAlsoWhenItWasAcceptedBefore() {
		CertificateChain chain = authority.issue(Purpose.NODE);
		assertThat(judge(chain)).isEqualTo("accepted");

		now.set(chain.leaf().getNotAfter().toInstant().plusSeconds(1));
		assertThat(judge(chain)).contains("not valid after");
		now.set(chain.leaf().getNotBefore().toInstant().minusSeconds(1));
		assertThat(judge(chain)).contains("not valid before");
		now.set(chain.leaf().getNotBefore().toInstant());
		assertThat(judge(chain)).isEqualTo("accepted");
	}

	@Test
	void aSecondLookIsCheap() {
		CertificateChain chain = authority.issue(Purpose.NODE);
		validator.validate(chain, Purpose.NODE, node.id());
		int looks = 2000;
		long begin = System.nanoTime();
		for (int i = 0; i < looks; i++) {
			validator.validate(chain, Purpose.NODE, node.id());
		}

		assertThat(Duration.ofNanos((System.nanoTime() - begin) / looks)).isLessThan(Duration.ofMillis(1));
	}

	@Test
	void aForeignRootIsRefused(@TempDir Path other) {
		try (TestAuthority foreign = new TestAuthority(Federation.of(1, other).node(1), InstantSource.system())) {
			KeyPair keys = TestAuthority.keys();
			assertThat(judge(foreign.issue(keys, Purpose.NODE, node.id(), "node1", "node1.node." + ZONE)))
				.doesNotContain("accepted");
		}
	}

	@Test
	void anythingButLeafAndIntermediateIsRefused() {
		CertificateChain chain = authority.issue(Purpose.NODE);
		X509Certificate root = node.genesis().rootCertificate();

		assertThat(judge(new CertificateChain(List.of(chain.leaf())))).contains("2 certificates");
		assertThat(judge(new CertificateChain(List.of(chain.leaf(), chain.certificates().getLast(), root))))
			.contains("2 certificates");
		assertThat(judge(new CertificateChain(List.of(root)))).contains("self-signed");
		assertThat(judge(new CertificateChain(List.of(chain.certificates().getLast(), root)))).isNotEqualTo("accepted");
		assertThat(judge(new CertificateChain(List.of(chain.leaf(), root)))).isNotEqualTo("accepted");
	}

	@Test
	void theServerIntermediateMakesNoNodes() {
		Issuer servers = authority.issuer(RootCeremony.SERVER_CA);

		assertThat(judge(leaf(servers, draft -> draft))).contains("not a node intermediate");
		assertThat(judge(leaf(authority.issuer(RootCeremony.NODE_CA), draft -> draft))).isEqualTo("accepted");
	}

	@Test
	void everyBrokenRuleIsARefusal() {
		refused("is a certificate authority", draft -> draft.authority = new BasicConstraints(true));
		refused("key usage", draft -> draft.usage = KeyUsage.digitalSignature | KeyUsage.keyCertSign);
		refused("key usage", draft -> draft.usage = KeyUsage.keyAgreement);
		refused("key usage", draft -> draft.usageCritical = false);
		refused("extended key usage", draft -> draft.purposes = new KeyPurposeId[] { KeyPurposeId.id_kp_serverAuth });
		refused("extended key usage",
				draft -> draft.purposes = new KeyPurposeId[] { KeyPurposeId.anyExtendedKeyUsage });
		refused("extended key usage", draft -> draft.purposes = new KeyPurposeId[] { KeyPurposeId.id_kp_serverAuth,
				KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_codeSigning });
		refused("not those of its purpose", draft -> draft.uri = "spiffe://other.internal/node/" + node.id().hex());
		refused("not those of its purpose", draft -> draft.uri = "spiffe://" + ZONE + "/operator/" + node.id().hex());
		refused("not those of its purpose",
				draft -> draft.uri = "spiffe://" + ZONE + "/node/" + NodeKey.generate().id().hex());
		refused("kind that is not used", draft -> draft.more = new GeneralName(GeneralName.rfc822Name, "a@b.example"));
		refused("not those of its purpose", draft -> draft.more = new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
		refused("not a host name", draft -> draft.more = new GeneralName(GeneralName.dNSName, "*." + ZONE));
		refused("federation's root", draft -> draft.more = new GeneralName(GeneralName.dNSName, "example.com"));
		refused("not for this node", draft -> draft.subject = new X500Name("CN=node1"));
		refused("not for this node", draft -> draft.node = NodeKey.generate().id());
		refused("critical extension that is not understood", draft -> draft.unknownCritical = true);
		refused("name constraints", draft -> draft.constrained = true);
		refused("not by the issuer beside it", draft -> draft.issuer = new X500Name("CN=somebody"));
		refused("authority key identifier", draft -> draft.wrongKeyId = true);
		refused("not valid after", draft -> draft.end = now.get().minusSeconds(5));
		refused("signature", draft -> draft.forged = true);
		refused("key that is not allowed",
				draft -> draft.keys = TestAuthority.keys("EC", new ECGenParameterSpec("secp521r1")));
	}

	@Test
	void anotherValidatorMakesNoOperatorOfThisNode(@TempDir Path other) {
		Federation federation = Federation.of(2, other);
		Node victim = federation.node(1);
		Validator judge = new Validator(federation.genesis().rootCertificate(), ZONE, now::get);
		try (TestAuthority liar = new TestAuthority(federation.node(2), now::get)) {
			KeyPair keys = TestAuthority.keys();
			SubjectPublicKeyInfo key = Draft.keyInfo(keys.getPublic());
			SubjectPublicKeyInfo anotherKey = Draft.keyInfo(TestAuthority.keys().getPublic());
			Voucher own = Voucher.sign(federation.node(2).key(), ZONE, key, now.get());
			Voucher good = Voucher.sign(victim.key(), ZONE, key, now.get());

			assertThat(operator(judge, victim, liar, keys, null)).contains("does not vouch for");
			assertThat(operator(judge, victim, liar, keys, own)).contains("does not vouch for");
			assertThat(operator(judge, victim, liar, keys, new Voucher(good.nodeKey(), good.at(), own.signature())))
				.contains("does not vouch for");
			assertThat(operator(judge, victim, liar, keys,
					new Voucher(good.nodeKey(), good.at().plusSeconds(1), good.signature())))
				.contains("does not vouch for");
			assertThat(operator(judge, victim, liar, keys, Voucher.sign(victim.key(), ZONE, anotherKey, now.get())))
				.as("for another key")
				.contains("does not vouch for");
			assertThat(operator(judge, victim, liar, keys,
					Voucher.sign(victim.key(), ZONE, key, now.get().minus(Duration.ofHours(26)))))
				.as("for an operator of the day before")
				.contains("does not vouch for");
			assertThat(
					operator(judge, victim, liar, keys, Voucher.sign(victim.key(), "other.internal", key, now.get())))
				.as("in another federation")
				.contains("does not vouch for");
			assertThat(operator(judge, victim, liar, keys, good)).as("the node asked for it").isEqualTo("accepted");
		}
	}

	/** An operator's leaf as an authority without lint might sign it. */
	private static String operator(Validator judge, Node of, TestAuthority by, KeyPair keys, Voucher voucher) {
		Issuer issuer = by.issuer(RootCeremony.NODE_CA);
		Instant begin = Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.SECONDS);
		Draft draft = Draft
			.of(issuer.name(), Draft.keyInfo(issuer.certificate().getPublicKey()),
					Draft.name("local", "node1 operator", of.id()), Draft.keyInfo(keys.getPublic()), begin,
					begin.plus(Duration.ofHours(1)))
			.with(Extension.basicConstraints, true, new BasicConstraints(false))
			.with(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
			.with(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth))
			.with(Extension.subjectAlternativeName, false,
					new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier,
							SpiffeId.of(ZONE, Purpose.OPERATOR, of.id()).orElseThrow())));
		if (voucher != null) {
			draft.with(Voucher.EXTENSION, false, voucher.toAsn1());
		}
		X509Certificate leaf = issuer.sign(draft.unsigned(Issuer.serial()));
		return switch (judge.validate(new CertificateChain(List.of(leaf, issuer.certificate())), Purpose.OPERATOR,
				of.id())) {
			case Verdict.Accepted _ -> "accepted";
			case Verdict.Rejected(String reason, boolean revoked) -> reason;
			case Verdict.Unavailable _ -> "unavailable";
		};
	}

	@Test
	void anIntermediateThatTheRootDidNotConstrainIsRefused() {
		X509Certificate good = authority.issuer(RootCeremony.NODE_CA).certificate();
		KeyPair keys = TestAuthority.keys();
		Draft lookalike = Draft
			.of(X500Name.getInstance(good.getIssuerX500Principal().getEncoded()),
					Draft.keyInfo(node.genesis().rootCertificate().getPublicKey()),
					X500Name.getInstance(good.getSubjectX500Principal().getEncoded()), Draft.keyInfo(keys.getPublic()),
					good.getNotBefore().toInstant(), good.getNotAfter().toInstant())
			.with(Extension.basicConstraints, true, new BasicConstraints(0))
			.with(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign))
			.with(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(
					new KeyPurposeId[] { KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth }));

		assertThat(judge(
				leaf(Issuer.of(Issuer.sign(lookalike.unsigned(Issuer.serial()), keys.getPrivate()), keys.getPrivate()),
						draft -> draft)))
			.contains("the intermediate has no critical name constraints");
		lookalike.with(Extension.nameConstraints, true, new NameConstraints(
				new GeneralSubtree[] { new GeneralSubtree(new GeneralName(GeneralName.dNSName, ZONE)) }, null));
		assertThat(judge(
				leaf(Issuer.of(Issuer.sign(lookalike.unsigned(Issuer.serial()), keys.getPrivate()), keys.getPrivate()),
						draft -> draft)))
			.as("signed by a key that is not the root's")
			.contains("federation's root");
	}

	@Test
	void damagedCertificatesAreRefusedNotThrown() throws Exception {
		byte[] leaf = authority.issue(Purpose.NODE).leaf().getEncoded();
		X509Certificate intermediate = authority.issuer(RootCeremony.NODE_CA).certificate();
		for (int position = 0; position < leaf.length; position += 3) {
			byte[] damaged = leaf.clone();
			damaged[position] ^= 0x10;
			X509Certificate parsed;
			try {
				parsed = Pem.certificate(damaged);
			}
			catch (CertificateException unreadable) {
				continue;
			}
			assertThat(judge(new CertificateChain(List.of(parsed, intermediate)))).isNotEqualTo("accepted");
		}
	}

	private void refused(String reason, Consumer<Sketch> change) {
		assertThat(judge(leaf(authority.issuer(RootCeremony.NODE_CA), sketch -> {
			change.accept(sketch);
			return sketch;
		}))).contains(reason);
	}

	private String judge(CertificateChain chain) {
		return switch (validator.validate(chain, Purpose.NODE, node.id())) {
			case Verdict.Accepted _ -> "accepted";
			case Verdict.Rejected(String reason, boolean revoked) -> reason;
			case Verdict.Unavailable _ -> "unavailable";
		};
	}

	/** A leaf as an authority without lint might sign it. */
	private CertificateChain leaf(Issuer issuer, UnaryOperator<Sketch> change) {
		Sketch sketch = change.apply(new Sketch(issuer, node.id(), now.get()));
		return new CertificateChain(List.of(sketch.sign(issuer), issuer.certificate()));
	}

	private static final class Sketch {

		private KeyPair keys = TestAuthority.keys();

		private X500Name issuer;

		private X500Name subject;

		private NodeId node;

		private BasicConstraints authority = new BasicConstraints(false);

		private int usage = KeyUsage.digitalSignature;

		private boolean usageCritical = true;

		private KeyPurposeId[] purposes = { KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth };

		private String uri;

		private GeneralName more = new GeneralName(GeneralName.dNSName, "node1.node." + ZONE);

		private boolean unknownCritical;

		private boolean constrained;

		private boolean wrongKeyId;

		private boolean forged;

		private Instant end;

		private Sketch(Issuer issuer, NodeId node, Instant now) {
			this.issuer = issuer.name();
			this.node = node;
			this.uri = SpiffeId.of(ZONE, Purpose.NODE, node).orElseThrow();
			this.end = now.plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
		}

		private X509Certificate sign(Issuer by) {
			X500Name name = (subject != null) ? subject : Draft.name("local", "node1", node);
			Draft draft = Draft
				.of(issuer, Draft.keyInfo(wrongKeyId ? keys.getPublic() : by.certificate().getPublicKey()), name,
						Draft.keyInfo(keys.getPublic()), end.minus(Duration.ofHours(2)), end)
				.with(Extension.basicConstraints, true, authority)
				.with(Extension.keyUsage, usageCritical, new KeyUsage(usage))
				.with(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes))
				.with(Extension.subjectAlternativeName, false, new GeneralNames(
						new GeneralName[] { new GeneralName(GeneralName.uniformResourceIdentifier, uri), more }));
			if (unknownCritical) {
				draft.with(new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1"), true, DERNull.INSTANCE);
			}
			if (constrained) {
				draft.with(Extension.nameConstraints, false, new NameConstraints(
						new GeneralSubtree[] { new GeneralSubtree(new GeneralName(GeneralName.dNSName, ZONE)) }, null));
			}
			return Issuer.sign(draft.unsigned(Issuer.serial()), forged ? TestAuthority.keys().getPrivate() : by.key());
		}

	}

}
