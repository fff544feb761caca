package org.web3ecosystem.trustchain.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import org.web3ecosystem.trustchain.dns.Takers;
import org.web3ecosystem.trustchain.dns.Transfers;
import org.web3ecosystem.trustchain.secondary.Secondaries;

/** What {@code /actuator/dns} shows of who takes the zone. */
final class TransfersState implements Supplier<Map<String, Object>> {

	private final Transfers transfers;

	private final Secondaries secondaries;

	TransfersState(Transfers transfers, Secondaries secondaries) {
		this.transfers = transfers;
		this.secondaries = secondaries;
	}

	@Override
	public Map<String, Object> get() {
		Map<String, Object> state = new LinkedHashMap<>();
		for (Takers.Form form : Takers.Form.values()) {
			state.put(form.toString(), transfers.told(form));
		}
		state.put("refused", transfers.refused());
		state.put("secondaries", secondaries.state());
		return state;
	}

}
