package org.web3ecosystem.trustchain.offer;

import java.security.PublicKey;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.transport.RequestHandler;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.trustchain.ct.Checkpoint;
import org.web3ecosystem.trustchain.ct.LogKey;

/**
 * Answers {@code trustchain.checkpoint}: the log's signed checkpoint and its key, vouched
 * for by the node key. Only a node that could issue answers.
 */
public final class CheckpointHandler implements RequestHandler {

	static final String METHOD = "trustchain.checkpoint";

	private static final int MAX_BYTES = 8192;

	private final NodeKey key;

	private final Supplier<Optional<Issuing>> issuing;

	/**
	 * @param issuing what this node issues with, empty while it cannot
	 */
	public CheckpointHandler(NodeKey key, Supplier<Optional<Issuing>> issuing) {
		this.key = key;
		this.issuing = issuing;
	}

	@Override
	public String method() {
		return METHOD;
	}

	@Override
	public CompletionStage<byte[]> handle(NodeId caller, byte[] request) {
		if (request.length > 0) {
			return CompletableFuture.failedFuture(new RejectedException("this takes no argument"));
		}
		Optional<Issuing> with = issuing.get().filter(each -> each.log().broken().isEmpty());
		if (with.isEmpty()) {
			return CompletableFuture.failedFuture(new UnavailableException("this node has no issuing authority"));
		}
		byte[] logKey = with.get().log().key().publicKey().getEncoded();
		return CompletableFuture.completedFuture(
				Cbor.struct(Map.entry("note", Cbor.of(with.get().log().note())), Map.entry("logKey", Cbor.of(logKey)),
						Map.entry("voucher", Cbor.of(key.sign(LogKey.DOMAIN, logKey))))
					.encode());
	}

	/**
	 * Whether an answer is by the issuer and its checkpoint by the key it vouches for.
	 * @throws IllegalArgumentException if it is no answer
	 */
	static boolean isVouchedFor(byte[] answer, PublicKey issuer) {
		try {
			Cbor.Struct map = Cbor.decodeStruct(answer, MAX_BYTES).only("note", "logKey", "voucher");
			PublicKey logKey = NodeKey.decodePublic(map.bytes("logKey"));
			return NodeKey.verify(issuer, LogKey.DOMAIN, map.bytes("logKey"), map.bytes("voucher"))
					&& Checkpoint.verified(map.text("note"), logKey).size() >= 0;
		}
		catch (CborException malformed) {
			throw new IllegalArgumentException("not a checkpoint", malformed);
		}
	}

}
