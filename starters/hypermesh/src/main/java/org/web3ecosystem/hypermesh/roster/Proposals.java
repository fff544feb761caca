package org.web3ecosystem.hypermesh.roster;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.consensus.LedgerModule.State;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.genesis.Protocols;

/**
 * What the members of a roster propose and approve, on the ledger. Each has a place of
 * its own, so that nobody who proposes again and again keeps the others from it; before
 * version {@value Protocols#PROPOSAL_OF_EACH} of the rules all had one.
 */
final class Proposals {

	private final State state;

	/** In ascending order of their ids. */
	private final List<NodeId> members;

	private final boolean eachHasItsOwn;

	Proposals(Roster roster, State state) {
		this.state = state;
		this.members = roster.members().stream().map(member -> member.validator().id()).sorted().toList();
		this.eachHasItsOwn = state.protocol() >= Protocols.PROPOSAL_OF_EACH;
	}

	/** One that keeps this node from proposing. */
	Optional<Proposal> inTheWayOf(NodeId author, Instant now) {
		return eachHasItsOwn ? Optional.empty()
				: at(author).filter(proposal -> proposal.isOpen(now) && !proposal.proposer().equals(author));
	}

	/** Takes the place of its author's last one. */
	void put(Proposal proposal) {
		state.put(place(proposal.proposer()), proposal.encode());
	}

	/** One that can be approved. */
	Optional<Proposal> open(String id, Instant now) {
		return all().filter(proposal -> proposal.id().equals(id) && proposal.isOpen(now)).findFirst();
	}

	/** A node approves one at a time. */
	void approve(Proposal proposal, NodeId node) {
		state.put(RosterModule.approval(node), proposal.id().getBytes(StandardCharsets.US_ASCII));
	}

	/** Who approves it. */
	List<NodeId> approving(Proposal proposal) {
		return members.stream()
			.filter(node -> state.get(RosterModule.approval(node)).filter(proposal::isApprovedBy).isPresent())
			.toList();
	}

	/** It is decided, and the others are still open. */
	void remove(Proposal proposal) {
		if (!eachHasItsOwn) {
			removeAll();
			return;
		}
		approving(proposal).forEach(node -> state.remove(RosterModule.approval(node)));
		state.remove(place(proposal.proposer()));
	}

	/** Another roster is decided, and all were about the one before. */
	void removeAll() {
		members.forEach(node -> {
			state.remove(place(node));
			state.remove(RosterModule.approval(node));
		});
	}

	private Stream<Proposal> all() {
		return members.stream().map(this::at).flatMap(Optional::stream);
	}

	private Optional<Proposal> at(NodeId proposer) {
		return state.get(place(proposer)).map(Proposal::decode);
	}

	private String place(NodeId proposer) {
		return eachHasItsOwn ? RosterModule.proposal(proposer) : RosterModule.PROPOSAL;
	}

}
