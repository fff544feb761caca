package org.web3ecosystem.hashgraph.evidence;

import java.security.PublicKey;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

import com.hedera.hapi.platform.event.GossipEvent;
import com.hedera.pbj.runtime.ParseException;
import com.hedera.pbj.runtime.io.buffer.Bytes;
import org.hiero.base.crypto.CryptoUtils;
import org.hiero.consensus.crypto.PbjStreamHasher;
import org.hiero.consensus.model.event.EventDescriptorWrapper;
import org.hiero.consensus.model.event.EventOrigin;
import org.hiero.consensus.model.event.PlatformEvent;

/**
 * When two events of one creator cannot be of one chain.
 * <p>
 * An honest creator's events are a chain: each names the one before, its self-parent, and
 * the round in which it was made (birth round), which never falls along the chain. After
 * a state transfer it may begin anew without a self-parent, in a later round than all it
 * made before. So an event stands for the rounds after its self-parent's up to its own,
 * one without a self-parent for its own alone, and the events of an honest creator stand
 * for rounds that do not overlap. Two events contradict each other if
 * <ul>
 * <li>they have the same self-parent, or
 * <li>they stand for a common round: were one an ancestor of the other, its birth round
 * could not be later than that of the other's self-parent.
 * </ul>
 */
final class Contradiction {

	private Contradiction() {
	}

	/** Of two events of one creator, signatures not looked at. */
	static boolean between(PlatformEvent one, PlatformEvent other) {
		if (!one.getCreatorId().equals(other.getCreatorId()) || one.getHash().equals(other.getHash())) {
			return false;
		}
		EventDescriptorWrapper parent = one.getSelfParent();
		if (parent != null && parent.equals(other.getSelfParent())) {
			return true;
		}
		return before(one) < other.getBirthRound() && before(other) < one.getBirthRound();
	}

	/** The last round that an event does not stand for. */
	private static long before(PlatformEvent event) {
		EventDescriptorWrapper parent = event.getSelfParent();
		return parent == null ? event.getBirthRound() - 1 : parent.eventDescriptor().birthRound();
	}

	/**
	 * The birth round of the older of two signed messages, if they contradict each other.
	 */
	static OptionalLong between(byte[] one, byte[] other, long creator, PublicKey key) {
		Optional<PlatformEvent> first = parse(one, creator);
		Optional<PlatformEvent> second = parse(other, creator);
		if (first.isEmpty() || second.isEmpty() || !between(first.get(), second.get()) || !isSigned(first.get(), key)
				|| !isSigned(second.get(), key)) {
			return OptionalLong.empty();
		}
		return OptionalLong.of(Math.min(first.get().getBirthRound(), second.get().getBirthRound()));
	}

	/**
	 * An event as its creator would send it: the only encoding, parents of different
	 * creators and not younger than the event.
	 */
	private static Optional<PlatformEvent> parse(byte[] message, long creator) {
		try {
			GossipEvent event = GossipEvent.PROTOBUF.parse(Bytes.wrap(message));
			if (!Arrays.equals(GossipEvent.PROTOBUF.toBytes(event).toByteArray(), message) || event.eventCore() == null
					|| event.eventCore().timeCreated() == null || event.eventCore().creatorNodeId() != creator
					|| event.eventCore().birthRound() < 1 || !areParentsPossible(event)) {
				return Optional.empty();
			}
			return Optional.of(new PbjStreamHasher().hashEvent(new PlatformEvent(event, EventOrigin.GOSSIP)));
		}
		catch (ParseException | RuntimeException malformed) {
			return Optional.empty();
		}
	}

	private static boolean areParentsPossible(GossipEvent event) {
		long creators = event.parents().stream().map(parent -> parent.creatorNodeId()).distinct().count();
		return creators == event.parents().size()
				&& event.parents().stream().allMatch(parent -> parent.birthRound() <= event.eventCore().birthRound());
	}

	private static boolean isSigned(PlatformEvent event, PublicKey key) {
		try {
			return CryptoUtils.verifySignature(event.getHash().getBytes(), event.getSignature(), key);
		}
		catch (RuntimeException malformed) {
			return false;
		}
	}

	/** As it travels. */
	static byte[] message(PlatformEvent event) {
		return GossipEvent.PROTOBUF.toBytes(event.getGossipEvent()).toByteArray();
	}

}
