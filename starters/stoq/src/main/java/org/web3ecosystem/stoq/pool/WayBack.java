package org.web3ecosystem.stoq.pool;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.stoq.rpc.OutgoingConnection;
import org.web3ecosystem.stoq.wire.CloseCode;

/**
 * Looks whether QUIC answers again, as long as a connection over TCP is what is used. The
 * connection over QUIC is made before the other is let go.
 */
final class WayBack {

	private static final Logger LOG = System.getLogger(WayBack.class.getName());

	private final Peer peer;

	private final OutgoingConnection overTcp;

	private final Dialler dialler;

	private final RandomGenerator random;

	private final Consumer<OutgoingConnection> found;

	private int looked;

	/**
	 * @param found takes the connection over QUIC
	 */
	WayBack(Peer peer, OutgoingConnection overTcp, Dialler dialler, RandomGenerator random,
			Consumer<OutgoingConnection> found) {
		this.peer = peer;
		this.overTcp = overTcp;
		this.dialler = dialler;
		this.random = random;
		this.found = found;
	}

	void lookLater() {
		long delay = dialler.fallback().untilLook(looked++, random).toMillis();
		try {
			overTcp.timer().schedule(this::look, delay, TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException gone) {
			// the event loop has ended, and with it every connection
		}
	}

	private void look() {
		if (!overTcp.isUsable()) {
			return;
		}
		dialler.overQuic(peer, overTcp.generation()).whenComplete((made, failure) -> {
			if (failure != null) {
				lookLater();
			}
			else if (overTcp.isUsable()) {
				found.accept(made);
				dialler.tally().returned();
				LOG.log(Level.INFO, "over QUIC again peer={0}", peer.id().brief());
			}
			else {
				made.close(CloseCode.DONE);
			}
		});
	}

}
