package org.web3ecosystem.hypermesh.proof;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.consensus.ProofKind;

/** Proofs that were done without, as words: {@code space}, {@code work}. */
public final class Waived {

	private Waived() {
	}

	/** In the one order of the kinds. */
	public static List<String> words(Set<ProofKind> waived) {
		return waived.stream().sorted().map(kind -> kind.name().toLowerCase(Locale.ROOT)).toList();
	}

	public static Cbor toCbor(Set<ProofKind> waived) {
		return Cbor.of(words(waived).stream().map(Cbor::of).toList());
	}

	/**
	 * @throws CborException if they are not those, in their order, and each once
	 */
	public static Set<ProofKind> fromCbor(List<Cbor> items) {
		Set<ProofKind> waived = EnumSet.noneOf(ProofKind.class);
		List<String> words = new ArrayList<>();
		for (Cbor item : items) {
			if (!(item instanceof Cbor.Text(String word)) || words.size() == ProofKind.values().length) {
				throw new CborException("not a kind of proof");
			}
			words.add(word);
			for (ProofKind kind : ProofKind.values()) {
				if (kind.name().toLowerCase(Locale.ROOT).equals(word)) {
					waived.add(kind);
				}
			}
		}
		if (!words(waived).equals(words)) {
			throw new CborException("not kinds of proofs in their order");
		}
		return waived;
	}

}
