package org.web3ecosystem.stoq.hello;

import java.util.Optional;

import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.trust.StapleFinding;
import org.web3ecosystem.stoq.falcon.Falcon;
import org.web3ecosystem.stoq.falcon.FalconFinding;

/**
 * Says and verifies HELLO for this node.
 *
 * @param node who this is
 * @param epoch the roster this node goes by
 * @param clocks what time it is here and elsewhere
 * @param falcon this node's second signature
 * @param stapling what issuers say of certificates
 */
public record Self(Node node, Epoch epoch, PeerClocks clocks, Falcon falcon, Stapling stapling) {

	/** That shows and reads no staples. */
	public Self(Node node, Epoch epoch, PeerClocks clocks, Falcon falcon) {
		this(node, epoch, clocks, falcon, Stapling.off());
	}

	/** With a Falcon signature, if this node shows one. */
	public Hello hello(Session session, Role role) {
		return hello(session, role, Features.NONE, false);
	}

	/**
	 * The same with features; a peer that showed none must not see any.
	 * @param stapled with what the issuer says, if that is at hand
	 */
	public Hello hello(Session session, Role role, Features features, boolean stapled) {
		Hello plain = bareHello(session, role).with(features);
		Hello bare = stapled ? stapling.own(session.own()).map(plain::with).orElse(plain) : plain;
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

	/**
	 * What there is to all of it that is not signed by the node key.
	 * @param peer verified
	 * @param role this side's role
	 * @param unfit why its certificate is not accepted, if it is not
	 */
	public Judgement judge(Hello peer, Session session, Role role, Optional<Refusal> unfit) {
		if (unfit.isPresent()) {
			return Judgement.unfit(unfit.get());
		}
		StapleFinding staple = stapling.look(peer.staple(), session.peer());
		FalconFinding signature = look(peer, session, role);
		return new Judgement(signature, staple,
				stapling.refusal(staple, NodeId.of(peer.nodeKey()), session.peer()).or(() -> refusal(signature)));
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
