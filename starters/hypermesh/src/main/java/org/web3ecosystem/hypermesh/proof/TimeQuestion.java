package org.web3ecosystem.hypermesh.proof;

import java.util.Map;

import org.web3ecosystem.hypermesh.state.Sha256;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;

/**
 * What a prover asks validators: to say what time it is, for a claim alone. The work is
 * that of the bundle, so nobody asks for nothing.
 *
 * @param claim SHA-256 of the claim that the bundle is bound to: its chain, epoch,
 * operations, prover, nonce, height and place behind the prover's bundle before
 * @param work the number that shows the bundle's work; {@link #NO_WORK} if it has none
 * @param space digest of the space proof that is attested together with the time; empty
 * if none is. Does not travel with the question: what is shown does.
 */
public record TimeQuestion(ChainId chainId, Epoch epoch, byte[] claim, long work, byte[] space) {

	/** In the place of work, where it is waived. */
	static final long NO_WORK = -1;

	/** More than any question has, encoded. */
	public static final int MAX_BYTES = 256;

	public TimeQuestion {
		claim = claim.clone();
		space = space.clone();
		if (space.length != 0 && space.length != Sha256.LENGTH) {
			throw new IllegalArgumentException("a space proof's digest is SHA-256");
		}
		if (claim.length != Sha256.LENGTH) {
			throw new IllegalArgumentException("a claim's digest is SHA-256");
		}
	}

	/** For the time alone. */
	public TimeQuestion(ChainId chainId, Epoch epoch, byte[] claim, long work) {
		this(chainId, epoch, claim, work, new byte[0]);
	}

	/** The same, with a space proof. */
	TimeQuestion showing(byte[] digest) {
		return new TimeQuestion(chainId, epoch, claim, work, digest);
	}

	@Override
	public byte[] space() {
		return space.clone();
	}

	@Override
	public byte[] claim() {
		return claim.clone();
	}

	/** Whether the work was done; one hash. */
	boolean isWorked(int bits) {
		return WorkProof.verify(claim, bits, work);
	}

	public byte[] encode() {
		return Cbor
			.struct(Map.entry("chainId", Cbor.of(chainId.value())), Map.entry("epoch", Cbor.of(epoch.number())),
					Map.entry("claim", Cbor.of(claim)), Map.entry("work", Cbor.of(work)))
			.encode();
	}

	/**
	 * @throws CborException if the bytes are anything else
	 */
	public static TimeQuestion decode(byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES).only("chainId", "epoch", "claim", "work");
		try {
			return new TimeQuestion(new ChainId(map.text("chainId")), new Epoch(map.integer("epoch")),
					map.bytes("claim"), map.integer("work"));
		}
		catch (IllegalArgumentException malformed) {
			throw new CborException("not a question for the time: " + malformed.getMessage());
		}
	}

}
