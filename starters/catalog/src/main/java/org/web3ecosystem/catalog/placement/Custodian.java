package org.web3ecosystem.catalog.placement;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import org.web3ecosystem.catalog.entry.Content;
import org.web3ecosystem.catalog.ledger.BlobEntry;
import org.web3ecosystem.catalog.ledger.BlobEntry.Holder;
import org.web3ecosystem.catalog.ledger.CatalogueCommand;
import org.web3ecosystem.catalog.ledger.CatalogueEntries;
import org.web3ecosystem.catalog.ledger.Challenge;
import org.web3ecosystem.catalog.ledger.Evidence;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.transport.Peer;

/**
 * Keeps the blobs that fall to this node. It learns of them from the ledger, fetches what
 * it does not have, says that it holds them and answers challenges, all in {@link #look};
 * nobody has to ask it, and after a restart it goes on where it was. While no block comes
 * it only reads.
 */
public final class Custodian {

	private static final Logger logger = System.getLogger(Custodian.class.getName());

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	/** The ledger has a deadline of its own for submissions. */
	private static final Duration SUBMISSION = Duration.ofMinutes(1);

	private static final int NEW_PER_LOOK = 256;

	private static final int TENDED_PER_LOOK = 64;

	private final Node node;

	private final CatalogueEntries entries;

	private final BlobStore store;

	private final BlobClient client;

	private final Holders holders;

	private final int replicas;

	private final Map<Content, Duty> duties = new LinkedHashMap<>();

	private long seen;

	private final AtomicLong fetched = new AtomicLong();

	private final AtomicLong proven = new AtomicLong();

	private final AtomicLong refused = new AtomicLong();

	private volatile Observation observation = new Observation(0, 0, 0, "", "not looked yet");

	/**
	 * What was seen at the last look.
	 *
	 * @param challenge the number of the challenge that stands, 0 if there is none
	 * @param duties how many blobs fall to this node
	 * @param held how many of them it has shown to have
	 * @param missing one that it could not show, empty if there is none
	 * @param trouble why it could not look, empty if it could
	 */
	public record Observation(long challenge, int duties, int held, String missing, String trouble) {
	}

	/**
	 * @param names the seat, where holders are found that are no validators
	 * @param replicas how many nodes keep a blob, its publisher among them
	 */
	public Custodian(Node node, CatalogueEntries entries, BlobStore store, BlobClient client, ServiceDiscovery names,
			int replicas) {
		this.node = node;
		this.entries = entries;
		this.store = store;
		this.client = client;
		this.holders = new Holders(node, names);
		this.replicas = replicas;
	}

	/** Does what is to be done now; waits for it. Never fails. */
	public synchronized void look() {
		try {
			Optional<Challenge> challenge = Await.of(entries.challenge(), PATIENCE);
			if (challenge.isEmpty()) {
				observe(0, "", "the ledger has no block with a catalogue yet");
				return;
			}
			learn();
			observe(challenge.get().number(), tend(challenge.get()), "");
		}
		catch (RuntimeException failed) {
			observe(observation.challenge(), observation.missing(), Reason.of(failed));
			logger.log(Level.DEBUG, "the custodian could not look", failed);
		}
	}

	private void observe(long challenge, String missing, String trouble) {
		int held = (int) duties.values().stream().filter(Duty::isAnswered).count();
		observation = new Observation(challenge, duties.size(), held, missing, trouble);
	}

	private void learn() {
		List<Content> more = Await.of(entries.blobs(seen, NEW_PER_LOOK), PATIENCE);
		for (Content content : more) {
			BlobEntry entry = entry(content);
			if (Placement.keepers(content, entry.publisher(), validators(), replicas).contains(node.id())) {
				duties.put(content, new Duty(content));
			}
			seen++;
		}
	}

	private List<NodeId> validators() {
		return node.genesis().validators().stream().map(Validator::id).toList();
	}

	private String tend(Challenge challenge) {
		String missing = "";
		int left = TENDED_PER_LOOK;
		for (Duty duty : duties.values()) {
			if (left > 0 && duty.isDue(challenge.number())) {
				left--;
				tend(duty, challenge);
			}
			missing = duty.isWell() ? missing : duty.content().digest().hex();
		}
		return missing;
	}

	private void tend(Duty duty, Challenge challenge) {
		try {
			answer(duty.content(), challenge);
			duty.done(challenge.number());
		}
		catch (RuntimeException failed) {
			duty.failed();
			logger.log(Level.DEBUG, "blob={0} could not be held or proven", duty.content().digest(), failed);
		}
	}

	private void answer(Content content, Challenge challenge) {
		BlobEntry entry = entry(content);
		Optional<Holder> self = entry.holder(node.id());
		if (self.isPresent() && self.get().challenge() >= challenge.number()) {
			return;
		}
		Evidence evidence;
		try (StoredBlob blob = obtain(entry)) {
			evidence = blob.evidence(challenge, node.id());
		}
		Receipt receipt = Await.of(
				entries.submit(
						self.isPresent() ? new CatalogueCommand.Prove(evidence) : new CatalogueCommand.Hold(evidence)),
				SUBMISSION);
		if (receipt.verdict() instanceof Verdict.Rejected(String reason, boolean revoked)) {
			refused.incrementAndGet();
			throw new RejectedException(reason);
		}
		proven.incrementAndGet();
	}

	/**
	 * A blob of the catalogue: this node's own, or fetched from a holder. Waits for it.
	 * @throws UnavailableException if no holder gives it
	 */
	public StoredBlob obtain(Content content) {
		Optional<StoredBlob> own = store.read(content);
		return own.isPresent() ? own.get() : obtain(entry(content));
	}

	private StoredBlob obtain(BlobEntry entry) {
		Content content = entry.content();
		Optional<StoredBlob> own = store.read(content);
		if (own.isPresent()) {
			return own.get();
		}
		String last = "nobody is known to have it";
		List<NodeId> known = entry.holders().stream().map(Holder::node).toList();
		for (Peer holder : (Iterable<Peer>) holders.places(known)::iterator) {
			try {
				client.fetch(content, holder);
				fetched.incrementAndGet();
				return store.read(content)
					.orElseThrow(() -> new UnavailableException("the blob could not be read back"));
			}
			catch (RuntimeException failed) {
				last = holder.id().brief() + ": " + Reason.of(failed);
			}
		}
		throw new UnavailableException("the blob " + content.digest() + " cannot be had: " + last);
	}

	private BlobEntry entry(Content content) {
		return Await.of(entries.blob(content), PATIENCE)
			.orElseThrow(() -> new UnavailableException("no version has the blob " + content.digest()));
	}

	public Observation observation() {
		return observation;
	}

	/** Blobs got from other nodes. */
	public long fetched() {
		return fetched.get();
	}

	/** Answers the ledger accepted. */
	public long proven() {
		return proven.get();
	}

	/** Answers the ledger refused. */
	public long refused() {
		return refused.get();
	}

}
