package org.web3ecosystem.hashgraph.evidence;

import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import com.hedera.hapi.platform.event.GossipEvent;
import com.hedera.pbj.runtime.io.buffer.Bytes;
import org.hiero.base.crypto.BytesSigner;
import org.hiero.base.crypto.SigningFactory;
import org.hiero.consensus.crypto.PbjStreamHasher;
import org.hiero.consensus.model.event.EventDescriptorWrapper;
import org.hiero.consensus.model.event.EventOrigin;
import org.hiero.consensus.model.event.PlatformEvent;
import org.hiero.consensus.model.event.UnsignedEvent;
import org.hiero.consensus.model.node.NodeId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3ecosystem.hashgraph.GossipFixtures;
import org.web3ecosystem.spi.consensus.EvidenceVerifier;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.trust.NodeKey;

import static org.assertj.core.api.Assertions.assertThat;

/** What convicts a creator, and what an honest one may sign. */
class GossipEvidenceTests {

	private static final long CREATOR = 3;

	private final EvidenceVerifier evidence = new GossipEvidence();

	@TempDir
	private Path home;

	private Validator accused;

	private BytesSigner signer;

	@BeforeEach
	void drawKey() {
		byte[] certificate = GossipFixtures.create(home, "node4");
		KeyPair pair = GossipFixtures.keys(home, certificate);
		signer = SigningFactory.createSigner(pair);
		accused = new Validator("node4", CREATOR, NodeKey.generate().publicKey().getEncoded(), certificate,
				new Endpoints(List.of("127.0.0.1"), 1, 2, 3, 4, 5), 1);
	}

	private PlatformEvent event(@Nullable PlatformEvent parent, long birthRound, String content) {
		List<EventDescriptorWrapper> parents = parent == null ? List.of() : List.of(parent.getDescriptor());
		UnsignedEvent event = new UnsignedEvent(NodeId.of(CREATOR), parents, birthRound, Instant.EPOCH,
				List.of(Bytes.wrap(content)), 0);
		new PbjStreamHasher().hashUnsignedEvent(event);
		return new PlatformEvent(event, signer.sign(event.getHash().getBytes()), EventOrigin.RUNTIME);
	}

	private OptionalLong judge(PlatformEvent one, PlatformEvent other) {
		byte[] first = Contradiction.message(one);
		byte[] second = Contradiction.message(other);
		OptionalLong verdict = evidence.contradiction(accused, first, second);
		assertThat(evidence.contradiction(accused, second, first)).isEqualTo(verdict);
		return verdict;
	}

	@Test
	void twoChildrenOfOneParentConvict() {
		PlatformEvent first = event(null, 1, "first");

		assertThat(judge(event(first, 1, "one"), event(first, 1, "other"))).hasValue(1);
		assertThat(judge(event(first, 5, "one"), event(first, 9, "other"))).hasValue(5);
	}

	@Test
	void whoForgotItsChainAndGoesOnInTheSameRoundsIsConvicted() {
		PlatformEvent tip = event(event(null, 1, "first"), 40, "tip");

		// a new beginning within the rounds that the chain stands for
		assertThat(judge(tip, event(null, 40, "new beginning"))).hasValue(40);
		assertThat(judge(tip, event(null, 7, "new beginning"))).hasValue(7);
		assertThat(judge(event(null, 1, "first"), event(null, 1, "first again"))).hasValue(1);
		// goes on from what an old disk has
		PlatformEvent old = event(event(null, 1, "zero"), 10, "old");
		PlatformEvent lost = event(old, 20, "lost");
		assertThat(judge(event(lost, 30, "lost too"), event(old, 25, "from the old disk"))).hasValue(25);
	}

	@Test
	void whatAnHonestCreatorSignsNeverConvicts() {
		RandomGenerator random = new SplittableRandom(7);
		for (int run = 0; run < 20; run++) {
			PlatformEvent[] chain = new PlatformEvent[12];
			long round = 1;
			for (int i = 0; i < chain.length; i++) {
				boolean anew = i > 0 && random.nextInt(4) == 0;
				round += anew ? 1 + random.nextInt(900) : random.nextInt(3);
				chain[i] = event(i == 0 || anew ? null : chain[i - 1], round, run + "/" + i);
			}
			for (PlatformEvent one : chain) {
				for (PlatformEvent other : chain) {
					assertThat(judge(one, other)).as("%s and %s", one, other).isEmpty();
				}
			}
		}
	}

	@Test
	void nobodyIsConvictedByWhatItDidNotSign() {
		PlatformEvent first = event(null, 1, "first");
		byte[] one = Contradiction.message(event(first, 1, "one"));
		byte[] other = Contradiction.message(event(first, 1, "other"));
		Validator somebodyElse = new Validator("node1", CREATOR, NodeKey.generate().publicKey().getEncoded(),
				GossipFixtures.create(home.resolve("else"), "node1"), accused.endpoints(), 1);
		Validator otherNumber = new Validator("node4", CREATOR + 1, accused.nodeKey(), accused.gossipCertificate(),
				accused.endpoints(), 1);

		assertThat(evidence.contradiction(accused, one, other)).isPresent();
		assertThat(evidence.contradiction(somebodyElse, one, other)).isEmpty();
		assertThat(evidence.contradiction(otherNumber, one, other)).isEmpty();
		RandomGenerator random = new SplittableRandom(11);
		for (int i = 0; i < 300; i++) {
			byte[] changed = one.clone();
			changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
			assertThat(evidence.contradiction(accused, changed, other)).as("change %d", i).isEmpty();
			byte[] noise = new byte[random.nextInt(200)];
			random.nextBytes(noise);
			assertThat(evidence.contradiction(accused, noise, other)).isEmpty();
		}
		for (int length = 0; length < one.length; length++) {
			assertThat(evidence.contradiction(accused, Arrays.copyOf(one, length), other)).isEmpty();
		}
	}

	@Test
	void theSameMessageInAnotherEncodingIsNoSecondOne() {
		PlatformEvent event = event(event(null, 1, "first"), 1, "one");
		byte[] message = Contradiction.message(event);
		byte[] longer = Arrays.copyOf(message, message.length + 2);
		// a field that nobody knows, empty
		longer[message.length] = (byte) (15 << 3 | 2);

		assertThat(evidence.contradiction(accused, message, longer)).isEmpty();
		assertThat(evidence.contradiction(accused, message, message)).isEmpty();
	}

	@Test
	void aMessageThatIsTooLongIsNotLookedAt() {
		PlatformEvent first = event(null, 1, "first");
		PlatformEvent large = event(first, 1, "x".repeat(EvidenceVerifier.MAX_MESSAGE_BYTES));

		assertThat(judge(event(first, 1, "one"), large)).isEmpty();
		assertThat(GossipEvent.PROTOBUF.toBytes(large.getGossipEvent()).length())
			.isGreaterThan(EvidenceVerifier.MAX_MESSAGE_BYTES);
	}

}
