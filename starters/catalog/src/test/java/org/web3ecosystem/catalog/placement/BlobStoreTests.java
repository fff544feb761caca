package org.web3ecosystem.catalog.placement;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3ecosystem.catalog.Manifests;
import org.web3ecosystem.catalog.entry.Content;
import org.web3ecosystem.catalog.entry.Digest;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BlobStoreTests {

	private static final long CAPACITY = 1 << 20;

	@TempDir
	private Path folder;

	private BlobStore store;

	private final byte[] bytes = Manifests.bytes(new Random(1), 200_000);

	@BeforeEach
	void open() {
		store = new BlobStore(folder, CAPACITY);
		store.open();
	}

	private Content put(byte[] content) {
		try (Incoming incoming = store.receive(content.length)) {
			incoming.write(content, 0, content.length);
			return incoming.finish(Digest.over(content));
		}
	}

	private byte[] read(Content content) {
		try (StoredBlob blob = store.read(content).orElseThrow()) {
			byte[] all = new byte[(int) content.size()];
			for (int at = 0; at < all.length; at += StoredBlob.PIECE) {
				byte[] piece = blob.read(at);
				System.arraycopy(piece, 0, all, at, piece.length);
			}
			return all;
		}
	}

	private long files() throws IOException {
		try (Stream<Path> all = Files.walk(folder)) {
			return all.filter(Files::isRegularFile).count();
		}
	}

	@Test
	void whatCameInComesOutTheSame() {
		Content content = put(bytes);

		assertThat(content).isEqualTo(Manifests.content(bytes));
		assertThat(read(content)).isEqualTo(bytes);
		assertThat(store.find(content.digest())).contains(content);
		assertThat(store.used()).isEqualTo(bytes.length);
	}

	@Test
	void theSameTwiceTakesItsRoomOnce() throws IOException {
		put(bytes);
		put(bytes);

		assertThat(store.used()).isEqualTo(bytes.length);
		assertThat(files()).isEqualTo(1);
	}

	@Test
	void afterARestartItKnowsWhatItHasAndForgetsWhatWasUnderWay() throws IOException {
		Content content = put(bytes);
		Incoming halfway = store.receive(100);
		halfway.write(bytes, 0, 50);

		BlobStore again = new BlobStore(folder, CAPACITY);
		again.open();

		assertThat(again.find(content.digest())).contains(content);
		assertThat(again.used()).isEqualTo(bytes.length);
		assertThat(files()).isEqualTo(1);
	}

	@Test
	void aFlippedByteOnDiskIsNotServedAndTheFileIsGone() throws IOException {
		Content content = put(bytes);
		byte[] onDisk = Files.readAllBytes(store.file(content));
		onDisk[123_456] ^= 1;
		Files.write(store.file(content), onDisk);

		assertThat(store.read(content)).isEmpty();
		assertThat(store.corrupted()).isEqualTo(1);
		assertThat(store.find(content.digest())).isEmpty();
		assertThat(store.used()).isZero();
		assertThat(files()).isZero();
	}

	@Test
	void aFileThatIsCutOffIsNotServed() throws IOException {
		Content content = put(bytes);
		Files.write(store.file(content), Arrays.copyOf(bytes, bytes.length - 1));

		assertThat(store.read(content)).isEmpty();
	}

	@Test
	void aByteThatFlipsWhileItIsServedEndsTheService() throws IOException {
		Content content = put(bytes);
		try (StoredBlob blob = store.read(content).orElseThrow()) {
			blob.read(0);
			byte[] onDisk = bytes.clone();
			onDisk[StoredBlob.PIECE + 7] ^= 1;
			Files.write(store.file(content), onDisk);

			assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> blob.read(StoredBlob.PIECE))
				.withMessageContaining("changed on disk");
		}
	}

	@Test
	void anotherDigestThanAnnouncedIsRefusedAndNothingStays() throws IOException {
		try (Incoming incoming = store.receive(bytes.length)) {
			incoming.write(bytes, 0, bytes.length);
			assertThatExceptionOfType(RejectedException.class)
				.isThrownBy(() -> incoming.finish(Digest.over(new byte[1])))
				.withMessageContaining("the bytes have the digest");
		}

		assertThat(files()).isZero();
		assertThat(store.used()).isZero();
	}

	@Test
	void aGibibyteIsRefusedBeforeAByteOfItIsTaken() throws IOException {
		assertThatExceptionOfType(RejectedException.class).isThrownBy(() -> store.receive(1L << 30))
			.withMessageContaining("67108864");
		assertThat(files()).isZero();
		assertThat(store.used()).isZero();
	}

	@Test
	void whoAnnouncesLittleAndSendsMuchIsRefusedWhileSending() throws IOException {
		try (Incoming incoming = store.receive(1_000)) {
			incoming.write(bytes, 0, 1_000);
			assertThatExceptionOfType(RejectedException.class).isThrownBy(() -> incoming.write(bytes, 0, 1))
				.withMessageContaining("more than 1000");
		}
		assertThat(files()).isZero();
	}

	@Test
	void aFullStoreTakesNothingAndSaysSo() {
		store.receive(CAPACITY - 10);

		assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> store.receive(11))
			.withMessageContaining("full");
	}

	@Test
	void anEmptyBlobIsRefused() {
		try (Incoming incoming = store.receive(10)) {
			assertThatExceptionOfType(RejectedException.class)
				.isThrownBy(() -> incoming.finish(Digest.over(new byte[0])));
		}
	}

	@Test
	void theProbeLeavesNothing() throws IOException {
		store.probe();

		assertThat(files()).isZero();
		assertThat(store.used()).isZero();
		assertThat(store.count()).isZero();
	}

}
