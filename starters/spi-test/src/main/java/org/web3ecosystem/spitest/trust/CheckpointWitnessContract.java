package org.web3ecosystem.spitest.trust;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.trust.CheckpointWitness;
import org.web3ecosystem.spi.trust.CheckpointWitness.Answer;
import org.web3ecosystem.spi.trust.CheckpointWitness.Refusal;
import org.web3ecosystem.spi.trust.CheckpointWitness.Submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.web3ecosystem.spitest.Stages.get;

/** The laws of {@link CheckpointWitness}, for a log of some dozen leaves. */
public abstract class CheckpointWitnessContract {

	private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

	private static final int KEY_ID = 4;

	/** Knows the log and has cosigned nothing. */
	protected abstract CheckpointWitness witness();

	/** The same, after it was stopped and started. */
	protected abstract CheckpointWitness restarted();

	/** The log's signed checkpoint of a size up to 40. */
	protected abstract String checkpoint(int size);

	/** The log's consistency proof. */
	protected abstract List<byte[]> proof(int first, int second);

	/** A checkpoint of another tree by the same log. */
	protected abstract String forked(int size);

	/** A proof within that other tree. */
	protected abstract List<byte[]> forkedProof(int first, int second);

	/** A checkpoint in the log's name, signed by somebody else. */
	protected abstract String forged(int size);

	/** A checkpoint of a log that nobody knows. */
	protected abstract String unknown(int size);

	private static Answer add(CheckpointWitness witness, long old, List<byte[]> proof, String note) {
		return get(witness.addCheckpoint(new Submission(old, proof, note)));
	}

	private Answer grow(int first, int second) {
		return add(witness(), first, proof(first, second), checkpoint(second));
	}

	@Test
	void aCosignatureIsOverTheCheckpointAndVerifies() {
		assertThat(grow(0, 5)).isInstanceOfSatisfying(Answer.Cosigned.class, said -> verify(said, checkpoint(5)));
		assertThat(grow(5, 32)).isInstanceOfSatisfying(Answer.Cosigned.class, said -> verify(said, checkpoint(32)));
		assertThat(grow(32, 32)).as("once more").isInstanceOf(Answer.Cosigned.class);
	}

	@Test
	void whoBeginsElsewhereIsToldWhereAndNothingChanges() {
		assertThat(grow(3, 5)).isEqualTo(new Answer.Conflict(0));
		grow(0, 7);
		assertThat(grow(0, 9)).isEqualTo(new Answer.Conflict(7));
		assertThat(grow(5, 9)).isEqualTo(new Answer.Conflict(7));
		assertThat(grow(0, 5)).isEqualTo(new Answer.Conflict(7));
		assertThat(grow(7, 9)).isInstanceOf(Answer.Cosigned.class);
		assertThat(add(witness(), 9, List.of(), checkpoint(7))).isEqualTo(new Answer.Refused(Refusal.MALFORMED));
	}

	@Test
	void noOtherTreeIsCosignedOverARestartEither() {
		grow(0, 7);

		assertThat(add(witness(), 7, List.of(), forked(7))).isEqualTo(new Answer.Refused(Refusal.OTHER_ROOT));
		CheckpointWitness again = restarted();
		assertThat(add(again, 0, List.of(), forked(12))).isEqualTo(new Answer.Conflict(7));
		assertThat(add(again, 7, forkedProof(7, 12), forked(12))).isEqualTo(new Answer.Refused(Refusal.INCONSISTENT));
		assertThat(add(again, 7, List.of(), checkpoint(12))).isEqualTo(new Answer.Refused(Refusal.INCONSISTENT));
		assertThat(add(again, 7, proof(6, 12), checkpoint(12))).isEqualTo(new Answer.Refused(Refusal.INCONSISTENT));
		assertThat(add(again, 7, proof(7, 12), checkpoint(12))).isInstanceOf(Answer.Cosigned.class);
	}

	@Test
	void aProofOfNothingIsEmpty() {
		assertThat(add(witness(), 0, proof(3, 7), checkpoint(7))).isEqualTo(new Answer.Refused(Refusal.INCONSISTENT));
		grow(0, 7);
		assertThat(add(witness(), 7, proof(3, 7), checkpoint(7))).isEqualTo(new Answer.Refused(Refusal.INCONSISTENT));
	}

	@Test
	void whatIsUnknownOrNotSignedIsRefused() {
		assertThat(add(witness(), 0, List.of(), forged(5))).isEqualTo(new Answer.Refused(Refusal.NOT_SIGNED));
		assertThat(add(witness(), 0, List.of(), unknown(5))).isEqualTo(new Answer.Refused(Refusal.UNKNOWN_LOG));
		for (String none : List.of("", "no note", checkpoint(5).substring(5), "x\n5\nAAAA\n\n\u2014 x AAAAAAA=\n")) {
			assertThat(add(witness(), 0, List.of(), none)).as(none).isInstanceOf(Answer.Refused.class);
		}
	}

	@Test
	void ofManyAtOnceOneIsTaken() {
		CheckpointWitness witness = witness();
		List<CompletionStage<Answer>> all = IntStream.rangeClosed(1, 20)
			.mapToObj(size -> witness.addCheckpoint(new Submission(0, List.of(), checkpoint(size))))
			.toList();

		List<Answer> answers = all.stream().map(each -> get(each)).toList();

		assertThat(answers).filteredOn(Answer.Cosigned.class::isInstance).hasSize(1);
		assertThat(answers).filteredOn(Answer.Conflict.class::isInstance).hasSize(19);
	}

	/** As the specification has it, without any code of who cosigned. */
	private static void verify(Answer.Cosigned said, String note) {
		try {
			String[] key = said.verifierKey().split("\\+", 3);
			byte[] typed = Base64.getDecoder().decode(key[2]);
			assertThat(typed[0]).isEqualTo((byte) 4);
			byte[] raw = Arrays.copyOfRange(typed, 1, typed.length);
			byte[] id = Arrays.copyOf(MessageDigest.getInstance("SHA-256")
				.digest(join((key[0] + "\n").getBytes(StandardCharsets.UTF_8), typed)), KEY_ID);
			assertThat(key[1]).isEqualTo(HexFormat.of().formatHex(id));
			assertThat(said.line()).startsWith("\u2014 " + key[0] + " ").endsWith("\n");
			byte[] both = Base64.getDecoder().decode(said.line().strip().split(" ")[2]);
			assertThat(Arrays.copyOf(both, KEY_ID)).isEqualTo(id);
			long time = ByteBuffer.wrap(both, KEY_ID, Long.BYTES).getLong();
			PublicKey verifying = KeyFactory.getInstance("Ed25519")
				.generatePublic(new X509EncodedKeySpec(join(ED25519, raw)));
			Signature signature = Signature.getInstance("Ed25519");
			signature.initVerify(verifying);
			signature.update(("cosignature/v1\ntime " + time + "\n" + note.substring(0, note.lastIndexOf("\n\n") + 1))
				.getBytes(StandardCharsets.UTF_8));
			assertThat(signature.verify(Arrays.copyOfRange(both, KEY_ID + Long.BYTES, both.length))).isTrue();
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException(impossible);
		}
	}

	private static byte[] join(byte[] one, byte[] other) {
		byte[] both = Arrays.copyOf(one, one.length + other.length);
		System.arraycopy(other, 0, both, one.length, other.length);
		return both;
	}

}
