package org.web3ecosystem.hypermesh.state;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;

/**
 * What lies beside the way from the root to an entry. It shows that the entry has a
 * certain value or, with the leaf that stands in its place or nothing, that there is no
 * such entry.
 */
public final class InclusionProof {

	private final List<byte[]> siblings;

	private final Optional<TreeNode.Leaf> other;

	/**
	 * @param siblings hashes from the root down
	 * @param other another entry's leaf that stands where this one would
	 */
	InclusionProof(List<byte[]> siblings, Optional<TreeNode.Leaf> other) {
		this.siblings = List.copyOf(siblings);
		this.other = other;
	}

	/**
	 * Of an entry that is there.
	 * @param siblings hashes from the root down
	 * @throws ProofException if this cannot be one
	 */
	public static InclusionProof of(List<byte[]> siblings) {
		if (siblings.size() > EntryPath.BITS || siblings.stream().anyMatch(hash -> hash.length != Sha256.LENGTH)) {
			throw new ProofException("not the hashes beside a way");
		}
		return new InclusionProof(siblings.stream().map(byte[]::clone).toList(), Optional.empty());
	}

	/** Hashes from the root down. */
	public List<byte[]> siblings() {
		return siblings.stream().map(byte[]::clone).toList();
	}

	/** How deep the entry's leaf lies. */
	int depth() {
		return siblings.size();
	}

	/** Whether there is nothing on the other side of the turn below {@code depth}. */
	boolean isAloneAt(int depth) {
		return Arrays.equals(siblings.get(depth), TreeNode.EMPTY_HASH);
	}

	/** The root hash under which the entry has {@code value}, or is absent. */
	byte[] rootFor(String module, String key, Optional<byte[]> value) {
		EntryPath path = EntryPath.of(module, key);
		byte[] hash = value.map(present -> present(path, present)).orElseGet(() -> absent(path));
		for (int depth = siblings.size() - 1; depth >= 0; depth--) {
			byte[] beside = siblings.get(depth);
			hash = path.turnsRight(depth) ? TreeNode.branchHash(beside, hash) : TreeNode.branchHash(hash, beside);
		}
		return hash;
	}

	private byte[] present(EntryPath path, byte[] value) {
		if (other.isPresent()) {
			throw new ProofException("the proof shows another entry in this one's place");
		}
		return new TreeNode.Leaf(path, Sha256.of(value)).hash();
	}

	private byte[] absent(EntryPath path) {
		if (other.isEmpty()) {
			return TreeNode.EMPTY_HASH;
		}
		TreeNode.Leaf leaf = other.get();
		// a leaf elsewhere, or the very entry, says nothing about absence
		if (leaf.path().equals(path) || !leaf.path().agreesTo(path, siblings.size())) {
			throw new ProofException("the leaf shown does not stand in the entry's place");
		}
		return leaf.hash();
	}

	Cbor toCbor() {
		Cbor.Struct leaf = other.map(found -> Cbor.struct(Map.entry("path", Cbor.of(found.path().bytes())),
				Map.entry("valueHash", Cbor.of(found.valueHash()))))
			.orElseGet(() -> Cbor.struct());
		return Cbor.struct(Map.entry("siblings", Cbor.of(siblings.stream().map(Cbor::of).toList())),
				Map.entry("other", leaf));
	}

	static InclusionProof fromCbor(Cbor.Struct map) {
		map.only("siblings", "other");
		List<Cbor> items = map.array("siblings");
		if (items.size() > EntryPath.BITS) {
			throw new CborException("more siblings than a way has turns");
		}
		Cbor.Struct leaf = map.struct("other").only("path", "valueHash");
		return new InclusionProof(items.stream().map(InclusionProof::hash).toList(), leaf.entries().isEmpty()
				? Optional.empty()
				: Optional.of(new TreeNode.Leaf(new EntryPath(hash(leaf.get("path"))), hash(leaf.get("valueHash")))));
	}

	private static byte[] hash(Cbor item) {
		if (item instanceof Cbor.Bytes bytes && bytes.value().length == Sha256.LENGTH) {
			return bytes.value();
		}
		throw new CborException("not a hash of " + Sha256.LENGTH + " bytes");
	}

	@Override
	public boolean equals(Object object) {
		return object instanceof InclusionProof that && Arrays.equals(toCbor().encode(), that.toCbor().encode());
	}

	@Override
	public int hashCode() {
		return siblings.size();
	}

}
