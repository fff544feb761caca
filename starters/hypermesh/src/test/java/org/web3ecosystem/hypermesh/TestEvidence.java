package org.web3ecosystem.hypermesh;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

import org.web3ecosystem.spi.consensus.EvidenceVerifier;
import org.web3ecosystem.spi.consensus.LedgerApplication.Misbehaviour;
import org.web3ecosystem.spi.genesis.Validator;

/**
 * Messages of an engine that signs nothing: a line with the creator's number, a round and
 * something. Two of one creator that are not the same contradict each other.
 */
public final class TestEvidence {

	/** Judges such messages. */
	public static final EvidenceVerifier VERIFIER = TestEvidence::judge;

	private TestEvidence() {
	}

	public static byte[] message(long creator, long round, String content) {
		return (creator + " " + round + " " + content).getBytes(StandardCharsets.UTF_8);
	}

	/** As an engine would show it. */
	public static Misbehaviour misbehaviour(long creator, long round) {
		return new Misbehaviour(creator, "equivocation",
				List.of(message(creator, round, "one"), message(creator, round, "other")));
	}

	private static OptionalLong judge(Validator accused, byte[] one, byte[] other) {
		String[] first = new String(one, StandardCharsets.UTF_8).split(" ");
		String[] second = new String(other, StandardCharsets.UTF_8).split(" ");
		String number = Long.toString(accused.engineId());
		return !Arrays.equals(one, other) && first[0].equals(number) && second[0].equals(number)
				? OptionalLong.of(Math.min(Long.parseLong(first[1]), Long.parseLong(second[1]))) : OptionalLong.empty();
	}

}
