package org.web3ecosystem.hypermesh.autoconfigure;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

import org.web3ecosystem.hypermesh.proof.Waived;
import org.web3ecosystem.spi.consensus.CommittedBlock;
import org.web3ecosystem.spi.consensus.CommittedBlock.Executed;

/** A block as JSON. */
final class BlockJson {

	private BlockJson() {
	}

	static Map<String, Object> of(CommittedBlock block) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("height", block.height().number());
		json.put("epoch", block.epoch().number());
		json.put("consensusTime", block.consensusTime().toString());
		json.put("root", HexFormat.of().formatHex(block.root()));
		json.put("transactions", block.executed().stream().map(BlockJson::of).toList());
		json.put("omitted", block.omitted());
		return json;
	}

	private static Map<String, Object> of(Executed each) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("id", each.id());
		json.put("author", each.author().hex());
		json.put("module", each.module());
		json.put("consensusTime", each.consensusTime().toString());
		json.put("accepted", each.verdict().isAccepted());
		if (!each.verdict().isAccepted()) {
			json.put("reason", each.verdict().reason());
		}
		if (!each.waived().isEmpty()) {
			json.put("waived", Waived.words(each.waived()));
		}
		return json;
	}

}
