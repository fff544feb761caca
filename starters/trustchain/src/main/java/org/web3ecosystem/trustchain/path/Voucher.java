package org.web3ecosystem.trustchain.path;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.trustchain.Digest;

/**
 * A node's word that a key is its operator's: its node key's signature over that key,
 * which stands in the operator's certificate. An intermediate alone makes no operator,
 * whosever it is: only the node that obeys an operator can name one.
 *
 * <pre>
 * Voucher ::= SEQUENCE { nodeKey OCTET STRING, at INTEGER, signature OCTET STRING }
 * </pre>
 *
 * @param nodeKey the node's key, SubjectPublicKeyInfo
 * @param at when it was given, to the second; the word lasts {@link #LIFE}
 * @param signature by the node key over zone, operator's key and time
 */
public record Voucher(byte[] nodeKey, Instant at, byte[] signature) {

	/**
	 * A UUID below an arc that its owner opened for such. A number for the UUID alone
	 * (ITU-T X.667) has more bits than Go reads, and with it none of the certificate.
	 */
	public static final ASN1ObjectIdentifier EXTENSION = new ASN1ObjectIdentifier(
			"1.2.840.113556.1.8000.2554.54069.64759.18214.16747.37278.3017670.5421006");

	/** A day for the leaf, the rest for clocks that differ. */
	static final Duration LIFE = Duration.ofHours(25);

	private static final String DOMAIN = "trustchain-operator/1";

	public Voucher {
		nodeKey = nodeKey.clone();
		signature = signature.clone();
	}

	@Override
	public byte[] nodeKey() {
		return nodeKey.clone();
	}

	@Override
	public byte[] signature() {
		return signature.clone();
	}

	/** Vouches for an operator's key. */
	public static Voucher sign(NodeKey node, String zone, SubjectPublicKeyInfo operator, Instant now) {
		Instant at = Instant.ofEpochSecond(now.getEpochSecond());
		return new Voucher(node.publicKey().getEncoded(), at, node.sign(DOMAIN, message(zone, operator, at)));
	}

	/**
	 * The voucher among these extensions, if there is one.
	 * @throws IllegalArgumentException if it is malformed
	 */
	public static Optional<Voucher> in(@Nullable Extensions extensions) {
		Extension found = (extensions != null) ? extensions.getExtension(EXTENSION) : null;
		return Optional.ofNullable(found)
			.map(extension -> decode(ASN1Sequence.getInstance(extension.getParsedValue())));
	}

	/** The extension's value. */
	public DERSequence toAsn1() {
		return new DERSequence(new ASN1Encodable[] { new DEROctetString(nodeKey), new ASN1Integer(at.getEpochSecond()),
				new DEROctetString(signature) });
	}

	/** Whether it is {@code node}'s word for this key, good until {@code end}. */
	boolean holds(NodeId node, String zone, SubjectPublicKeyInfo operator, Instant end) {
		return NodeId.of(NodeKey.decodePublic(nodeKey)).equals(node) && !end.isAfter(at.plus(LIFE))
				&& NodeKey.verify(NodeKey.decodePublic(nodeKey), DOMAIN, message(zone, operator, at), signature);
	}

	private static Voucher decode(ASN1Sequence fields) {
		if (fields.size() != 3) {
			throw new IllegalArgumentException("a voucher has three fields");
		}
		return new Voucher(ASN1OctetString.getInstance(fields.getObjectAt(0)).getOctets(),
				Instant.ofEpochSecond(ASN1Integer.getInstance(fields.getObjectAt(1)).longValueExact()),
				ASN1OctetString.getInstance(fields.getObjectAt(2)).getOctets());
	}

	private static byte[] message(String zone, SubjectPublicKeyInfo operator, Instant at) {
		try {
			return Cbor
				.struct(Map.entry("zone", Cbor.of(zone)),
						Map.entry("operator", Cbor.of(Digest.sha256(operator.getEncoded()))),
						Map.entry("at", Cbor.of(at.getEpochSecond())))
				.encode();
		}
		catch (IOException impossible) {
			throw new IllegalStateException("encoding in memory", impossible);
		}
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Voucher that && at.equals(that.at) && Arrays.equals(nodeKey, that.nodeKey)
				&& Arrays.equals(signature, that.signature);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(signature);
	}

}
