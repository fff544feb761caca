package org.web3ecosystem.stoq.hello;

import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;

/**
 * Says and verifies HELLO for this node.
 *
 * @param node who this is
 * @param epoch the roster this node goes by
 * @param clocks what time it is here and elsewhere
 */
public record Self(Node node, Epoch epoch, PeerClocks clocks) {

	public Hello hello(Session session, Role role) {
		return Hello.sign(node.key(), session.binding(node.genesis().chainId(), epoch, role), role, clocks.now());
	}

	/**
	 * Who the peer is; its clock is noted.
	 * @param role this side's role
	 * @throws RefusedHelloException if the HELLO is not right for this session
	 */
	public NodeId verify(Hello peer, Session session, Role role) {
		NodeId id = peer.verify(session.binding(node.genesis().chainId(), epoch, role),
				(role == Role.CLIENT) ? Role.SERVER : Role.CLIENT);
		clocks.heard(id, peer.time());
		return id;
	}

}
