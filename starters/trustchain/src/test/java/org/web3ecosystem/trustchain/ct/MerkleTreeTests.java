package org.web3ecosystem.trustchain.ct;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MerkleTreeTests {

	/** The eight leaves of the reference tests of Certificate Transparency. */
	private static final List<String> REFERENCE = List.of("", "00", "10", "2021", "3031", "40414243",
			"5051525354555657", "606162636465666768696a6b6c6d6e6f");

	@ParameterizedTest
	@CsvSource({ "0,e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
			"1,6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
			"2,fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
			"3,aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
			"4,d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
			"5,4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
			"6,76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
			"7,ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
			"8,5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328" })
	void rootsAreThoseOfTheReferenceTests(int size, String root) {
		MerkleTree tree = tree(8);

		assertThat(HexFormat.of().formatHex(tree.root(size))).isEqualTo(root);
	}

	@Test
	void everyInclusionProofVerifiesAndNoOther() {
		int most = 33;
		MerkleTree tree = random(most);
		for (int size = 1; size <= most; size++) {
			for (int index = 0; index < size; index++) {
				List<byte[]> proof = tree.inclusionProof(index, size);
				assertThat(Proofs.includes(tree.leaf(index), index, size, proof, tree.root(size))).isTrue();
				assertThat(Proofs.includes(tree.leaf(index), index + 1, size, proof, tree.root(size))).isFalse();
				assertThat(Proofs.includes(tree.leaf((index + 1) % most), index, size, proof, tree.root(size)))
					.isFalse();
				assertThat(Proofs.includes(tree.leaf(index), index, size, longer(proof), tree.root(size))).isFalse();
				if (!proof.isEmpty()) {
					assertThat(Proofs.includes(tree.leaf(index), index, size, proof.subList(1, proof.size()),
							tree.root(size)))
						.isFalse();
					assertThat(Proofs.includes(tree.leaf(index), index, size, flipped(proof), tree.root(size)))
						.isFalse();
				}
			}
		}
	}

	@Test
	void everyConsistencyProofVerifiesAndNoOther() {
		int most = 33;
		MerkleTree tree = random(most);
		byte[] other = random(most + 1).root(most);
		for (int second = 1; second <= most; second++) {
			for (int first = 1; first <= second; first++) {
				List<byte[]> proof = tree.consistencyProof(first, second);
				byte[] from = tree.root(first);
				byte[] to = tree.root(second);
				assertThat(Proofs.consistent(first, from, second, to, proof)).isTrue();
				assertThat(Proofs.consistent(first, other, second, to, proof)).isFalse();
				assertThat(Proofs.consistent(first, from, second, other, proof)).isFalse();
				assertThat(Proofs.consistent(first, from, second, to, longer(proof))).isFalse();
				if (!proof.isEmpty()) {
					assertThat(Proofs.consistent(first, from, second, to, flipped(proof))).isFalse();
					assertThat(Proofs.consistent(first, from, second, to, proof.subList(0, proof.size() - 1)))
						.isFalse();
				}
			}
		}
	}

	@Test
	void aTruncatedTreeIsTheTreeBefore() {
		MerkleTree tree = tree(8);
		byte[] five = tree.root(5);

		tree.truncate(5);

		assertThat(tree.size()).isEqualTo(5);
		assertThat(tree.root(5)).isEqualTo(five);
		IntStream.range(5, 8).forEach(i -> tree.append(leaf(i)));
		assertThat(tree.root(8)).isEqualTo(tree(8).root(8));
	}

	@Test
	void whatIsNotThereIsNotProven() {
		MerkleTree tree = tree(3);

		assertThatIllegalArgumentException().isThrownBy(() -> tree.inclusionProof(3, 3));
		assertThatIllegalArgumentException().isThrownBy(() -> tree.inclusionProof(0, 4));
		assertThatIllegalArgumentException().isThrownBy(() -> tree.consistencyProof(2, 4));
		assertThatIllegalArgumentException().isThrownBy(() -> tree.root(4));
	}

	private static MerkleTree tree(int size) {
		MerkleTree tree = new MerkleTree();
		IntStream.range(0, size).forEach(i -> tree.append(leaf(i)));
		return tree;
	}

	private static MerkleTree random(int size) {
		RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
		MerkleTree tree = new MerkleTree();
		for (int i = 0; i < size; i++) {
			byte[] leaf = new byte[random.nextInt(100)];
			random.nextBytes(leaf);
			tree.append(MerkleTree.leafHash(leaf));
		}
		return tree;
	}

	private static byte[] leaf(int index) {
		return MerkleTree.leafHash(HexFormat.of().parseHex(REFERENCE.get(index)));
	}

	private static List<byte[]> longer(List<byte[]> proof) {
		List<byte[]> longer = new ArrayList<>(proof);
		longer.add(new byte[32]);
		return longer;
	}

	private static List<byte[]> flipped(List<byte[]> proof) {
		List<byte[]> flipped = new ArrayList<>(proof);
		byte[] last = flipped.getLast().clone();
		last[7] ^= 4;
		flipped.set(flipped.size() - 1, last);
		return flipped;
	}

}
