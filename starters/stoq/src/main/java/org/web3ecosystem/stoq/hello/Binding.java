package org.web3ecosystem.stoq.hello;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Map;

import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.cbor.Cbor;

/**
 * What a HELLO is signed for: this TLS session between these two certificates in this
 * federation and epoch. A signature moved to another session is a signature over
 * something else.
 *
 * @param chainId the federation
 * @param epoch the roster
 * @param client SHA-256 of the dialling side's leaf
 * @param server SHA-256 of the listening side's leaf
 * @param exporter keying material exported from the session
 */
public record Binding(ChainId chainId, Epoch epoch, byte[] client, byte[] server, byte[] exporter) {

	public static Binding of(ChainId chainId, Epoch epoch, X509Certificate client, X509Certificate server,
			byte[] exporter) {
		return new Binding(chainId, epoch, sha256(client), sha256(server), exporter);
	}

	/** The bytes that the side in {@code role} signs at {@code time}. */
	byte[] statement(Role role, Instant time) {
		boolean dials = role == Role.CLIENT;
		return Cbor
			.struct(Map.entry("chainId", Cbor.of(chainId.value())), Map.entry("epoch", Cbor.of(epoch.number())),
					Map.entry("role", Cbor.of(role.word())), Map.entry("own", Cbor.of(dials ? client : server)),
					Map.entry("peer", Cbor.of(dials ? server : client)), Map.entry("exporter", Cbor.of(exporter)),
					Map.entry("time", Cbor.of(time.toEpochMilli())))
			.encode();
	}

	/**
	 * The bytes that the Falcon key of the side in {@code role} signs.
	 * @param hello the HELLO that it stands in, encoded without it: whatever that says is
	 * signed too
	 */
	byte[] falconStatement(Role role, byte[] hello) {
		boolean dials = role == Role.CLIENT;
		return Cbor
			.struct(Map.entry("role", Cbor.of(role.word())), Map.entry("exporter", Cbor.of(exporter)),
					Map.entry("own", Cbor.of(dials ? client : server)),
					Map.entry("peer", Cbor.of(dials ? server : client)), Map.entry("hello", Cbor.of(sha256(hello))))
			.encode();
	}

	private static byte[] sha256(X509Certificate certificate) {
		try {
			return sha256(certificate.getEncoded());
		}
		catch (CertificateEncodingException malformed) {
			throw new IllegalArgumentException("not a certificate with an encoding", malformed);
		}
	}

	private static byte[] sha256(byte[] bytes) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(bytes);
		}
		catch (NoSuchAlgorithmException impossible) {
			throw new IllegalStateException("every JDK has SHA-256", impossible);
		}
	}

}
