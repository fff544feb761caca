package org.web3ecosystem.trustchain.dnssec;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Locale;

import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * A key that signs for a zone, ECDSA P-256 with SHA-256 (RFC 6605).
 *
 * @param role what it signs
 */
public record ZoneKey(Role role, KeyPair pair) {

	/** What a key signs, and how its flags say so (RFC 4034, section 2.1.1). */
	public enum Role {

		/** The keys of the zone; a trust anchor is one of these. */
		KEY_SIGNING(257),
		/** All else. */
		ZONE_SIGNING(256);

		private final int flags;

		Role(int flags) {
			this.flags = flags;
		}

		@Override
		public String toString() {
			return name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

	}

	private static final int TTL = 0;

	/** A new one. */
	public static ZoneKey generate(Role role) {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
			generator.initialize(new ECGenParameterSpec("secp256r1"));
			return new ZoneKey(role, generator.generateKeyPair());
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException("every JDK has P-256", impossible);
		}
	}

	/** RDATA of its DNSKEY record. */
	public byte[] data() {
		return record(".").rdataToWireCanonical();
	}

	/** Key tag (RFC 4034, appendix B). */
	public int tag() {
		return tag(data());
	}

	/**
	 * The same of any key.
	 * @param data RDATA of a DNSKEY record
	 */
	public static int tag(byte[] data) {
		return ((DNSKEYRecord) Record.newRecord(Name.root, Type.DNSKEY, DClass.IN, TTL, data)).getFootprint();
	}

	/** RDATA of its DS record, SHA-256, for the zone above or a list of anchors. */
	public byte[] delegation(String zone) {
		return delegation(zone, data());
	}

	/** The same of a key of which only the RDATA is known. */
	public static byte[] delegation(String zone, byte[] data) {
		Name owner = RecordSet.name(zone);
		return new DSRecord(owner, DClass.IN, TTL, DNSSEC.Digest.SHA256,
				(DNSKEYRecord) Record.newRecord(owner, Type.DNSKEY, DClass.IN, TTL, data))
			.rdataToWireCanonical();
	}

	DNSKEYRecord record(String zone) {
		try {
			return new DNSKEYRecord(Name.fromConstantString(zone), DClass.IN, TTL, role.flags,
					DNSKEYRecord.Protocol.DNSSEC, DNSSEC.Algorithm.ECDSAP256SHA256, pair.getPublic());
		}
		catch (DNSSEC.DNSSECException impossible) {
			throw new IllegalStateException("a key on P-256 is one of its kind", impossible);
		}
	}

	/** Without the key. */
	@Override
	public String toString() {
		return role + " " + tag();
	}

}
