package org.web3ecosystem.hypermesh.proof;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.ProofKind;

/**
 * How many proofs an operation needs, from most to fewest. Which of them a particular
 * operation needs of these is the matter of {@link BundleVerifier}.
 */
public enum ProofLevel {

	/** Space, stake, work and time: always, if nothing else was ordered. */
	FOUR(4),

	/** Space, stake and time. */
	THREE(3),

	/** Stake and time: who and when. */
	TWO(2);

	private final int proofs;

	ProofLevel(int proofs) {
		this.proofs = proofs;
	}

	/** How many there are. */
	public int proofs() {
		return proofs;
	}

	/** Whether what is proven so is proven enough where this is asked for. */
	public boolean takes(ProofLevel shown) {
		return shown.ordinal() <= ordinal();
	}

	private static final List<String> DECIDING = List.of("validator.", "conduct.", "certificates.");

	/** {@code four}, {@code three} or {@code two}. */
	public String word() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * @throws IllegalArgumentException if it is no level's word
	 */
	public static ProofLevel of(String word) {
		for (ProofLevel level : values()) {
			if (level.word().equals(word)) {
				return level;
			}
		}
		throw new IllegalArgumentException("proofs are 'four', 'three' or 'two', not '" + word + "'");
	}

	/** The first one at which all of these can be done without. */
	static ProofLevel without(Set<ProofKind> waived) {
		if (waived.contains(ProofKind.SPACE)) {
			return TWO;
		}
		return waived.contains(ProofKind.WORK) ? THREE : FOUR;
	}

	/**
	 * Whether an operation can ever do with fewer than four. What decides who agrees, how
	 * many proofs are asked for, who is isolated or let back in, and which authorities
	 * are trusted, never can.
	 */
	static boolean canReduce(Operation operation) {
		return DECIDING.stream().noneMatch(operation.kind()::startsWith);
	}

}
