package org.web3ecosystem.hypermesh.state;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * The newest of what was checked and found right: checking it again gives the same. What
 * was found wrong is not remembered. Thread-safe.
 */
public final class FoundRight {

	private final Set<ByteBuffer> newest;

	/**
	 * @param limit how many are remembered
	 */
	public FoundRight(int limit) {
		newest = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {

			private static final long serialVersionUID = 1L;

			@Override
			protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Boolean> eldest) {
				return size() > limit;
			}

		}));
	}

	/**
	 * @param digest of everything the check looks at
	 */
	public boolean isRight(byte[] digest, BooleanSupplier check) {
		ByteBuffer key = ByteBuffer.wrap(digest.clone());
		if (newest.contains(key)) {
			return true;
		}
		boolean right = check.getAsBoolean();
		if (right) {
			newest.add(key);
		}
		return right;
	}

}
