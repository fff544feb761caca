package org.web3ecosystem.trustchain.dns;

/** Reads a name where it stands in a message, without making anything of it. */
final class WireName {

	/** Of the name on the wire, the root's byte included (RFC 1035, section 2.3.4). */
	static final int MAX = 255;

	private static final int PRIME = 0x01000193;

	/** Lower case of the bytes that names here are made of, zero for all others. */
	private static final byte[] PLAIN = plain();

	private final int seed;

	private final byte[] lower = new byte[MAX];

	private int length;

	private int hash;

	/**
	 * @param seed of the hash, so that nobody outside knows which names share a place
	 */
	WireName(int seed) {
		this.seed = seed;
	}

	private static byte[] plain() {
		byte[] plain = new byte[256];
		for (int c = 0; c < 128; c++) {
			if (c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_') {
				plain[c] = (byte) c;
			}
			if (c >= 'A' && c <= 'Z') {
				plain[c] = (byte) (c + 'a' - 'A');
			}
		}
		return plain;
	}

	/** Whether there is a plain and uncompressed name, which then is this one. */
	boolean read(byte[] message, int begin, int end) {
		int mixed = seed;
		int at = begin;
		int label = 0;
		while (at < end && at - begin < MAX) {
			int each = message[at];
			if (label == 0) {
				if (each < 0 || each > 63) {
					return false;
				}
				label = each + 1;
			}
			else {
				each = PLAIN[each & 0xff];
				if (each == 0) {
					return false;
				}
			}
			lower[at - begin] = (byte) each;
			mixed = (mixed ^ each) * PRIME;
			label--;
			at++;
			if (each == 0) {
				length = at - begin;
				hash = mixed;
				return true;
			}
		}
		return false;
	}

	/** The name in lower case, from the beginning of these bytes. */
	byte[] lower() {
		return lower;
	}

	int length() {
		return length;
	}

	int hash() {
		return hash;
	}

}
