package org.web3ecosystem.stoq.hello;

import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;

/**
 * Says and verifies HELLO for this node.
 *
 * @param node who this is
 * @param epoch the roster this node goes by
 */
public record Self(Node node, Epoch epoch) {

	public Hello hello(Session session, Role role) {
		return Hello.sign(node.key(), session.binding(node.genesis().chainId(), epoch, role), role);
	}

	/**
	 * Who the peer is.
	 * @param role this side's role
	 * @throws RefusedHelloException if the HELLO is not right for this session
	 */
	public NodeId verify(Hello peer, Session session, Role role) {
		return peer.verify(session.binding(node.genesis().chainId(), epoch, role),
				(role == Role.CLIENT) ? Role.SERVER : Role.CLIENT);
	}

}
