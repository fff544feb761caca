package org.web3ecosystem.stoq.hello;

import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;

/**
 * What a side can do beyond version 1, as HELLO and HELLO_ACK say it. Words that the
 * other side does not know mean nothing to it; HELLO_ACK has only such as HELLO had, so
 * that a peer from before features never sees any.
 *
 * @param words sorted, distinct
 */
public record Features(List<String> words) {

	/** Requests may carry the trace context of their caller. */
	public static final String TRACE = "trace";

	/** A stream may carry one request after the other. */
	public static final String REUSE = "reuse";

	/** HELLO and HELLO_ACK may carry what the issuer of the leaf says of it. */
	public static final String STAPLE = "staple";

	/** None. */
	public static final Features NONE = new Features(List.of());

	/** Those of this side. */
	public static final Features OURS = new Features(List.of(REUSE, STAPLE, TRACE));

	private static final int MOST = 16;

	private static final int LONGEST = 32;

	/**
	 * @throws IllegalArgumentException if they are more or longer than anybody needs
	 */
	public Features {
		if (words.size() > MOST || words.stream().anyMatch(word -> word.isEmpty() || word.length() > LONGEST)) {
			throw new IllegalArgumentException("at most " + MOST + " features of at most " + LONGEST + " characters");
		}
		words = List.copyOf(new TreeSet<>(words));
	}

	public boolean has(String word) {
		return words.contains(word);
	}

	/** Those of both. */
	public Features shared(Features other) {
		SortedSet<String> both = new TreeSet<>(words);
		both.retainAll(other.words);
		return new Features(List.copyOf(both));
	}

	boolean isEmpty() {
		return words.isEmpty();
	}

	Cbor toCbor() {
		return Cbor.of(words.stream().map(Cbor::of).toList());
	}

	static Features of(Collection<Cbor> items) {
		if (items.size() > MOST) {
			throw new CborException("more than " + MOST + " features");
		}
		return new Features(items.stream().map(Features::word).toList());
	}

	private static String word(Cbor item) {
		if (item instanceof Cbor.Text(String word)) {
			return word;
		}
		throw new CborException("a feature is not a text string");
	}

}
