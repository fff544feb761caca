package org.web3ecosystem.hypermesh.conduct;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.consensus.Roster;

/**
 * All who were ever convicted, in ascending order of their ids: one entry, so that one
 * look says who is isolated. Each is a validator that an ordered roster named.
 *
 * @param stopped whether more contradicted themselves than the federation bears: honest
 * nodes agree on nothing any more
 */
public record Conduct(List<Standing> standings, boolean stopped) {

	/** Nobody was convicted. */
	public static final Conduct NONE = new Conduct(List.of(), false);

	private static final int MAX_BYTES = 64 * 1024;

	public Conduct {
		standings = standings.stream().sorted(Comparator.comparing(Standing::node)).toList();
	}

	/** Who is shut out. */
	public Set<NodeId> isolated() {
		return standings.stream()
			.filter(Standing::isIsolated)
			.map(Standing::node)
			.collect(Collectors.toUnmodifiableSet());
	}

	/** Whether this one is. */
	public boolean isIsolated(NodeId node) {
		return of(node).filter(Standing::isIsolated).isPresent();
	}

	/** How a node stands, if it was ever convicted. */
	public Optional<Standing> of(NodeId node) {
		return standings.stream().filter(standing -> standing.node().equals(node)).findFirst();
	}

	Conduct with(Standing changed) {
		List<Standing> all = new ArrayList<>(standings);
		all.removeIf(standing -> standing.node().equals(changed.node()));
		all.add(changed);
		return new Conduct(all, stopped);
	}

	/**
	 * Stopped if those who contradicted themselves had a third of the weight. What an
	 * isolated member counted for before counts, whatever it counts for now; who is no
	 * member any more counts for nothing.
	 */
	Conduct in(Roster roster) {
		return new Conduct(standings, isTooMuch(roster, Set.of()));
	}

	/**
	 * Whether that is more than the federation bears, with some that the ledger has not
	 * decided on yet. It may never: where they have a third of the weight it may stand
	 * still.
	 * @param accused whose evidence was verified
	 */
	public boolean isTooMuch(Roster roster, Set<NodeId> accused) {
		Set<NodeId> isolated = isolated();
		long convicted = standings.stream()
			.filter(Standing::isIsolated)
			.filter(standing -> roster.has(standing.node()))
			.mapToLong(Standing::weight)
			.sum();
		long others = 0;
		for (Roster.Member member : roster.members()) {
			NodeId node = member.validator().id();
			if (!isolated.contains(node)) {
				convicted += accused.contains(node) ? member.weight() : 0;
				others += accused.contains(node) ? 0 : member.weight();
			}
		}
		return stopped || 3 * convicted >= convicted + others;
	}

	byte[] encode() {
		return Cbor.struct(Map.entry("stopped", Cbor.of(stopped)), Map.entry("standings",
				Cbor.of(standings.stream().map(standing -> Cbor.of(standing.encode())).toList())))
			.encode();
	}

	/**
	 * @throws CborException if it is anything else
	 */
	public static Conduct decode(byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES).only("stopped", "standings");
		return new Conduct(map.array("standings").stream().map(Conduct::standing).toList(), map.bool("stopped"));
	}

	private static Standing standing(Cbor item) {
		if (item instanceof Cbor.Bytes bytes) {
			return Standing.decode(bytes.value());
		}
		throw new CborException("a standing is not bytes");
	}

}
