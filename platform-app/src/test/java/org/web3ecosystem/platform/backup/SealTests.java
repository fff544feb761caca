package org.web3ecosystem.platform.backup;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SealTests {

	private static final byte[] SALT = new byte[Seal.SALT_BYTES];

	/** Deriving a key is meant to be slow. */
	private static final Seal SEAL = new Seal("correct horse battery", SALT);

	private static final int HEADER = Seal.MAGIC.length + Seal.SALT_BYTES;

	private static final int SEALED_BLOCK = Seal.BLOCK_BYTES + Seal.TAG_BYTES;

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, Seal.BLOCK_BYTES - 1, Seal.BLOCK_BYTES, Seal.BLOCK_BYTES + 1, 3 * Seal.BLOCK_BYTES,
			200_000 })
	void whatWasSealedOpensToTheSame(int length) throws IOException {
		byte[] content = content(length);

		byte[] sealed = seal(content);

		assertThat(open(sealed, SEAL)).isEqualTo(content);
		assertThat(sealed).hasSizeGreaterThanOrEqualTo(HEADER + length + Seal.TAG_BYTES);
	}

	@Test
	void anyChangedByteIsNoticed() throws IOException {
		byte[] sealed = seal(content(2 * Seal.BLOCK_BYTES + 100));
		SplittableRandom random = new SplittableRandom(3);

		for (int i = 0; i < 200; i++) {
			byte[] changed = sealed.clone();
			changed[HEADER + random.nextInt(sealed.length - HEADER)] ^= 1;
			assertThatExceptionOfType(BackupException.class).isThrownBy(() -> open(changed, SEAL));
		}
	}

	@Test
	void anyEndThatIsCutOffIsNoticedAlsoBetweenBlocks() throws IOException {
		byte[] sealed = seal(content(3 * Seal.BLOCK_BYTES));

		for (int end : new int[] { HEADER, HEADER + 1, HEADER + SEALED_BLOCK, HEADER + 2 * SEALED_BLOCK,
				HEADER + 2 * SEALED_BLOCK + 5, sealed.length - 1 }) {
			assertThatExceptionOfType(BackupException.class).as("cut at %d", end)
				.isThrownBy(() -> open(Arrays.copyOf(sealed, end), SEAL));
		}
		assertThatExceptionOfType(BackupException.class)
			.isThrownBy(() -> open(Arrays.copyOf(sealed, sealed.length + 1), SEAL));
	}

	@Test
	void blocksThatChangePlacesAreNoticed() throws IOException {
		byte[] sealed = seal(content(3 * Seal.BLOCK_BYTES));
		byte[] swapped = sealed.clone();
		System.arraycopy(sealed, HEADER, swapped, HEADER + SEALED_BLOCK, SEALED_BLOCK);
		System.arraycopy(sealed, HEADER + SEALED_BLOCK, swapped, HEADER, SEALED_BLOCK);
		byte[] without = new byte[sealed.length - SEALED_BLOCK];
		System.arraycopy(sealed, 0, without, 0, HEADER + SEALED_BLOCK);
		System.arraycopy(sealed, HEADER + 2 * SEALED_BLOCK, without, HEADER + SEALED_BLOCK,
				sealed.length - HEADER - 2 * SEALED_BLOCK);

		assertThatExceptionOfType(BackupException.class).isThrownBy(() -> open(swapped, SEAL));
		assertThatExceptionOfType(BackupException.class).isThrownBy(() -> open(without, SEAL))
			.withMessageContaining("block 1");
	}

	@Test
	void nothingIsGivenOutBeforeItsBlockWasVerified() throws IOException {
		byte[] sealed = seal(content(2 * Seal.BLOCK_BYTES));
		sealed[HEADER + SEALED_BLOCK + 7] ^= 1;
		try (InputStream in = new SealedInput(new ByteArrayInputStream(sealed, HEADER, sealed.length), SEAL)) {
			assertThat(in.readNBytes(Seal.BLOCK_BYTES))
				.isEqualTo(Arrays.copyOf(content(Seal.BLOCK_BYTES * 2), Seal.BLOCK_BYTES));
			assertThatExceptionOfType(BackupException.class).isThrownBy(in::read);
		}
	}

	@Test
	void anotherPassphraseAndAnotherSaltOpenNothing() throws IOException {
		byte[] sealed = seal(content(10));
		byte[] otherSalt = SALT.clone();
		otherSalt[0] = 1;

		assertThatExceptionOfType(BackupException.class)
			.isThrownBy(() -> open(sealed, new Seal("incorrect horse battery", SALT)))
			.withMessageContaining("passphrase");
		assertThatExceptionOfType(BackupException.class)
			.isThrownBy(() -> open(sealed, new Seal("correct horse battery", otherSalt)));
	}

	private static byte[] seal(byte[] content) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (SealedOutput sealed = new SealedOutput(out, SEAL)) {
			sealed.write(content);
		}
		return out.toByteArray();
	}

	private static byte[] open(byte[] sealed, Seal seal) throws IOException {
		try (InputStream in = new SealedInput(new ByteArrayInputStream(sealed, HEADER, sealed.length), seal)) {
			return in.readAllBytes();
		}
	}

	private static byte[] content(int length) {
		byte[] content = new byte[length];
		for (int i = 0; i < length; i++) {
			content[i] = (byte) (i * 31 + (i >> 8));
		}
		return content;
	}

}
