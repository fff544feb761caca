package org.web3ecosystem.catalog.placement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.catalog.Manifests;
import org.web3ecosystem.catalog.entry.Content;
import org.web3ecosystem.spi.NodeId;

import static org.assertj.core.api.Assertions.assertThat;

class PlacementTests {

	private final Random random = new Random(1);

	private final List<NodeId> nodes = IntStream.range(0, 10)
		.mapToObj(i -> new NodeId(HexFormat.of().formatHex(Manifests.bytes(random, 32))))
		.toList();

	private Content content() {
		return Manifests.content(Manifests.bytes(random, 100));
	}

	@Test
	void thePublisherComesFirstAndNobodyTwice() {
		assertThat(Placement.keepers(content(), nodes.get(3), nodes, 4)).hasSize(4)
			.startsWith(nodes.get(3))
			.doesNotHaveDuplicates();
		assertThat(Placement.keepers(content(), nodes.get(3), nodes, 99)).hasSize(10);
	}

	@Test
	void theOrderInWhichNodesAreKnownDoesNotMatter() {
		Content content = content();

		assertThat(Placement.keepers(content, nodes.get(0), nodes.reversed(), 3))
			.isEqualTo(Placement.keepers(content, nodes.get(0), nodes, 3));
	}

	@Test
	void aNodeThatLeavesMovesOnlyWhatItHad() {
		for (int i = 0; i < 200; i++) {
			Content content = content();
			List<NodeId> before = Placement.keepers(content, nodes.get(0), nodes, 3);
			List<NodeId> fewer = new ArrayList<>(nodes);
			fewer.remove(nodes.get(9));
			List<NodeId> after = Placement.keepers(content, nodes.get(0), fewer, 3);
			List<NodeId> kept = before.stream().filter(node -> !node.equals(nodes.get(9))).toList();
			assertThat(after).containsAll(kept);
		}
	}

	@Test
	void blobsAreSpreadOverAllNodes() {
		Map<NodeId, Integer> load = new HashMap<>();
		for (int i = 0; i < 2_000; i++) {
			Placement.keepers(content(), nodes.get(0), nodes, 2).forEach(node -> load.merge(node, 1, Integer::sum));
		}

		assertThat(nodes.subList(1, 10)).allSatisfy(node -> assertThat(load.get(node)).isBetween(150, 300));
	}

}
