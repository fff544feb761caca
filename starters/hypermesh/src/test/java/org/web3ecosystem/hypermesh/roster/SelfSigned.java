package org.web3ecosystem.hypermesh.roster;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.HexFormat;

/** Gossip certificates as an engine draws them, written by hand (RFC 5280, RFC 8410). */
public final class SelfSigned {

	private static final byte[] ED25519 = HexFormat.of().parseHex("300506032b6570");

	private SelfSigned() {
	}

	/** One for a key that is drawn here and forgotten. */
	public static byte[] certificate(String name) {
		try {
			KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
			byte[] who = item(0x30, attribute("550403", name), attribute("55040b", "gossip"));
			byte[] content = item(0x30, HexFormat.of().parseHex("a003020102"),
					item(0x02, HexFormat.of().parseHex("7f0102030405060708090a0b0c0d0e0f")), ED25519, who,
					item(0x30, text(0x17, "260101000000Z"), text(0x18, "99991231235959Z")), who,
					pair.getPublic().getEncoded());
			Signature signature = Signature.getInstance("Ed25519");
			signature.initSign(pair.getPrivate());
			signature.update(content);
			return item(0x30, content, ED25519, item(0x03, new byte[1], signature.sign()));
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException(impossible);
		}
	}

	private static byte[] attribute(String type, String value) {
		return item(0x31, item(0x30, item(0x06, HexFormat.of().parseHex(type)), text(0x0c, value)));
	}

	private static byte[] text(int tag, String value) {
		return item(tag, value.getBytes(StandardCharsets.US_ASCII));
	}

	private static byte[] item(int tag, byte[]... parts) {
		ByteArrayOutputStream content = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			content.writeBytes(part);
		}
		ByteArrayOutputStream item = new ByteArrayOutputStream();
		item.write(tag);
		int length = content.size();
		if (length > 0xff) {
			item.write(0x82);
			item.write(length >> 8);
		}
		else if (length > 0x7f) {
			item.write(0x81);
		}
		item.write(length);
		item.writeBytes(content.toByteArray());
		return item.toByteArray();
	}

}
