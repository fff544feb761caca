package org.web3ecosystem.trustchain.path;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates that no authority of ours would sign. */
final class TestCertificates {

	/** They are valid a day before and a day after. */
	static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

	private TestCertificates() {
	}

	static GeneralNames names(String... names) {
		return new GeneralNames(Arrays.stream(names).map(TestCertificates::name).toArray(GeneralName[]::new));
	}

	static GeneralName name(String text) {
		int colon = text.indexOf(':');
		int type = switch (text.substring(0, colon)) {
			case "dns" -> GeneralName.dNSName;
			case "uri" -> GeneralName.uniformResourceIdentifier;
			case "ip" -> GeneralName.iPAddress;
			case "mail" -> GeneralName.rfc822Name;
			default -> GeneralName.directoryName;
		};
		return new GeneralName(type, text.substring(colon + 1));
	}

	interface Extensions {

		void addTo(X509v3CertificateBuilder builder) throws Exception;

	}

	static X509Certificate sign(String subject, KeyPair keys, String issuer, KeyPair by, Extensions extensions) {
		try {
			X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(new X500Name("CN=" + issuer),
					BigInteger.valueOf(System.nanoTime()), Date.from(NOW.minus(Duration.ofDays(1))),
					Date.from(NOW.plus(Duration.ofDays(1))), new X500Name("CN=" + subject), keys.getPublic());
			JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
			builder.addExtension(Extension.subjectKeyIdentifier, false,
					identifiers.createSubjectKeyIdentifier(keys.getPublic()));
			builder.addExtension(Extension.authorityKeyIdentifier, false,
					identifiers.createAuthorityKeyIdentifier(by.getPublic()));
			extensions.addTo(builder);
			return new JcaX509CertificateConverter()
				.getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(by.getPrivate())));
		}
		catch (Exception impossible) {
			throw new IllegalStateException(impossible);
		}
	}

}
