package org.web3ecosystem.stoq.hello;

import java.util.Optional;

import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.stoq.falcon.Falcon;
import org.web3ecosystem.stoq.falcon.FalconFinding;

/**
 * Says and verifies HELLO for this node.
 *
 * @param node who this is
 * @param epoch the roster this node goes by
 * @param clocks what time it is here and elsewhere
 * @param falcon this node's second signature
 */
public record Self(Node node, Epoch epoch, PeerClocks clocks, Falcon falcon) {

	/** With a Falcon signature, if this node shows one. */
	public Hello hello(Session session, Role role) {
		return hello(session, role, Features.NONE);
	}

	/** The same with features; a peer that showed none must not see any. */
	public Hello hello(Session session, Role role, Features features) {
		Hello bare = bareHello(session, role).with(features);
		return falcon.sign(bare.falconStatement(binding(session, role), role)).map(bare::with).orElse(bare);
	}

	/** Without a Falcon signature: enough to say no. */
	public Hello bareHello(Session session, Role role) {
		return Hello.sign(node.key(), binding(session, role), role, clocks.now());
	}

	/**
	 * Who the peer is; its clock is noted.
	 * @param role this side's role
	 * @throws RefusedHelloException if the HELLO is not right for this session
	 */
	public NodeId verify(Hello peer, Session session, Role role) {
		NodeId id = peer.verify(binding(session, role), role.other());
		clocks.heard(id, peer.time());
		return id;
	}

	/**
	 * What there is to its Falcon signature.
	 * @param peer verified
	 * @param role this side's role
	 */
	public FalconFinding look(Hello peer, Session session, Role role) {
		return falcon.look(peer.falcon(), peer.nodeKey(), peer.falconStatement(binding(session, role), role.other()));
	}

	/** Why a peer with this finding is not admitted now; empty if it is. */
	public Optional<Refusal> refusal(FalconFinding finding) {
		return falcon.admits(finding) ? Optional.empty() : Optional
			.of(Refusal.of(Refusal.Code.FALCON, "a Falcon signature is required here, yours is " + finding.word()));
	}

	/** A peer that proved who it is does not admit this node. */
	public void heed(Refusal.Code code) {
		if (code == Refusal.Code.FALCON) {
			falcon.asked();
		}
	}

	private Binding binding(Session session, Role role) {
		return session.binding(node.genesis().chainId(), epoch, role);
	}

}
