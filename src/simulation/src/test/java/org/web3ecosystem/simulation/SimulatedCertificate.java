package org.web3ecosystem.simulation;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Set;

import javax.security.auth.x500.X500Principal;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.trust.CertificateChain;

/** A certificate of which only names, bytes and times are looked at. */
final class SimulatedCertificate extends X509Certificate {

	private static final long serialVersionUID = 1L;

	private final String name;

	private final boolean self;

	private SimulatedCertificate(String name, boolean self) {
		this.name = name;
		this.self = self;
	}

	static CertificateChain issued(int number) {
		return new CertificateChain(List.of(new SimulatedCertificate("leaf" + number, false)));
	}

	static CertificateChain selfIssued() {
		return new CertificateChain(List.of(new SimulatedCertificate("self", true)));
	}

	String name() {
		return name;
	}

	@Override
	public X500Principal getSubjectX500Principal() {
		return new X500Principal("CN=" + name);
	}

	@Override
	public X500Principal getIssuerX500Principal() {
		return new X500Principal("CN=" + (self ? name : "node intermediate"));
	}

	@Override
	public Date getNotBefore() {
		return Date.from(World.BEGIN.minus(Duration.ofDays(1)));
	}

	@Override
	public Date getNotAfter() {
		return Date.from(World.BEGIN.plus(Duration.ofDays(1)));
	}

	@Override
	public byte[] getEncoded() {
		return name.getBytes(StandardCharsets.US_ASCII);
	}

	@Override
	public void checkValidity() {
		// nobody asks
	}

	@Override
	public void checkValidity(Date date) {
		// nobody asks
	}

	@Override
	public int getVersion() {
		return 3;
	}

	@Override
	public BigInteger getSerialNumber() {
		return BigInteger.ONE;
	}

	@Override
	@SuppressWarnings("deprecation")
	public Principal getIssuerDN() {
		return getIssuerX500Principal();
	}

	@Override
	@SuppressWarnings("deprecation")
	public Principal getSubjectDN() {
		return getSubjectX500Principal();
	}

	@Override
	public byte[] getTBSCertificate() {
		return getEncoded();
	}

	@Override
	public byte[] getSignature() {
		return getEncoded();
	}

	@Override
	public String getSigAlgName() {
		return "none";
	}

	@Override
	public String getSigAlgOID() {
		return "0.0";
	}

	@Override
	public byte @Nullable [] getSigAlgParams() {
		return null;
	}

	@Override
	public boolean @Nullable [] getIssuerUniqueID() {
		return null;
	}

	@Override
	public boolean @Nullable [] getSubjectUniqueID() {
		return null;
	}

	@Override
	public boolean @Nullable [] getKeyUsage() {
		return null;
	}

	@Override
	public int getBasicConstraints() {
		return -1;
	}

	@Override
	public void verify(PublicKey key) {
		// nobody asks
	}

	@Override
	public void verify(PublicKey key, String provider) {
		// nobody asks
	}

	@Override
	public String toString() {
		return name;
	}

	@Override
	public PublicKey getPublicKey() {
		return Keys.ALL.getFirst().publicKey();
	}

	@Override
	public boolean hasUnsupportedCriticalExtension() {
		return false;
	}

	@Override
	public Set<String> getCriticalExtensionOIDs() {
		return Set.of();
	}

	@Override
	public Set<String> getNonCriticalExtensionOIDs() {
		return Set.of();
	}

	@Override
	public byte @Nullable [] getExtensionValue(String oid) {
		return null;
	}

}
