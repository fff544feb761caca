package org.web3ecosystem.hypermesh.roster;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;

/**
 * Who wants to become a validator, the longest waiting first. There is room for a few, so
 * that nobody fills the ledger with wishes; who has waited longest makes room for who
 * comes.
 */
public record Applications(List<Open> all) {

	/** The most that wait at a time. */
	public static final int MAX = 16;

	/** For how long one waits, in consensus time. */
	public static final Duration OPEN = Duration.ofDays(1);

	private static final int MAX_BYTES = MAX * (Application.MAX_BYTES + 64) + 64;

	/**
	 * One that waits.
	 *
	 * @param until when it is void, in consensus time
	 */
	public record Open(Application application, Instant until) {
	}

	public Applications {
		all = List.copyOf(all);
	}

	/** Of a node by its name or its id. */
	public Optional<Application> find(String node) {
		return all.stream()
			.map(Open::application)
			.filter(application -> application.name().equals(node) || application.node().hex().equals(node))
			.findFirst();
	}

	/** Whether that is what a node applied with and is not void, whatever its weight. */
	boolean has(RosterChange.Add add, Instant now) {
		return all.stream()
			.filter(open -> now.isBefore(open.until()))
			.map(open -> open.application().weighing(add.weight()))
			.anyMatch(applied -> applied.toCbor().equals(add.toCbor()));
	}

	/** One more, in the place of the same node's last one. */
	Applications with(Application application, Instant now) {
		List<Open> next = Stream.concat(
				all.stream()
					.filter(open -> now.isBefore(open.until())
							&& !open.application().node().equals(application.node())),
				Stream.of(new Open(application, now.plus(OPEN))))
			.toList();
		return new Applications(next.subList(Math.max(0, next.size() - MAX), next.size()));
	}

	Applications without(Predicate<NodeId> members) {
		return new Applications(all.stream().filter(open -> !members.test(open.application().node())).toList());
	}

	byte[] encode() {
		return Cbor.struct(Map.entry("applications", Cbor.of(all.stream().map(Applications::toCbor).toList())))
			.encode();
	}

	private static Cbor toCbor(Open open) {
		return Cbor.struct(Map.entry("application", open.application().toCbor()),
				Map.entry("until", Cbor.of(open.until().getEpochSecond())));
	}

	static Applications decode(byte[] encoded) {
		return new Applications(Cbor.decodeStruct(encoded, MAX_BYTES)
			.only("applications")
			.array("applications")
			.stream()
			.map(Applications::fromCbor)
			.toList());
	}

	private static Open fromCbor(Cbor item) {
		if (!(item instanceof Cbor.Struct map)) {
			throw new CborException("an application is not a map");
		}
		map.only("application", "until");
		return new Open(Application.fromCbor(map.struct("application")), Instant.ofEpochSecond(map.integer("until")));
	}

}
