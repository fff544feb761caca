package org.web3ecosystem.trustchain.secondary;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

import org.web3ecosystem.trustchain.dns.Takers;
import org.web3ecosystem.trustchain.tsig.TsigKey;

/** The secondaries of this node, and what is known of each. Thread-safe. */
public final class Secondaries implements Takers {

	private final List<Secondary> all;

	private final InstantSource clock;

	private final Map<Secondary, Standing> standing = new ConcurrentHashMap<>();

	public Secondaries(List<Secondary> all, InstantSource clock) {
		this.all = List.copyOf(all);
		this.clock = clock;
	}

	List<Secondary> all() {
		return all;
	}

	void told(Secondary secondary, long serial) {
		change(secondary, known -> known.told(serial));
	}

	void confirmed(Secondary secondary, long serial) {
		change(secondary, known -> known.confirmed(serial, clock.instant()));
	}

	void troubled(Secondary secondary, String what) {
		change(secondary, known -> known.troubled(what, clock.instant()));
	}

	/** Whoever shows a secondary's key from its address is taken for it. */
	@Override
	public void took(TsigKey key, InetAddress client, long serial, Form form) {
		all.stream()
			.filter(each -> each.key().name().equals(key.name()) && each.address().getAddress().equals(client))
			.forEach(each -> change(each, known -> known.took(serial, form, clock.instant())));
	}

	/** What it took last. */
	Optional<Standing.At<Standing.Taken>> taken(Secondary secondary) {
		return standing.getOrDefault(secondary, Standing.UNKNOWN).took();
	}

	private void change(Secondary secondary, UnaryOperator<Standing> change) {
		standing.compute(secondary, (same, known) -> change.apply((known != null) ? known : Standing.UNKNOWN));
	}

	/** What is shown of each, in the order of the settings. */
	public List<Map<String, Object>> state() {
		return all.stream().map(this::state).toList();
	}

	private Map<String, Object> state(Secondary secondary) {
		Map<String, Object> state = new LinkedHashMap<>();
		state.put("address", secondary.written());
		state.put("key", secondary.key().name().text());
		state.putAll(standing.getOrDefault(secondary, Standing.UNKNOWN).shown());
		return state;
	}

}
