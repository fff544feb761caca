package org.web3ecosystem.stoq.tls;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.KeyPair;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.stoq.wire.Tally;

/**
 * The identity that connections begun now show. One is probed before it takes the place
 * of another; an issued one is kept in the node's home. Thread-safe.
 */
final class Publication {

	private static final Logger LOG = System.getLogger(Publication.class.getName());

	private final Node node;

	private final BooleanSupplier door;

	private final InstantSource clock;

	private final Tally tally;

	private final Exporters exporters = new Exporters();

	private final List<Consumer<Generation>> subscribers = new CopyOnWriteArrayList<>();

	private volatile @Nullable Generation published;

	Publication(Node node, BooleanSupplier door, InstantSource clock, Tally tally) {
		this.node = node;
		this.door = door;
		this.clock = clock;
		this.tally = tally;
	}

	void subscribe(Consumer<Generation> subscriber) {
		subscribers.add(subscriber);
	}

	Optional<Generation> current() {
		return Optional.ofNullable(published);
	}

	Exporters exporters() {
		return exporters;
	}

	/**
	 * A node begins with the identity it had, as long as that is valid: its peers know
	 * it, while the next one may have to be ordered first, which needs the peers.
	 * @return whether one is published
	 * @throws UnusableIdentityException if the stored one is none any more
	 */
	boolean resume() {
		if (published != null) {
			return true;
		}
		Optional<StoredIdentity> stored = StoredIdentity.read(node.home()).filter(this::isOwn);
		stored.ifPresent(identity -> publish(identity.keys(), identity.chain()));
		return stored.isPresent();
	}

	private boolean isOwn(StoredIdentity stored) {
		String own = NodeUri.of(node.genesis().zone(), node.id());
		return NodeUri.in(stored.chain().leaf()).filter(own::equals).isPresent();
	}

	/**
	 * Probes and publishes. Connections that are open keep what they have.
	 * @throws UnusableIdentityException if it must not be published
	 */
	void publish(KeyPair keys, CertificateChain chain) {
		Identity probed = IdentityProbe.probe(keys, chain, clock.instant());
		Generation generation;
		synchronized (this) {
			Generation shown = published;
			Identity identity = (shown == null) ? probed : shown.identity().then(probed);
			generation = Generation.of((shown == null) ? 1 : shown.number() + 1, identity, exporters,
					door.getAsBoolean());
			published = generation;
		}
		store(generation.identity());
		tally.rotated();
		LOG.log(Level.INFO, "identity published generation={0} identity={1} notAfter={2}", generation.number(),
				generation.identity(), chain.leaf().getNotAfter().toInstant());
		subscribers.forEach(subscriber -> subscriber.accept(generation));
	}

	private void store(Identity identity) {
		if (identity.isProvisional()) {
			return;
		}
		try {
			StoredIdentity.write(node.home(), identity.keys(), identity.chain());
		}
		catch (IOException failure) {
			LOG.log(Level.WARNING, "identity not stored, a restart begins without one reason={0}", failure.toString());
		}
	}

}
