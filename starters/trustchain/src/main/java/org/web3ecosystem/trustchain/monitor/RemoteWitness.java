package org.web3ecosystem.trustchain.monitor;

import java.security.PublicKey;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.transport.TransportProvider;
import org.web3ecosystem.spi.trust.CheckpointWitness;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.trustchain.ct.Checkpoint;
import org.web3ecosystem.trustchain.ct.Cosigner;
import org.web3ecosystem.trustchain.ct.LogKey;
import org.web3ecosystem.trustchain.monitor.CosigningMessage.Reply;
import org.web3ecosystem.trustchain.monitor.CosigningMessage.Request;

/** Another validator as a witness of this one's log, over STOQ. */
public final class RemoteWitness implements CheckpointWitness {

	private static final Duration DEADLINE = Duration.ofSeconds(5);

	private final Validator validator;

	private final String zone;

	private final TransportProvider transport;

	private final NodeKey key;

	private final Supplier<PublicKey> logKey;

	/**
	 * @param validator who is asked
	 * @param zone of the federation
	 * @param key of this node, which vouches for that of its log
	 * @param logKey the log's
	 */
	public RemoteWitness(Validator validator, String zone, TransportProvider transport, NodeKey key,
			Supplier<PublicKey> logKey) {
		this.validator = validator;
		this.zone = zone;
		this.transport = transport;
		this.key = key;
		this.logKey = logKey;
	}

	/** The validator's short name. */
	String validator() {
		return validator.name();
	}

	/** The name it cosigns with. */
	public static String name(String node, String zone) {
		return node + ".node." + zone + "/witness";
	}

	@Override
	public CompletionStage<Answer> addCheckpoint(Submission submission) {
		byte[] own = logKey.get().getEncoded();
		byte[] request = new Request(submission, own, key.sign(LogKey.DOMAIN, own)).encode();
		return transport.connect(Peer.of(validator), DEADLINE)
			.thenCompose(connection -> connection.request(CosigningMessage.METHOD, request, DEADLINE))
			.thenApply(reply -> judged(submission, reply));
	}

	/** What is said to be a cosignature is one, or it is nothing. */
	private Answer judged(Submission submission, byte[] encoded) {
		String name = name(validator.name(), zone);
		Reply reply = Reply.decode(encoded, name, validator.publicKey());
		if (reply.answer() instanceof Answer.Cosigned(String line, String _)
				&& !Cosigner.isCosigned(Checkpoint.verified(submission.checkpoint(), logKey.get()), line, name,
						NodeKey.decodePublic(reply.key()))) {
			throw new RejectedException(validator.name() + " shows a cosignature that is none");
		}
		return reply.answer();
	}

}
