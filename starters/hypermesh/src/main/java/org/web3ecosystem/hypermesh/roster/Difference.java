package org.web3ecosystem.hypermesh.roster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import org.web3ecosystem.hypermesh.state.EpochRoster;
import org.web3ecosystem.hypermesh.state.Sha256;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.consensus.Roster.Member;
import org.web3ecosystem.spi.genesis.Validator;

/**
 * What is otherwise in a roster than in the one before, for who is to agree with it.
 *
 * @param change as it is proposed: {@code add node5 1000}, {@code remove node4},
 * {@code weigh node4 500}, {@code rekey node2}, {@code move node2}, {@code protocol 11}
 * @param node of which, if of one
 * @param gossipKey SHA-256 of the gossip certificate that it is to have, if that is
 * another; hexadecimal
 * @param before SHA-256 of the one that it has, if that is to go
 * @param addresses where it is to be dialled, if that is elsewhere
 */
public record Difference(String change, Optional<NodeId> node, Optional<String> gossipKey, Optional<String> before,
		List<String> addresses) {

	public Difference {
		addresses = List.copyOf(addresses);
	}

	/** All of them: in the order of the new roster, then who is gone, then the rules. */
	public static List<Difference> between(EpochRoster now, EpochRoster next) {
		List<Difference> found = new ArrayList<>();
		for (Member member : next.roster().members()) {
			NodeId id = member.validator().id();
			now.roster().member(id).ifPresentOrElse(old -> changes(old, member, found), () -> found.add(added(member)));
		}
		now.roster()
			.members()
			.stream()
			.map(Member::validator)
			.filter(gone -> !next.roster().has(gone.id()))
			.forEach(gone -> found.add(new Difference("remove " + gone.name(), Optional.of(gone.id()), Optional.empty(),
					Optional.of(digest(gone)), List.of())));
		if (now.protocol() != next.protocol()) {
			found.add(new Difference("protocol " + next.protocol(), Optional.empty(), Optional.empty(),
					Optional.empty(), List.of()));
		}
		return found;
	}

	private static Difference added(Member member) {
		Validator validator = member.validator();
		return new Difference("add " + validator.name() + " " + member.weight(), Optional.of(validator.id()),
				Optional.of(digest(validator)), Optional.empty(), validator.endpoints().addresses());
	}

	private static void changes(Member old, Member member, List<Difference> found) {
		Validator before = old.validator();
		Validator after = member.validator();
		Optional<NodeId> node = Optional.of(after.id());
		if (old.weight() != member.weight()) {
			found.add(new Difference("weigh " + after.name() + " " + member.weight(), node, Optional.empty(),
					Optional.empty(), List.of()));
		}
		if (!Arrays.equals(before.gossipCertificate(), after.gossipCertificate())) {
			found.add(new Difference("rekey " + after.name(), node, Optional.of(digest(after)),
					Optional.of(digest(before)), List.of()));
		}
		if (!before.endpoints().equals(after.endpoints())) {
			found.add(new Difference("move " + after.name(), node, Optional.empty(), Optional.empty(),
					after.endpoints().addresses()));
		}
	}

	private static String digest(Validator validator) {
		return HexFormat.of().formatHex(Sha256.of(validator.gossipCertificate()));
	}

}
