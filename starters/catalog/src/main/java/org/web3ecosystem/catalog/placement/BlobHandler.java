package org.web3ecosystem.catalog.placement;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

import org.web3ecosystem.catalog.entry.Content;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.transport.Stream;
import org.web3ecosystem.spi.transport.StreamHandler;

/** Gives blobs to admitted peers: verified ones, and not to too many at once. */
public final class BlobHandler implements StreamHandler {

	/** Transfers at a time. */
	static final int MAX_TRANSFERS = 16;

	private static final Logger logger = System.getLogger(BlobHandler.class.getName());

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final BlobStore store;

	private final Executor executor;

	private final Semaphore transfers = new Semaphore(MAX_TRANSFERS);

	/**
	 * @param executor whose threads may wait
	 */
	public BlobHandler(BlobStore store, Executor executor) {
		this.store = store;
		this.executor = executor;
	}

	@Override
	public String protocol() {
		return BlobMessage.PROTOCOL;
	}

	@Override
	public void accept(NodeId caller, Stream stream) {
		executor.execute(() -> serve(caller, stream));
	}

	private void serve(NodeId caller, Stream stream) {
		boolean admitted = transfers.tryAcquire();
		try (stream) {
			if (admitted) {
				answer(stream);
			}
			else {
				refuse(stream, "too many transfers are under way");
			}
		}
		catch (RuntimeException failed) {
			logger.log(Level.DEBUG, "transfer ended: peer={0} cause={1}", caller.brief(), failed);
		}
		finally {
			if (admitted) {
				transfers.release();
			}
		}
	}

	private void answer(Stream stream) {
		Content content = BlobMessage.asked(Await.of(stream.read(), PATIENCE).orElse(new byte[0]));
		Optional<StoredBlob> found = store.read(content);
		if (found.isEmpty()) {
			refuse(stream, "this node does not have the blob");
			return;
		}
		try (StoredBlob blob = found.get()) {
			Await.of(stream.write(BlobMessage.answer(true, "")), PATIENCE);
			for (long offset = 0; offset < content.size(); offset += StoredBlob.PIECE) {
				Await.of(stream.write(blob.read(offset)), PATIENCE);
			}
			end(stream);
		}
	}

	private static void refuse(Stream stream, String reason) {
		Await.of(stream.write(BlobMessage.answer(false, reason)), PATIENCE);
		end(stream);
	}

	/** Waits for the peer to be done, since closing would cut off what is on its way. */
	private static void end(Stream stream) {
		Await.of(stream.finish(), PATIENCE);
		if (Await.of(stream.read(), PATIENCE).isPresent()) {
			throw new IllegalArgumentException("the peer says more than was asked");
		}
	}

}
