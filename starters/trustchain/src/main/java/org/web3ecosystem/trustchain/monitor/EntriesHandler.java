package org.web3ecosystem.trustchain.monitor;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.transport.RequestHandler;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.ct.TransparencyLog;
import org.web3ecosystem.trustchain.offer.Issuing;

/** Answers {@code trustchain.entries}: any node of the federation may follow this log. */
public final class EntriesHandler implements RequestHandler {

	private static final int MAX_REQUEST = 16;

	private final NodeKey key;

	private final Supplier<Optional<Issuing>> issuing;

	private final Executor executor;

	/**
	 * @param issuing what this node issues with, empty while it cannot
	 */
	public EntriesHandler(NodeKey key, Supplier<Optional<Issuing>> issuing, Executor executor) {
		this.key = key;
		this.issuing = issuing;
		this.executor = executor;
	}

	@Override
	public String method() {
		return LogPage.METHOD;
	}

	@Override
	public CompletionStage<byte[]> handle(NodeId caller, byte[] request) {
		return Async.call(executor, () -> {
			int from = from(request);
			TransparencyLog log = issuing.get()
				.map(Issuing::log)
				.filter(each -> each.broken().isEmpty())
				.orElseThrow(() -> new UnavailableException("this node keeps no transparency log, or not now"));
			return LogPage.of(log, from, key).encode();
		});
	}

	private static int from(byte[] request) {
		try {
			if (Cbor.decode(request, MAX_REQUEST) instanceof Cbor.Int(long from) && from >= 0
					&& from <= TransparencyLog.MAX_ENTRIES) {
				return (int) from;
			}
		}
		catch (CborException malformed) {
			throw new RejectedException("not the index of an entry: " + malformed.getMessage(), malformed);
		}
		throw new RejectedException("not the index of an entry");
	}

}
