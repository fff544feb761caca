package org.web3ecosystem.platform.backup;

import java.io.IOException;
import java.io.OutputStream;

/** Seals what is written. Closing writes the last block and closes what is below. */
final class SealedOutput extends OutputStream {

	private final OutputStream below;

	private final Seal seal;

	private final byte[] block = new byte[Seal.BLOCK_BYTES];

	private int filled;

	private long number;

	private boolean closed;

	SealedOutput(OutputStream below, Seal seal) throws IOException {
		this.below = below;
		this.seal = seal;
		below.write(seal.header());
	}

	@Override
	public void write(int octet) throws IOException {
		write(new byte[] { (byte) octet }, 0, 1);
	}

	@Override
	public void write(byte[] content, int offset, int length) throws IOException {
		int from = offset;
		int left = length;
		while (left > 0) {
			if (filled == block.length) {
				flushBlock(false);
			}
			int part = Math.min(left, block.length - filled);
			System.arraycopy(content, from, block, filled, part);
			filled += part;
			from += part;
			left -= part;
		}
	}

	@Override
	public void close() throws IOException {
		if (!closed) {
			closed = true;
			try (below) {
				flushBlock(true);
			}
		}
	}

	private void flushBlock(boolean last) throws IOException {
		below.write(seal.seal(number++, last, block, filled));
		filled = 0;
	}

}
