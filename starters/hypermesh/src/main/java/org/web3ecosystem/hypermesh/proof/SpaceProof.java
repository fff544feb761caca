package org.web3ecosystem.hypermesh.proof;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;

import org.web3ecosystem.hypermesh.plot.Challenge;
import org.web3ecosystem.hypermesh.plot.Opening;
import org.web3ecosystem.hypermesh.plot.Plot;
import org.web3ecosystem.hypermesh.plot.PlotException;
import org.web3ecosystem.hypermesh.plot.PlotFile;
import org.web3ecosystem.hypermesh.state.ProofException;
import org.web3ecosystem.hypermesh.state.Sha256;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;

/**
 * Where an operation enters: at a node that showed labels of its plot. The node of an
 * owner that is none itself is the one it asked.
 * <p>
 * The labels follow from a challenge that members of the roster make together, for one
 * claim, and each of those whose signature stands in the bundle's {@link TimeProof} saw
 * that its own {@link Nonce} is in it and not older than {@link Nonces#FRESH}, that the
 * node itself asked, that the labels are right and that the plot is the one registered.
 * What it signed of the time covers the digest of this.
 * <p>
 * <b>What it proves:</b> that this node, or somebody who works for it, had the labels
 * asked for within that time: kept them, or computed them. Who lacks a part of the labels
 * is asked for one of it with each of twenty; whoever kept a share {@code p} and computes
 * nothing has all with a probability of p<sup>20</sup>. A label can be computed only with
 * others before it, so who kept a small share computes nearly the whole plot, one hash
 * after the other, some 0.3 microseconds each: a quarter of a second for 16 MiB, four for
 * 256 MiB. That is the price of pretending, and with a small plot it fits into the time.
 * <p>
 * <b>What it does not prove:</b> that a small plot is kept rather than computed; that a
 * large one is kept whole: from every third label the others follow within some ten
 * hashes each, so what is shown is a third of what is declared; on what disk it is, or
 * where on earth; that two nodes do not keep theirs on one machine; that the node keeps
 * anything of use to others. Challenges can be tried out, by other sets of members of
 * more than two thirds, and by another claim, which costs its work: so whoever lacks a
 * fifth of the labels finds one that asks for none of them in some hundred claims, a few
 * seconds. Where a third of the weight and more lies, challenges can be known in advance.
 *
 * @param challenge what the nonces come to
 */
record SpaceProof(Plot plot, byte[] challenge, Opening opening) {

	/**
	 * The largest one, encoded: of the largest plot, and no two ways to the root join.
	 */
	static final int MAX_BYTES = Opening.MAX_BYTES + 256;

	private static final byte[] DOMAIN = "web3:proof-space/1\0".getBytes(StandardCharsets.US_ASCII);

	SpaceProof {
		challenge = challenge.clone();
		if (challenge.length != Sha256.LENGTH) {
			throw new CborException("a challenge is SHA-256");
		}
	}

	/**
	 * @throws PlotException if the file cannot be read
	 */
	static SpaceProof show(PlotFile file, byte[] claim, byte[] challenge) {
		return new SpaceProof(file.plot(), challenge, file.open(seed(claim, challenge)));
	}

	private static Challenge seed(byte[] claim, byte[] challenge) {
		return new Challenge(Sha256.of(DOMAIN, claim, challenge));
	}

	/**
	 * Whether the labels are those that this challenge asks for this claim. Whether the
	 * plot is registered and the challenge was fresh is not seen here.
	 * @throws ProofException if not
	 */
	void verify(ChainId chain, byte[] claim) {
		try {
			opening.verify(plot, chain, seed(claim, challenge));
		}
		catch (PlotException wrong) {
			throw new ProofException("the space proof does not hold: " + wrong.getMessage(), wrong);
		}
	}

	/** What members sign of it. */
	byte[] digest() {
		return Sha256.of(encode());
	}

	Cbor toCbor() {
		return Cbor.struct(Map.entry("node", Cbor.of(plot.owner().bytes())), Map.entry("depth", Cbor.of(plot.depth())),
				Map.entry("root", Cbor.of(plot.root())), Map.entry("challenge", Cbor.of(challenge)),
				Map.entry("labels", Cbor.of(opening.labels())), Map.entry("hashes", Cbor.of(opening.hashes())));
	}

	byte[] encode() {
		return toCbor().encode();
	}

	/**
	 * @throws CborException if it is anything else
	 */
	static SpaceProof fromCbor(Cbor item) {
		if (!(item instanceof Cbor.Struct map)) {
			throw new CborException("not a space proof");
		}
		map.only("node", "depth", "root", "challenge", "labels", "hashes");
		byte[] node = map.bytes("node");
		if (node.length != Sha256.LENGTH) {
			throw new CborException("not a node");
		}
		return new SpaceProof(
				new Plot(new NodeId(HexFormat.of().formatHex(node)), Plot.depth(map.integer("depth")),
						map.bytes("root")),
				map.bytes("challenge"), new Opening(map.bytes("labels"), map.bytes("hashes")));
	}

}
