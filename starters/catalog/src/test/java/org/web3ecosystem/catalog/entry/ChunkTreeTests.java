package org.web3ecosystem.catalog.entry;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.catalog.Manifests;

import static org.assertj.core.api.Assertions.assertThat;

class ChunkTreeTests {

	private static final int CHUNK = ChunkTree.CHUNK;

	@Test
	void theRootIsThatOfTheRecursiveDefinitionOfRfc6962() {
		Random random = new Random(1);
		for (int chunks = 1; chunks <= 40; chunks++) {
			byte[] bytes = Manifests.bytes(random, chunks * CHUNK - random.nextInt(CHUNK));
			assertThat(Manifests.tree(bytes).root().bytes()).as("%d chunks", chunks).isEqualTo(mth(split(bytes)));
		}
	}

	/** MTH as section 2.1 writes it. */
	private static byte[] mth(List<byte[]> entries) {
		if (entries.size() == 1) {
			return Digest.over(new byte[] { 0 }, entries.getFirst()).bytes();
		}
		int k = Integer.highestOneBit(entries.size() - 1);
		return Digest.over(new byte[] { 1 }, mth(entries.subList(0, k)), mth(entries.subList(k, entries.size())))
			.bytes();
	}

	private static List<byte[]> split(byte[] bytes) {
		List<byte[]> chunks = new ArrayList<>();
		for (int at = 0; at < bytes.length; at += CHUNK) {
			chunks.add(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + CHUNK)));
		}
		return chunks;
	}

	@Test
	void everyChunkHasAPathThatProvesItAndNoOther() {
		Random random = new Random(2);
		for (int chunks = 1; chunks <= 20; chunks++) {
			byte[] bytes = Manifests.bytes(random, chunks * CHUNK - 7);
			Content content = Manifests.content(bytes);
			ChunkTree tree = Manifests.tree(bytes);
			List<byte[]> all = split(bytes);
			for (int i = 0; i < chunks; i++) {
				List<byte[]> path = tree.path(i);
				assertThat(ChunkTree.verify(content, i, all.get(i), path)).isTrue();
				assertThat(tree.has(i, all.get(i))).isTrue();
				int other = (i + 1) % chunks;
				assertThat(chunks > 1 && ChunkTree.verify(content, other, all.get(i), path)).isFalse();
				byte[] flipped = all.get(i).clone();
				flipped[random.nextInt(flipped.length)] ^= 1;
				assertThat(ChunkTree.verify(content, i, flipped, path)).isFalse();
			}
		}
	}

	@Test
	void aPathThatIsShortenedLengthenedOrChangedProvesNothing() {
		byte[] bytes = Manifests.bytes(new Random(3), 11 * CHUNK);
		Content content = Manifests.content(bytes);
		byte[] chunk = Arrays.copyOfRange(bytes, 10 * CHUNK, 11 * CHUNK);
		List<byte[]> path = Manifests.tree(bytes).path(10);

		assertThat(ChunkTree.verify(content, 10, chunk, path.subList(0, path.size() - 1))).isFalse();
		List<byte[]> longer = new ArrayList<>(path);
		longer.add(new byte[32]);
		assertThat(ChunkTree.verify(content, 10, chunk, longer)).isFalse();
		List<byte[]> changed = new ArrayList<>(path);
		changed.set(0, new byte[31]);
		assertThat(ChunkTree.verify(content, 10, chunk, changed)).isFalse();
		assertThat(ChunkTree.verify(content, -1, chunk, path)).isFalse();
		assertThat(ChunkTree.verify(content, 11, chunk, path)).isFalse();
	}

	@Test
	void aNodeCannotPassForAChunk() {
		byte[] bytes = Manifests.bytes(new Random(4), 2 * CHUNK);
		Content forged = new Content(Digest.over(bytes), Manifests.tree(bytes).root(), 64);
		byte[] node = new byte[64];
		System.arraycopy(Digest.over(new byte[] { 0 }, Arrays.copyOf(bytes, CHUNK)).bytes(), 0, node, 0, 32);
		System.arraycopy(Digest.over(new byte[] { 0 }, Arrays.copyOfRange(bytes, CHUNK, 2 * CHUNK)).bytes(), 0, node,
				32, 32);

		assertThat(ChunkTree.verify(forged, 0, node, List.of())).isFalse();
	}

	@Test
	void thePiecesDoNotMatter() {
		byte[] bytes = "0123456789".repeat(1_000).getBytes(StandardCharsets.US_ASCII);
		Random random = new Random(5);
		ChunkTree.Growing growing = new ChunkTree.Growing();
		for (int at = 0; at < bytes.length;) {
			int piece = Math.min(bytes.length - at, random.nextInt(3_000));
			growing.update(bytes, at, piece);
			at += piece;
		}

		assertThat(growing.finish().root()).isEqualTo(Manifests.tree(bytes).root());
	}

	@Test
	void theLargestBlobHasAPathOfSixteenSteps() {
		ChunkTree.Growing growing = new ChunkTree.Growing();
		byte[] piece = new byte[1 << 20];
		for (int i = 0; i < 64; i++) {
			growing.update(piece, 0, piece.length);
		}

		assertThat(growing.finish().path(65_535)).hasSize(ChunkTree.MAX_PATH);
	}

}
