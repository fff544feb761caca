package org.web3ecosystem.trustchain.ca;

import java.math.BigInteger;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

import org.web3ecosystem.spi.genesis.Endpoints;

/**
 * Where a validator shows, over plain HTTP, what others need to judge its leaves: its
 * intermediates, its revocation lists and its OCSP responder. Signed things need no TLS,
 * and who checks a certificate may not have any yet.
 *
 * @param base such as {@code http://192.0.2.1:8080/trustchain}
 */
public record Publication(String base) {

	/**
	 * Into how many revocation lists each intermediate's leaves are divided, by the last
	 * bits of the serial number; a power of two. One list stays below 100 kB.
	 */
	public static final int SHARDS = 16;

	/** At the first address that a node advertises. */
	public static Publication at(Endpoints endpoints) {
		String address = endpoints.addresses().getFirst();
		String host = (address.indexOf(':') >= 0) ? "[" + address + "]" : address;
		return new Publication("http://" + host + ":" + endpoints.http() + "/trustchain");
	}

	/** In which list a leaf is, if it is revoked. */
	public static int shard(BigInteger serial) {
		return serial.intValue() & SHARDS - 1;
	}

	DistributionPointName list(CaName ca, int shard) {
		return new DistributionPointName(new GeneralNames(uri("/crl/" + ca + "/" + shard)));
	}

	CRLDistPoint distributionPoint(CaName ca, BigInteger serial) {
		return new CRLDistPoint(new DistributionPoint[] { new DistributionPoint(list(ca, shard(serial)), null, null) });
	}

	AuthorityInformationAccess access(CaName ca) {
		return AuthorityInformationAccess.getInstance(
				new DERSequence(new ASN1Encodable[] { new AccessDescription(AccessDescription.id_ad_ocsp, uri("/ocsp")),
						new AccessDescription(AccessDescription.id_ad_caIssuers, uri("/ca/" + ca)) }));
	}

	private GeneralName uri(String path) {
		return new GeneralName(GeneralName.uniformResourceIdentifier, base + path);
	}

}
