package org.web3ecosystem.spi.consensus;

import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;

/**
 * What a block did, the same on every honest node. By itself it proves nothing: no
 * validator signs it. That a transaction was executed as it says can be proven from the
 * ledger (entry {@code tx/<id>} of its own module), for as long as the ledger remembers
 * it; that none is left out cannot.
 *
 * @param epoch that of the roster that ordered it
 * @param height one more than that of the block before
 * @param consensusTime when it was ordered
 * @param root of the state after it: 32 bytes
 * @param executed in their order; transactions that left nothing in the state (foreign,
 * void or seen before) are not among them
 * @param omitted how many more there were that did not fit, the last ones of the block
 */
public record CommittedBlock(Epoch epoch, Height height, Instant consensusTime, byte[] root, List<Executed> executed,
		int omitted) {

	/**
	 * One transaction.
	 *
	 * @param id SHA-256 of the signed transaction, hexadecimal
	 * @param author whose signature it carries
	 * @param module whose command it was
	 * @param verdict {@link Verdict.Accepted} or {@link Verdict.Rejected}
	 * @param waived which proofs it would have needed and did without, as the federation
	 * had ordered for that time; none as a rule
	 */
	public record Executed(String id, NodeId author, String module, Instant consensusTime, Verdict verdict,
			Set<ProofKind> waived) {

		public Executed {
			waived = Set.copyOf(waived);
		}

		/** One that was proven like any other. */
		public Executed(String id, NodeId author, String module, Instant consensusTime, Verdict verdict) {
			this(id, author, module, consensusTime, verdict, Set.of());
		}

	}

	public CommittedBlock {
		root = root.clone();
		executed = List.copyOf(executed);
		if (root.length != 32 || omitted < 0) {
			throw new IllegalArgumentException("a block has a root of 32 bytes, and omits none or some");
		}
	}

	@Override
	public byte[] root() {
		return root.clone();
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof CommittedBlock that && epoch.equals(that.epoch) && height.equals(that.height)
				&& consensusTime.equals(that.consensusTime) && Arrays.equals(root, that.root)
				&& executed.equals(that.executed) && omitted == that.omitted;
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(root) + height.hashCode();
	}

	@Override
	public String toString() {
		return "CommittedBlock[height=" + height.number() + ", executed=" + executed.size() + ", root="
				+ HexFormat.of().formatHex(root, 0, 4) + "]";
	}

}
