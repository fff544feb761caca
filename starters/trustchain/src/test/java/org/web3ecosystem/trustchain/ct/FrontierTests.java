package org.web3ecosystem.trustchain.ct;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FrontierTests {

	@Test
	void itHasTheRootOfTheTreeAtEverySize() {
		MerkleTree tree = new MerkleTree();
		Frontier frontier = Frontier.EMPTY;
		assertThat(frontier.root()).isEqualTo(tree.root(0));
		for (int size = 1; size <= 300; size++) {
			byte[] leaf = { (byte) size, (byte) (size >>> 8) };
			tree.append(MerkleTree.leafHash(leaf));
			frontier = frontier.append(leaf);

			assertThat(frontier.root()).as("of %d leaves", size).isEqualTo(tree.root(size));
			assertThat(frontier.hashes()).hasSize(Integer.bitCount(size));
		}
	}

}
