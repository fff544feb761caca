package org.web3ecosystem.hypermesh.state;

import java.util.Arrays;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Checks that the entries it is shown, in the ascending order of their ways, are all that
 * there are under a root, and no others: each has a proof that leads to the root, nothing
 * lies between one and the next, and all of them together hash to the root. Keeps one
 * entry and one way in memory. Not thread-safe.
 *
 * <pre>
 *        root
 *       /    \
 *      *      b        between a and b nothing is missing, if nothing
 *     / \              lies right of the way to a and left of the way
 *    a   (nothing)     to b below the place where they part
 * </pre>
 */
public final class CompleteState {

	private final byte[] root;

	/** Hashes of whole subtrees that lie left of the way to the last entry, by depth. */
	private final byte[] @Nullable [] left = new byte[EntryPath.BITS][];

	private @Nullable Shown last;

	/** Where the last entry's way parts from the one before; -1 for the first. */
	private int parted = -1;

	private record Shown(EntryPath path, byte[] hash, InclusionProof proof) {
	}

	public CompleteState(byte[] root) {
		this.root = root.clone();
	}

	/**
	 * The next entry.
	 * @throws ProofException saying what does not hold; nothing further can be checked
	 */
	public void next(String module, String key, byte[] value, InclusionProof proof) {
		EntryPath path = EntryPath.of(module, key);
		if (!Arrays.equals(proof.rootFor(module, key, Optional.of(value)), root)) {
			throw new ProofException("the entry with this value is not in the state with that root");
		}
		Shown next = new Shown(path, new TreeNode.Leaf(path, Sha256.of(value)).hash(), proof);
		Shown before = last;
		int parts = -1;
		if (before != null) {
			if (before.path().compareTo(path) >= 0) {
				throw new ProofException("the entry is in the wrong place, or there twice");
			}
			parts = before.path().partsFrom(path);
			requireNothing(before, parts, false);
			fold(before, parts);
		}
		requireNothing(next, parts, true);
		last = next;
		parted = parts;
	}

	/**
	 * There are no more.
	 * @throws ProofException if there are
	 */
	public void end() {
		Shown before = last;
		if (before == null) {
			requireRoot(TreeNode.EMPTY_HASH);
			return;
		}
		requireNothing(before, -1, false);
		fold(before, -1);
	}

	/** Nothing lies left, or right, of the way below where it parts. */
	private static void requireNothing(Shown shown, int parts, boolean onItsLeft) {
		for (int depth = parts + 1; depth < shown.proof().depth(); depth++) {
			if (shown.path().turnsRight(depth) == onItsLeft && !shown.proof().isAloneAt(depth)) {
				throw new ProofException(onItsLeft ? "entries before this one are missing"
						: "entries after the one before this one are missing");
			}
		}
	}

	/** Hashes what is known to be whole: from the leaf up to where the next way parts. */
	private void fold(Shown shown, int parts) {
		byte[] hash = shown.hash();
		for (int depth = Math.max(parted, parts); depth > parts; depth--) {
			byte[] beside = left[depth] == null ? TreeNode.EMPTY_HASH : left[depth];
			left[depth] = null;
			hash = shown.path().turnsRight(depth) ? TreeNode.branchHash(beside, hash)
					: TreeNode.branchHash(hash, TreeNode.EMPTY_HASH);
		}
		if (parts < 0) {
			requireRoot(hash);
		}
		else {
			left[parts] = hash;
		}
	}

	private void requireRoot(byte[] hash) {
		if (!Arrays.equals(hash, root)) {
			throw new ProofException("all entries together do not hash to the root");
		}
	}

}
