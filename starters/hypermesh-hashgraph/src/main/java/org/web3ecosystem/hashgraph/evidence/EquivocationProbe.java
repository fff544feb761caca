package org.web3ecosystem.hashgraph.evidence;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

import com.hedera.hapi.node.state.roster.Roster;
import com.hedera.hapi.node.state.roster.RosterEntry;
import com.hedera.pbj.runtime.io.buffer.Bytes;
import org.hiero.base.crypto.BytesSigner;
import org.hiero.base.crypto.SigningFactory;
import org.hiero.consensus.crypto.PbjStreamHasher;
import org.hiero.consensus.model.event.EventDescriptorWrapper;
import org.hiero.consensus.model.event.EventOrigin;
import org.hiero.consensus.model.event.PlatformEvent;
import org.hiero.consensus.model.event.UnsignedEvent;
import org.hiero.consensus.model.hashgraph.EventWindow;
import org.hiero.consensus.model.node.NodeId;
import org.jspecify.annotations.Nullable;
import org.web3ecosystem.spi.consensus.LedgerApplication.Misbehaviour;

/**
 * A drill: a creator drawn for this one run signs a chain of events and then a second
 * child of one of them, and an {@link EquivocationWatch} like the one at work must catch
 * exactly that, with both messages, so that anyone can verify the contradiction.
 */
public final class EquivocationProbe {

	private static final NodeId CREATOR = NodeId.of(0);

	private final KeyPair key;

	private final BytesSigner signer;

	private final PbjStreamHasher hasher = new PbjStreamHasher();

	private EquivocationProbe(KeyPair key) {
		this.key = key;
		this.signer = SigningFactory.createSigner(key);
	}

	/**
	 * Runs the drill.
	 * @throws IllegalStateException saying what the watch missed
	 */
	public static void run() {
		try {
			new EquivocationProbe(KeyPairGenerator.getInstance("Ed25519").generateKeyPair()).drill();
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException("every JDK has Ed25519", impossible);
		}
	}

	private void drill() {
		List<Misbehaviour> caught = new ArrayList<>();
		Roster roster = new Roster(List.of(RosterEntry.newBuilder().nodeId(CREATOR.id()).weight(1).build()));
		EquivocationWatch watch = new EquivocationWatch(roster, caught::add, InstantSource.fixed(Instant.EPOCH));
		watch.updateEventWindow(EventWindow.getGenesisEventWindow());
		PlatformEvent first = event(null, "first");
		PlatformEvent second = event(first, "second");
		PlatformEvent other = event(first, "other second");
		feed(watch, first);
		feed(watch, second);
		expect(caught.isEmpty(), "an honest chain was taken for a branch");
		feed(watch, other);
		expect(caught.size() == 1 && caught.getFirst().engineId() == CREATOR.id(), "a branch was not caught");
		verify(caught.getFirst().messages());
	}

	private static void feed(EquivocationWatch watch, PlatformEvent event) {
		PlatformEvent branching = watch.checkForBranches(event);
		if (branching != null) {
			watch.reportBranch(branching);
		}
	}

	private PlatformEvent event(@Nullable PlatformEvent parent, String content) {
		List<EventDescriptorWrapper> parents = parent == null ? List.of() : List.of(parent.getDescriptor());
		UnsignedEvent event = new UnsignedEvent(CREATOR, parents, 1, Instant.EPOCH, List.of(Bytes.wrap(content)), 0);
		hasher.hashUnsignedEvent(event);
		return new PlatformEvent(event, signer.sign(event.getHash().getBytes()), EventOrigin.RUNTIME);
	}

	/** As one who holds nothing but the two messages and the public key would. */
	private void verify(List<byte[]> messages) {
		expect(messages.size() == 2, "the evidence is not two messages");
		expect(Contradiction.between(messages.getFirst(), messages.getLast(), CREATOR.id(), key.getPublic())
			.isPresent(), "the messages do not prove a contradiction");
	}

	private static void expect(boolean holds, String otherwise) {
		if (!holds) {
			throw new IllegalStateException(otherwise);
		}
	}

}
