package org.web3ecosystem.stoq.falcon;

import java.nio.file.Path;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.transport.FalconDemand;
import org.web3ecosystem.spi.trust.NodeKey;

/**
 * This node's second signature: how much is asked of it, its key, and what was found at
 * others. Signing and verifying take up to milliseconds while the code is cold, so none
 * of it belongs on an event loop. Thread-safe.
 */
public final class Falcon {

	private final Path home;

	private final NodeKey nodeKey;

	private final FalconAlgorithm algorithm;

	private final SecureRandom random;

	private final Map<FalconFinding, LongAdder> found = new EnumMap<>(FalconFinding.class);

	private @Nullable FalconKey key;

	private volatile FalconDemand demand = FalconDemand.OFF;

	private volatile boolean asked;

	/**
	 * @param home the node's home directory, where its Falcon key is kept
	 * @param nodeKey certifies it
	 * @param algorithm of this node's key; those of others may be of any
	 */
	public Falcon(Path home, NodeKey nodeKey, FalconAlgorithm algorithm, SecureRandom random) {
		this.home = home;
		this.nodeKey = nodeKey;
		this.algorithm = algorithm;
		this.random = random;
		for (FalconFinding finding : FalconFinding.values()) {
			found.put(finding, new LongAdder());
		}
	}

	/**
	 * Reads the key, or makes one at the first start. Blocks for tens of milliseconds.
	 * @throws FalconKeyException if that cannot be done
	 */
	public void open() {
		key();
	}

	private synchronized FalconKey key() {
		FalconKey opened = key;
		if (opened == null) {
			opened = FalconKey.certified(algorithm, new FalconKeyFile(home, algorithm).readOrMake(random), nodeKey);
			key = opened;
		}
		return opened;
	}

	/** From now on this much is asked of others. */
	public void demand(FalconDemand now) {
		demand = now;
	}

	public FalconDemand demand() {
		return demand;
	}

	public FalconAlgorithm algorithm() {
		return algorithm;
	}

	/**
	 * A peer that proved who it is requires a signature. It gets one from now on, even
	 * from a node whose own setting is still off: that one has just begun and has to
	 * reach a federation that is further.
	 */
	public void asked() {
		asked = true;
	}

	/**
	 * This node's signature, if it shows one now.
	 * @throws FalconKeyException if its key can be neither read nor made
	 */
	public Optional<FalconSignature> sign(byte[] statement) {
		return (demand == FalconDemand.OFF && !asked) ? Optional.empty() : Optional.of(key().sign(statement, random));
	}

	/**
	 * Judges what a peer shows, and counts it.
	 * @param nodeKey the peer's, proven
	 */
	public FalconFinding look(@Nullable FalconSignature shown, PublicKey nodeKey, byte[] statement) {
		FalconFinding finding = find(shown, nodeKey, statement);
		counter(finding).increment();
		return finding;
	}

	private FalconFinding find(@Nullable FalconSignature shown, PublicKey nodeKey, byte[] statement) {
		if (demand == FalconDemand.OFF) {
			return FalconFinding.NOT_LOOKED_AT;
		}
		if (shown == null) {
			return FalconFinding.MISSING;
		}
		return shown.isRight(nodeKey, statement) ? FalconFinding.VERIFIED : FalconFinding.WRONG;
	}

	/** Whether a peer with this finding may stay, as things are now. */
	public boolean admits(FalconFinding finding) {
		return finding == FalconFinding.VERIFIED || demand != FalconDemand.REQUIRED;
	}

	/** How often this was found. */
	public long found(FalconFinding finding) {
		return counter(finding).sum();
	}

	private LongAdder counter(FalconFinding finding) {
		LongAdder counter = found.get(finding);
		if (counter == null) {
			throw new IllegalStateException("uncounted: " + finding);
		}
		return counter;
	}

}
