package org.web3ecosystem.hashgraph.evidence;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import com.hedera.hapi.node.state.roster.Roster;
import com.swirlds.platform.event.branching.BranchDetector;
import com.swirlds.platform.event.branching.BranchReporter;
import com.swirlds.platform.event.branching.DefaultBranchDetector;
import org.hiero.base.crypto.Hash;
import org.hiero.consensus.model.event.PlatformEvent;
import org.hiero.consensus.model.hashgraph.EventWindow;
import org.hiero.consensus.model.node.NodeId;
import org.jspecify.annotations.Nullable;
import org.web3ecosystem.spi.consensus.LedgerApplication.Misbehaviour;

/**
 * Sees every event whose signature was verified, and catches a creator whose events do
 * not form one chain. The engine's detector says that an event branches off; this keeps
 * the creator's recent events beside it, so that both signed messages can be shown. Where
 * none of them {@link Contradiction contradicts} it, one message is handed over: a hint,
 * no evidence. Both roles in one, since the reporter alone is handed one event only.
 * Thread-safe.
 */
public final class EquivocationWatch implements BranchDetector, BranchReporter {

	/** What a {@link Misbehaviour} of this origin is called. */
	public static final String EQUIVOCATION = "equivocation";

	/** Events kept per creator; old ones fall out when no longer of interest. */
	private static final int MAX_REMEMBERED = 1000;

	private final DefaultBranchDetector detector;

	private final Consumer<Misbehaviour> found;

	private final InstantSource clock;

	private final Map<NodeId, Deque<PlatformEvent>> recent = new HashMap<>();

	private final Map<Hash, PlatformEvent> counterparts = new HashMap<>();

	/** Of what may be of one chain. */
	private final Map<NodeId, Long> hintedBirthRounds = new HashMap<>();

	/** Of what cannot. */
	private final Map<NodeId, Long> provenBirthRounds = new HashMap<>();

	private long examined;

	private long caught;

	private @Nullable Instant lastCaught;

	public EquivocationWatch(Roster roster, Consumer<Misbehaviour> found, InstantSource clock) {
		this.detector = new DefaultBranchDetector(roster);
		this.found = found;
		this.clock = clock;
	}

	@Override
	public synchronized @Nullable PlatformEvent checkForBranches(PlatformEvent event) {
		examined++;
		Deque<PlatformEvent> earlier = recent.computeIfAbsent(event.getCreatorId(), creator -> new ArrayDeque<>());
		PlatformEvent branching = detector.checkForBranches(event);
		if (branching != null) {
			counterpart(branching, earlier).ifPresent(other -> counterparts.put(branching.getHash(), other));
		}
		earlier.addLast(event);
		if (earlier.size() > MAX_REMEMBERED) {
			earlier.removeFirst();
		}
		return branching;
	}

	/**
	 * What contradicts it, the smallest, so that the evidence is small. None if the two
	 * could be of one chain that this replica has not seen all of.
	 */
	private static Optional<PlatformEvent> counterpart(PlatformEvent branching, Deque<PlatformEvent> earlier) {
		return earlier.stream()
			.filter(other -> Contradiction.between(branching, other))
			.min(Comparator.comparingInt(other -> other.getGossipEvent().protobufSize()));
	}

	@Override
	public void reportBranch(PlatformEvent event) {
		Misbehaviour misbehaviour;
		synchronized (this) {
			PlatformEvent other = counterparts.remove(event.getHash());
			Map<NodeId, Long> reported = (other == null) ? hintedBirthRounds : provenBirthRounds;
			Long before = reported.put(event.getCreatorId(), event.getBirthRound());
			if (before != null && before == event.getBirthRound()) {
				// one who branches at every event is reported once a round
				return;
			}
			caught++;
			lastCaught = clock.instant();
			misbehaviour = new Misbehaviour(event.getCreatorId().id(), EQUIVOCATION,
					other == null ? List.of(Contradiction.message(event))
							: List.of(Contradiction.message(other), Contradiction.message(event)));
		}
		found.accept(misbehaviour);
	}

	@Override
	public synchronized void updateEventWindow(EventWindow window) {
		detector.updateEventWindow(window);
		recent.values().forEach(events -> events.removeIf(window::isAncient));
		counterparts.values().removeIf(window::isAncient);
	}

	@Override
	public synchronized void clear() {
		detector.clear();
		recent.clear();
		counterparts.clear();
	}

	/** The latest event of a creator that is still of interest. */
	public synchronized Optional<PlatformEvent> latest(long engineId) {
		return Optional.ofNullable(recent.get(NodeId.of(engineId))).map(Deque::peekLast);
	}

	/** How many events went through. */
	public synchronized long examined() {
		return examined;
	}

	/** How many branches were reported. */
	public synchronized long caught() {
		return caught;
	}

	public synchronized Optional<Instant> lastCaught() {
		return Optional.ofNullable(lastCaught);
	}

}
