package org.web3ecosystem.hypermesh.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;

import org.web3ecosystem.hypermesh.state.TreeNode.Branch;
import org.web3ecosystem.hypermesh.state.TreeNode.Empty;
import org.web3ecosystem.hypermesh.state.TreeNode.Leaf;
import org.web3ecosystem.spi.consensus.LedgerState;

/**
 * A compact sparse Merkle tree: a subtree with one entry is that entry's leaf, one with
 * none is nothing. The shape depends on the set of entries only, never on the order they
 * came in. Its nodes live in the replicated state beside the entries, so they survive
 * whatever the state survives.
 *
 * <pre>
 *         root
 *        /    \
 *     branch   leaf 1…
 *     /    \
 *  leaf 00… leaf 01…
 * </pre>
 */
public final class StateTree {

	private final LedgerState store;

	private StateTree(LedgerState store) {
		this.store = store;
	}

	/**
	 * Brings the tree up to date with changed entries.
	 * @param changes the new value of each changed entry, empty if it was removed
	 * @return the new root hash
	 */
	public static byte[] update(LedgerState store, SortedMap<Entry, Optional<byte[]>> changes) {
		StateTree tree = new StateTree(store);
		List<Change> sorted = changes.entrySet().stream().map(Change::of).sorted().toList();
		return sorted.isEmpty() ? root(store::get) : tree.update(0, sorted).hash();
	}

	/** The root hash of the stored tree. */
	public static byte[] root(Function<byte[], Optional<byte[]>> read) {
		byte[] position = new EntryPath(new byte[Sha256.LENGTH]).position(0);
		return read.apply(position).map(TreeNode::decode).orElse(TreeNode.EMPTY).hash();
	}

	/** The way to an entry, there or not, with what lies beside it. */
	public static InclusionProof prove(Function<byte[], Optional<byte[]>> read, String module, String key) {
		EntryPath path = EntryPath.of(module, key);
		List<byte[]> siblings = new ArrayList<>();
		for (int depth = 0;; depth++) {
			TreeNode node = read.apply(path.position(depth)).map(TreeNode::decode).orElse(TreeNode.EMPTY);
			switch (node) {
				case Branch(byte[] left, byte[] right) -> siblings.add(path.turnsRight(depth) ? left : right);
				case Leaf leaf when leaf.path().equals(path) -> {
					return new InclusionProof(siblings, Optional.empty());
				}
				case Leaf other -> {
					return new InclusionProof(siblings, Optional.of(other));
				}
				case Empty nothing -> {
					return new InclusionProof(siblings, Optional.empty());
				}
			}
		}
	}

	/** Is shown every entry. */
	@FunctionalInterface
	public interface Visitor<E extends Exception> {

		/** The next entry, with what lies beside the way to it. */
		void entry(Entry entry, InclusionProof proof) throws E;

	}

	/**
	 * Shows every entry, in the ascending order of their ways. Keeps one way in memory.
	 * @param read reads one state that does not change meanwhile
	 */
	public static <E extends Exception> void walk(Function<byte[], Optional<byte[]>> read, Visitor<E> visitor)
			throws E {
		walk(read, new EntryPath(new byte[Sha256.LENGTH]), new ArrayList<>(), visitor);
	}

	private static <E extends Exception> void walk(Function<byte[], Optional<byte[]>> read, EntryPath path,
			List<byte[]> siblings, Visitor<E> visitor) throws E {
		int depth = siblings.size();
		switch (read.apply(path.position(depth)).map(TreeNode::decode).orElse(TreeNode.EMPTY)) {
			case Branch(byte[] left, byte[] right) -> {
				siblings.add(right);
				walk(read, path, siblings, visitor);
				siblings.set(depth, left);
				walk(read, path.turnedAt(depth), siblings, visitor);
				siblings.removeLast();
			}
			case Leaf leaf -> visitor.entry(
					leaf.name()
						.orElseThrow(() -> new IllegalStateException("the state has an entry without "
								+ "a name: the federation began with a version that did not keep them")),
					new InclusionProof(siblings, Optional.empty()));
			case Empty nothing -> {
			}
		}
	}

	private TreeNode update(int depth, List<Change> changes) {
		EntryPath path = changes.getFirst().path();
		TreeNode before = load(path, depth);
		TreeNode after = switch (before) {
			case Empty nothing -> build(depth, leaves(changes));
			case Leaf leaf -> build(depth, merge(leaf, changes));
			case Branch branch -> update(branch, depth, changes);
		};
		save(path, depth, after);
		return after;
	}

