package org.web3ecosystem.trustchain.ct;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.Digest;

/**
 * One entry of the log.
 *
 * @param stamped what the tree commits to
 * @param purpose what the certificate is for
 * @param node whom it names
 * @param precertificate what was submitted for a precert_entry, DER; empty for another
 * @param chain SHA-256 of each certificate above it, its issuer's first
 */
public record LogEntry(TimestampedEntry stamped, Purpose purpose, NodeId node, byte[] precertificate,
		List<byte[]> chain) {

	private static final int MAX_EXTRA = 1 << 17;

	public LogEntry {
		precertificate = precertificate.clone();
		chain = List.copyOf(chain);
		if (chain.stream().anyMatch(each -> each.length != Digest.LENGTH)) {
			throw new IllegalArgumentException("a chain is of digests");
		}
	}

	static LogEntry of(Submission submission, int index, Instant timestamp) {
		return new LogEntry(TimestampedEntry.at(index, timestamp, submission.entry()), submission.purpose(),
				submission.node(), submission.precertificate(),
				submission.chain().stream().map(each -> Digest.sha256(each)).toList());
	}

	@Override
	public byte[] precertificate() {
		return precertificate.clone();
	}

	/** When it was logged. */
	public Instant timestamp() {
		return stamped.timestamp();
	}

	/** MerkleTreeLeaf, RFC 6962, section 3.4: what the tree commits to. */
	public byte[] leafInput() {
		return stamped.leafInput();
	}

	/**
	 * Whether it is of before there were precertificates, when everything in a log was
	 * issued beside it.
	 */
	boolean isBare() {
		return chain.isEmpty() && precertificate.length == 0;
	}

	/** What stands beside the leaf and is not in the tree. */
	byte[] extra() {
		return Cbor
			.struct(Map.entry("purpose", Cbor.of(purpose.name())), Map.entry("node", Cbor.of(node.hex())),
					Map.entry("precertificate", Cbor.of(precertificate)),
					Map.entry("chain", Cbor.of(chain.stream().map(Cbor::of).toList())))
			.encode();
	}

	/**
	 * Reads an entry. Before there were precertificates nothing but purpose and node
	 * stood beside a leaf.
	 */
	static LogEntry decode(byte[] leafInput, byte[] extra) {
		Cbor.Struct beside = Cbor.decodeStruct(extra, MAX_EXTRA).only("purpose", "node", "precertificate", "chain");
		boolean bare = beside.find("chain").isEmpty();
		List<byte[]> chain = bare ? List.of()
				: beside.array("chain")
					.stream()
					.map(item -> (item instanceof Cbor.Bytes bytes) ? bytes.value() : new byte[0])
					.toList();
		LogEntry entry = new LogEntry(TimestampedEntry.decode(leafInput), Purpose.valueOf(beside.text("purpose")),
				new NodeId(beside.text("node")), bare ? new byte[0] : beside.bytes("precertificate"), chain);
		if (!Arrays.equals(entry.leafInput(), leafInput)) {
			throw new IllegalArgumentException("not a log entry");
		}
		return entry;
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof LogEntry that && stamped.equals(that.stamped) && purpose == that.purpose
				&& node.equals(that.node) && Arrays.equals(precertificate, that.precertificate)
				&& Arrays.equals(extra(), that.extra());
	}

	@Override
	public int hashCode() {
		return stamped.hashCode();
	}

}
