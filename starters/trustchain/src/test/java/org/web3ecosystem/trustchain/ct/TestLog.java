package org.web3ecosystem.trustchain.ct;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;

/** A log of numbers that shows whatever the test wants. */
public final class TestLog {

	/** As many leaves as anyone needs. */
	private static final int SIZE = 40;

	private final String origin;

	private final LogKey key;

	private final MerkleTree tree = new MerkleTree();

	private TestLog(String origin, LogKey key, int salt) {
		this.origin = origin;
		this.key = key;
		for (int i = 0; i < SIZE; i++) {
			tree.append(MerkleTree.leafHash(ByteBuffer.allocate(8).putInt(i).putInt((i < 4) ? 0 : salt).array()));
		}
	}

	public static TestLog in(Path directory, String origin) {
		try {
			return new TestLog(origin, LogKey.in(directory, true), 0);
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	/** The same log with other leaves from the fifth on. */
	public TestLog forked() {
		return new TestLog(origin, key, 1);
	}

	/** The same tree under another name, by the same key. */
	public TestLog named(String other) {
		return new TestLog(other, key, 0);
	}

	public PublicKey key() {
		return key.publicKey();
	}

	public String note(int size) {
		return new Checkpoint(origin, size, tree.root(size)).sign(key);
	}

	public List<byte[]> proof(int first, int second) {
		return tree.consistencyProof(first, second);
	}

}