	private TreeNode update(Branch branch, int depth, List<Change> changes) {
		EntryPath path = changes.getFirst().path();
		int split = split(depth, changes.stream().map(Change::path).toList());
		if (split > 0 && split < changes.size()) {
			TreeNode left = update(depth + 1, changes.subList(0, split));
			return join(path, depth, left, update(depth + 1, changes.subList(split, changes.size())));
		}
		boolean right = split == 0;
		TreeNode changed = update(depth + 1, changes);
		if (changed instanceof Branch) {
			return right ? new Branch(branch.left(), changed.hash()) : new Branch(changed.hash(), branch.right());
		}
		// only now the shape may change, and what stands beside must be known
		TreeNode beside = load(path.turnedAt(depth), depth + 1);
		return right ? join(path, depth, beside, changed) : join(path, depth, changed, beside);
	}

	private TreeNode build(int depth, List<Leaf> leaves) {
		if (leaves.size() < 2) {
			return leaves.isEmpty() ? TreeNode.EMPTY : leaves.getFirst();
		}
		EntryPath path = leaves.getFirst().path();
		int split = split(depth, leaves.stream().map(Leaf::path).toList());
		TreeNode left = build(depth + 1, leaves.subList(0, split));
		TreeNode right = build(depth + 1, leaves.subList(split, leaves.size()));
		if (split > 0) {
			save(path, depth + 1, left);
		}
		if (split < leaves.size()) {
			save(leaves.getLast().path(), depth + 1, right);
		}
		return join(path, depth, left, right);
	}

	/** A lone leaf moves up to where its subtree begins. */
	private TreeNode join(EntryPath path, int depth, TreeNode left, TreeNode right) {
		if (left instanceof Empty && !(right instanceof Branch)) {
			return lift(depth, right);
		}
		if (right instanceof Empty && !(left instanceof Branch)) {
			return lift(depth, left);
		}
		return new Branch(left.hash(), right.hash());
	}

	private TreeNode lift(int depth, TreeNode node) {
		if (node instanceof Leaf leaf) {
			store.remove(leaf.path().position(depth + 1));
		}
		return node;
	}

	private TreeNode load(EntryPath path, int depth) {
		return store.get(path.position(depth)).map(TreeNode::decode).orElse(TreeNode.EMPTY);
	}

	private void save(EntryPath path, int depth, TreeNode node) {
		switch (node) {
			case Empty nothing -> store.remove(path.position(depth));
			case Leaf leaf -> store.put(path.position(depth), leaf.encode());
			case Branch branch -> store.put(path.position(depth), branch.encode());
		}
	}

	private static List<Leaf> leaves(List<Change> changes) {
		return changes.stream().flatMap(change -> change.leaf().stream()).toList();
	}

	private static List<Leaf> merge(Leaf leaf, List<Change> changes) {
		List<Leaf> merged = new ArrayList<>(leaves(changes));
		if (changes.stream().noneMatch(change -> change.path().equals(leaf.path()))) {
			merged.add(leaf);
			merged.sort((a, b) -> a.path().compareTo(b.path()));
		}
		return merged;
	}

	/** How many of the sorted paths turn left below {@code depth}. */
	private static int split(int depth, List<EntryPath> paths) {
		int split = 0;
		while (split < paths.size() && !paths.get(split).turnsRight(depth)) {
			split++;
		}
		return split;
	}

	/** Which entry, of which module. */
	public record Entry(String module, String key) implements Comparable<Entry> {

		@Override
		public int compareTo(Entry other) {
			int byModule = module.compareTo(other.module);
			return byModule != 0 ? byModule : key.compareTo(other.key);
		}

	}

	private record Change(EntryPath path, Optional<Leaf> leaf) implements Comparable<Change> {

		static Change of(Map.Entry<Entry, Optional<byte[]>> change) {
			EntryPath path = EntryPath.of(change.getKey().module(), change.getKey().key());
			return new Change(path,
					change.getValue().map(value -> new Leaf(path, Sha256.of(value), Optional.of(change.getKey()))));
		}

		@Override
		public int compareTo(Change other) {
			return path.compareTo(other.path);
		}

	}

}
