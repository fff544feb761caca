package org.web3ecosystem.trustchain.tsig;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.web3ecosystem.spi.discovery.Name;

/** The keys that this node knows, each name once. */
public record TsigKeys(Map<Name, TsigKey> all) {

	/** The most keys. */
	public static final int MOST = 64;

	/** None: every signature is one by an unknown key. */
	public static final TsigKeys NONE = new TsigKeys(Map.of());

	public TsigKeys {
		all = Map.copyOf(all);
	}

	/**
	 * These.
	 * @throws IllegalArgumentException if there are too many, or two of one name
	 */
	public static TsigKeys of(List<TsigKey> keys) {
		if (keys.size() > MOST) {
			throw new IllegalArgumentException("at most " + MOST + " keys");
		}
		Map<Name, TsigKey> all = new LinkedHashMap<>();
		for (TsigKey key : keys) {
			if (all.put(key.name(), key) != null) {
				throw new IllegalArgumentException("two keys are called " + key.name());
			}
		}
		return new TsigKeys(all);
	}

	/** The key of this name. */
	public Optional<TsigKey> find(Name name) {
		return Optional.ofNullable(all.get(name));
	}

}
