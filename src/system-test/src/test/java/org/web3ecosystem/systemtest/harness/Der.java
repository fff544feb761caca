package org.web3ecosystem.systemtest.harness;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A value in DER (X.690) with its tag and content: as much of it as it takes to leave an
 * extension out of a certificate, by other code than the product's.
 *
 * @param tag the identifier octet
 * @param content what follows the length
 */
public record Der(int tag, byte[] content) {

	/** Reads one value that fills the bytes. */
	public static Der parse(byte[] bytes) {
		List<Der> read = sequence(bytes);
		if (read.size() != 1) {
			throw new AssertionError(read.size() + " values instead of one");
		}
		return read.getFirst();
	}

	/** What is in a constructed value. */
	public List<Der> children() {
		return sequence(content);
	}

	/** The same tag around other values. */
	public Der with(List<Der> children) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		children.forEach(each -> out.writeBytes(each.encode()));
		return new Der(tag, out.toByteArray());
	}

	public byte[] encode() {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.write(tag);
		if (content.length < 0x80) {
			out.write(content.length);
		}
		else if (content.length < 0x100) {
			out.write(0x81);
			out.write(content.length);
		}
		else {
			out.write(0x82);
			out.write(content.length >>> 8);
			out.write(content.length);
		}
		out.writeBytes(content);
		return out.toByteArray();
	}

	private static List<Der> sequence(byte[] bytes) {
		List<Der> read = new ArrayList<>();
		int at = 0;
		while (at < bytes.length) {
			int tag = bytes[at++] & 0xff;
			int length = bytes[at++] & 0xff;
			if (length >= 0x80) {
				int octets = length & 0x7f;
				length = 0;
				for (int i = 0; i < octets; i++) {
					length = length << 8 | bytes[at++] & 0xff;
				}
			}
			read.add(new Der(tag, Arrays.copyOfRange(bytes, at, at + length)));
			at += length;
		}
		return read;
	}

}
