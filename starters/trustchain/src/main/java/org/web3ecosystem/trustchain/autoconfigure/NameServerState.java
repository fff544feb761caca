package org.web3ecosystem.trustchain.autoconfigure;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.web3ecosystem.trustchain.dns.Answering;
import org.web3ecosystem.trustchain.dns.NameServer;

/** What {@code /actuator/dns} shows of this node's name server. */
final class NameServerState implements Supplier<Map<String, Object>> {

	private final NameServer names;

	private final LongSupplier serial;

	NameServerState(NameServer names, LongSupplier serial) {
		this.names = names;
		this.serial = serial;
	}

	@Override
	public Map<String, Object> get() {
		Answering answering = names.answering();
		Map<String, Object> state = new LinkedHashMap<>();
		state.put("listening", listening());
		state.put("serial", serial.getAsLong());
		state.put("queries", answering.queries());
		state.put("servfail", answering.failures());
		state.put("dropped", names.dropped());
		state.put("limited", answering.limited());
		state.put("forwarded", answering.forwarded());
		return state;
	}

	private String listening() {
		List<InetSocketAddress> addresses = names.addresses();
		return addresses.isEmpty() ? "nowhere"
				: addresses.stream()
					.map(address -> address.toString().replaceFirst("^/", ""))
					.collect(Collectors.joining(", "));
	}

}
