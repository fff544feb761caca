package org.web3ecosystem.hypermesh;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.web3ecosystem.spi.discovery.Name;

/**
 * How far names have come into the ledger: those of the genesis document, and those of
 * this node's local zone. A validator's name has come when the validator has registered
 * it and its place in the transport service, a local one when this node has, and the
 * ledger has executed that; until then it is answered as the document or the file has it.
 *
 * @param names how many there are
 * @param waiting which have not come yet
 * @param refused which the ledger does not take, and why
 */
public record NameMigration(int names, List<Name> waiting, Map<Name, String> refused) {

	public NameMigration {
		waiting = List.copyOf(waiting);
		refused = Map.copyOf(refused);
	}

	/** How many have come. */
	public int confirmed() {
		return names - waiting.size() - refused.size();
	}

	/** Both together. */
	public NameMigration and(NameMigration other) {
		Map<Name, String> both = new LinkedHashMap<>(refused);
		both.putAll(other.refused);
		return new NameMigration(names + other.names, Stream.concat(waiting.stream(), other.waiting.stream()).toList(),
				both);
	}

	/** For a person or a program. */
	public Map<String, Object> toMap() {
		Map<String, Object> map = new LinkedHashMap<>();
		map.put("names", names);
		map.put("confirmed", confirmed());
		map.put("waiting", waiting.stream().map(Name::text).toList());
		if (!refused.isEmpty()) {
			Map<String, String> reasons = new LinkedHashMap<>();
			refused.forEach((name, reason) -> reasons.put(name.text(), reason));
			map.put("refused", reasons);
		}
		map.put("done", waiting.isEmpty() && refused.isEmpty());
		return map;
	}

}
