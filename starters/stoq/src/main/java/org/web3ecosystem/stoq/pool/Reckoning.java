package org.web3ecosystem.stoq.pool;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.stoq.falcon.Falcon;
import org.web3ecosystem.stoq.falcon.FalconFinding;
import org.web3ecosystem.stoq.hello.PeerJudge;
import org.web3ecosystem.stoq.hello.Refusal;
import org.web3ecosystem.stoq.rpc.IncomingConnection;
import org.web3ecosystem.stoq.rpc.OutgoingConnection;
import org.web3ecosystem.stoq.wire.CloseCode;
import org.web3ecosystem.stoq.wire.Origin;
import org.web3ecosystem.stoq.wire.Tally;

/**
 * Judges live connections again: what was accepted may not be any more. A certificate
 * that is rejected now ends its connections at once; one that cannot be judged now ends
 * nothing.
 */
final class Reckoning {

	private final PeerJudge judge;

	private final StoqTransport transport;

	private final Tally tally;

	private final AtomicBoolean sweeping = new AtomicBoolean();

	Reckoning(PeerJudge judge, StoqTransport transport, Tally tally) {
		this.judge = judge;
		this.transport = transport;
		this.tally = tally;
	}

	/** The seat changed hands: self-signed peers that are not accepted go gently. */
	void afterSeatChange() {
		judge(true);
	}

	/**
	 * Ends those that would not be made any more: without a Falcon signature gently,
	 * since a new one with it is made meanwhile; with a wrong one at once.
	 */
	void afterDemand(Falcon falcon) {
		for (OutgoingConnection connection : transport.outgoing()) {
			end(falcon, connection.peer(), connection.falcon(), connection::supersede, connection::close);
		}
		for (IncomingConnection connection : transport.incoming()) {
			end(falcon, connection.peer(), connection.falcon(), connection::drain, connection::close);
		}
	}

	private void end(Falcon falcon, NodeId peer, FalconFinding finding, Runnable gently, Consumer<CloseCode> atOnce) {
		if (falcon.admits(finding)) {
			return;
		}
		if (finding == FalconFinding.WRONG) {
			tally.refused(Tally.Refusal.FALCON, Origin.of(peer), CloseCode.FALCON,
					"its Falcon signature is wrong, and now required");
			atOnce.accept(CloseCode.FALCON);
		}
		else {
			gently.run();
		}
	}

	/** Nobody said that anything changed. Does nothing while the last sweep goes on. */
	void sweep() {
		if (sweeping.compareAndSet(false, true)) {
			try {
				judge(false);
			}
			finally {
				sweeping.set(false);
			}
		}
	}

	private void judge(boolean seatChanged) {
		Map<Shown, CompletionStage<Optional<Refusal>>> judged = new HashMap<>();
		for (OutgoingConnection connection : transport.outgoing()) {
			once(judged, connection.peer(), connection.peerChain(), refusal -> end(refusal, connection.peer(),
					connection.peerChain(), seatChanged, connection::supersede, connection::close));
		}
		for (IncomingConnection connection : transport.incoming()) {
			once(judged, connection.peer(), connection.peerChain(), refusal -> end(refusal, connection.peer(),
					connection.peerChain(), seatChanged, connection::drain, connection::close));
		}
	}

	/** However many connections show it. */
	private void once(Map<Shown, CompletionStage<Optional<Refusal>>> judged, NodeId peer, CertificateChain chain,
			Consumer<Refusal> ending) {
		judged.computeIfAbsent(new Shown(peer, chain), shown -> judge.judge(chain, peer))
			.thenAccept(refusal -> refusal.ifPresent(ending));
	}

	private void end(Refusal refusal, NodeId peer, CertificateChain chain, boolean seatChanged, Runnable gently,
			Consumer<CloseCode> atOnce) {
		if (refusal.code() == Refusal.Code.REVOKED
				|| !chain.isSelfIssued() && refusal.code() == Refusal.Code.CERTIFICATE) {
			tally.refused(Tally.Refusal.REVOKED, Origin.of(peer), CloseCode.NO_LONGER_TRUSTED, refusal.reason());
			atOnce.accept(CloseCode.NO_LONGER_TRUSTED);
		}
		else if (chain.isSelfIssued() && seatChanged) {
			gently.run();
		}
	}

	/** Which certificate a peer shows. */
	private record Shown(NodeId peer, CertificateChain chain) {
	}

}
