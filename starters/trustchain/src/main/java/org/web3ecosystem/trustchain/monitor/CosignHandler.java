package org.web3ecosystem.trustchain.monitor;

import java.security.PublicKey;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.transport.RequestHandler;
import org.web3ecosystem.spi.trust.CheckpointWitness.Answer;
import org.web3ecosystem.spi.trust.CheckpointWitness.Refusal;
import org.web3ecosystem.spi.trust.CheckpointWitness.Submission;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.ct.Checkpoint;
import org.web3ecosystem.trustchain.ct.Cosigner;
import org.web3ecosystem.trustchain.monitor.CosigningMessage.Reply;
import org.web3ecosystem.trustchain.monitor.CosigningMessage.Request;

/**
 * Answers {@code trustchain.cosign}: a validator has its own log's checkpoints cosigned,
 * and nobody else's.
 */
public final class CosignHandler implements RequestHandler {

	private final Genesis genesis;

	private final NodeKey key;

	private final OwnWitness witness;

	private final Executor executor;

	/**
	 * @param key of this node, which vouches for that of the witness
	 */
	public CosignHandler(Genesis genesis, NodeKey key, OwnWitness witness, Executor executor) {
		this.genesis = genesis;
		this.key = key;
		this.witness = witness;
		this.executor = executor;
	}

	@Override
	public String method() {
		return CosigningMessage.METHOD;
	}

	@Override
	public CompletionStage<byte[]> handle(NodeId caller, byte[] request) {
		return Async.call(executor, () -> submission(caller, request))
			.thenCompose(known -> known.map(witness::addCheckpoint)
				.orElseGet(() -> CompletableFuture.completedFuture(new Answer.Refused(Refusal.UNKNOWN_LOG))))
			.thenApply(this::reply);
	}

	/** What is to be judged; empty if it is of a log that this node does not cosign. */
	private Optional<Submission> submission(NodeId caller, byte[] encoded) {
		Validator validator = genesis.validator(caller)
			.orElseThrow(() -> new RejectedException("only a validator's log is cosigned"));
		try {
			Request request = Request.decode(encoded);
			PublicKey logKey = request.key(validator.publicKey());
			Submission submission = request.submission();
			return origin(submission).map(origin -> isOf(validator, origin) && witness.trust(origin, logKey))
				.orElse(true) ? Optional.of(submission) : Optional.empty();
		}
		catch (IllegalArgumentException malformed) {
			throw new RejectedException(String.valueOf(malformed.getMessage()), malformed);
		}
	}

	/** Empty if it is no checkpoint, which the witness will say. */
	private static Optional<String> origin(Submission submission) {
		try {
			return Optional.of(Checkpoint.originOf(submission.checkpoint()));
		}
		catch (IllegalArgumentException malformed) {
			return Optional.empty();
		}
	}

	/** A log that began after a restore has a name behind the first one's. */
	private boolean isOf(Validator validator, String origin) {
		String first = validator.name() + ".node." + genesis.zone() + "/log";
		return origin.equals(first) || origin.startsWith(first + "/");
	}

	private byte[] reply(Answer answer) {
		byte[] own = witness.cosigner().publicKey().getEncoded();
		return new Reply(answer, own, key.sign(Cosigner.DOMAIN, own)).encode();
	}

}
