package org.web3ecosystem.hypermesh;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.web3ecosystem.spi.discovery.Name;

/**
 * How far the names of the genesis document have come into the ledger. A validator's name
 * has come when the validator has registered it and its place in the transport service,
 * and the ledger has executed that; until then it is answered as the document has it.
 *
 * @param validators how many have a name in the document
 * @param waiting whose has not come yet
 */
public record NameMigration(int validators, List<Name> waiting) {

	public NameMigration {
		waiting = List.copyOf(waiting);
	}

	/** How many have come. */
	public int confirmed() {
		return validators - waiting.size();
	}

	/** For a person or a program. */
	public Map<String, Object> toMap() {
		Map<String, Object> map = new LinkedHashMap<>();
		map.put("names", validators);
		map.put("confirmed", confirmed());
		map.put("waiting", waiting.stream().map(Name::text).toList());
		map.put("done", waiting.isEmpty());
		return map;
	}

}
