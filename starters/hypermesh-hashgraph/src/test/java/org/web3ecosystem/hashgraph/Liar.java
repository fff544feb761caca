package org.web3ecosystem.hashgraph;

import java.security.SecureRandom;
import java.util.List;

import org.hiero.consensus.crypto.PbjStreamHasher;
import org.hiero.consensus.crypto.PlatformSigner;
import org.hiero.consensus.model.event.EventOrigin;
import org.hiero.consensus.model.event.PlatformEvent;
import org.hiero.consensus.model.event.UnsignedEvent;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.genesis.Validator;

/** A validator that has its key and its place in the gossip, and no scruples. */
record Liar(Node node, Validator self, Replica replica) {

	static Liar of(LocalFederation federation, int index) {
		Node node = federation.nodes().get(index);
		return new Liar(node, node.genesis().validators().get(index), federation.engines().get(index).replica());
	}

	void gossipSecondVersionOfLatestEvent() {
		PlatformEvent honest = replica.watch().latest(self.engineId()).orElseThrow();
		UnsignedEvent other = new UnsignedEvent(honest.getCreatorId(), honest.getAllParents(), honest.getBirthRound(),
				honest.getTimeCreated().plusNanos(1), List.of(), 0);
		new PbjStreamHasher().hashUnsignedEvent(other);
		PlatformSigner signer = new PlatformSigner(
				GossipKeys.load(node.home(), Rosters.certificate(self), new SecureRandom()));
		PlatformEvent second = new PlatformEvent(other, signer.sign(other.getHash().getBytes()), EventOrigin.RUNTIME);
		replica.blocks().platformComponents().gossipModule().eventToGossipInputWire().put(second);
	}

}
