package org.web3ecosystem.stoq.join;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;

import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

import org.web3ecosystem.spi.trust.JoinRequest;
import org.web3ecosystem.spi.trust.NodeKey;

/** Makes what a joiner asks the door. */
public final class JoinRequests {

	private static final String DOMAIN = "stoq-join/1";

	private JoinRequests() {
	}

	/**
	 * A request with a PKCS#10 over the leaf keys and the node key's proof over token and
	 * request. The names in the certificate are the issuer's to decide.
	 * @param token the secret of the token
	 * @param name the short node name the joiner would like
	 * @param leaf P-256, fresh
	 */
	public static JoinRequest of(byte[] token, NodeKey node, String name, KeyPair leaf) {
		byte[] csr = csr(name, leaf);
		byte[] statement = ByteBuffer.allocate(64).put(sha256(token)).put(sha256(csr)).array();
		return new JoinRequest(token, node.publicKey().getEncoded(), name, csr, node.sign(DOMAIN, statement));
	}

	private static byte[] csr(String name, KeyPair leaf) {
		try {
			return new JcaPKCS10CertificationRequestBuilder(new X500NameBuilder().addRDN(BCStyle.CN, name).build(),
					leaf.getPublic())
				.build(new JcaContentSignerBuilder("SHA256withECDSA").build(leaf.getPrivate()))
				.getEncoded();
		}
		catch (OperatorCreationException | IOException unfit) {
			throw new IllegalArgumentException("the leaf keys cannot sign a request", unfit);
		}
	}

	private static byte[] sha256(byte[] input) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(input);
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException("every JDK has SHA-256", impossible);
		}
	}

}
