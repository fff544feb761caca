package org.web3ecosystem.trustchain.revocation;

import java.math.BigInteger;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;

import org.web3ecosystem.trustchain.ca.Ca;
import org.web3ecosystem.trustchain.ca.CaName;
import org.web3ecosystem.trustchain.ca.Pem;
import org.web3ecosystem.trustchain.ct.LogEntry;
import org.web3ecosystem.trustchain.ct.TransparencyLog;

/**
 * The serial numbers of the leaves in a log that have not ended. Reads no further back
 * than a leaf can live, and every entry once. Thread-safe; {@link #isStanding} may read
 * files.
 */
final class IssuedSerials {

	/** No leaf in the log lives longer, see {@code Lint}; the rest is for clocks. */
	private static final Duration LONGEST_LIFE = Duration.ofHours(26);

	private final TransparencyLog log;

	private final Map<BigInteger, Standing> standing = new HashMap<>();

	/** How far the log was read. */
	private int read = -1;

	private Instant tidied = Instant.MIN;

	private record Standing(CaName issuer, Instant notAfter) {
	}

	IssuedSerials(TransparencyLog log) {
		this.log = log;
	}

	/** Whether this intermediate issued a leaf of this number that has not ended. */
	synchronized boolean isStanding(CaName issuer, BigInteger serial, Instant now) {
		catchUp(now);
		Standing found = standing.get(serial);
		return found != null && found.issuer().equals(issuer) && !found.notAfter().isBefore(now);
	}

	private void catchUp(Instant now) {
		int size = log.settled();
		if (read < 0) {
			read = size;
			while (read > 0 && entry(read - 1).timestamp().isAfter(now.minus(LONGEST_LIFE))) {
				read--;
			}
		}
		for (; read < size; read++) {
			Ca ca = Ca.of(entry(read).purpose());
			log.issued(read)
				.map(IssuedSerials::parse)
				.ifPresent(certificate -> standing.put(certificate.getSerialNumber(),
						new Standing(issuer(ca, certificate), certificate.getNotAfter().toInstant())));
		}
		if (tidied.plus(Duration.ofHours(1)).isBefore(now)) {
			standing.values().removeIf(leaf -> leaf.notAfter().isBefore(now));
			tidied = now;
		}
	}

	/** Every leaf names the key that signed it, or lint would have refused it. */
	private static CaName issuer(Ca ca, X509Certificate certificate) {
		AuthorityKeyIdentifier key = AuthorityKeyIdentifier.getInstance(
				ASN1OctetString.getInstance(certificate.getExtensionValue(Extension.authorityKeyIdentifier.getId()))
					.getOctets());
		return CaName.of(ca, key.getKeyIdentifierOctets());
	}

	private LogEntry entry(int index) {
		return log.entry(index).orElseThrow(() -> new IllegalStateException("the log has no entry " + index));
	}

	private static X509Certificate parse(byte[] certificate) {
		try {
			return Pem.certificate(certificate);
		}
		catch (CertificateException impossible) {
			throw new IllegalStateException("a logged certificate cannot be parsed", impossible);
		}
	}

}
