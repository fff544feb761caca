package org.web3ecosystem.platform.backup;

import java.io.IOException;
import java.io.InputStream;

/**
 * Opens what {@link SealedOutput} sealed. Nothing is given out before its block was
 * verified; that the end is the end is known once the end was read.
 */
final class SealedInput extends InputStream {

	private final InputStream below;

	private final Seal seal;

	/** One byte more than a block, which tells whether another follows. */
	private final byte[] ahead = new byte[Seal.BLOCK_BYTES + Seal.TAG_BYTES + 1];

	private int there;

	private byte[] content = new byte[0];

	private int given;

	private long number;

	private boolean last;

	/**
	 * @param below stands behind the header
	 */
	SealedInput(InputStream below, Seal seal) {
		this.below = below;
		this.seal = seal;
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
	}

	@Override
	public int read(byte[] target, int offset, int length) throws IOException {
		while (length > 0 && given == content.length) {
			if (last) {
				return -1;
			}
			next();
		}
		int part = Math.min(length, content.length - given);
		System.arraycopy(content, given, target, offset, part);
		given += part;
		return part;
	}

	@Override
	public void close() throws IOException {
		below.close();
	}

	private void next() throws IOException {
		there += below.readNBytes(ahead, there, ahead.length - there);
		last = there < ahead.length;
		int sealed = Math.min(there, ahead.length - 1);
		content = seal.open(number++, last, ahead, sealed);
		given = 0;
		if (!last) {
			ahead[0] = ahead[sealed];
			there = 1;
		}
	}

}
