package org.web3ecosystem.hypermesh.ledger;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.web3ecosystem.hypermesh.state.Sha256;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.consensus.LedgerApplication.Misbehaviour;

/** Who was seen to misbehave since the start. Thread-safe; bounded. */
final class Suspects {

	/** More than a roster has members and there are kinds. */
	private static final int MOST = 256;

	private final Map<Key, Suspect> seen = new LinkedHashMap<>();

	private final InstantSource clock;

	private record Key(long engineId, String kind) {
	}

	Suspects(InstantSource clock) {
		this.clock = clock;
	}

	/** What it is now known as. */
	synchronized Suspect saw(Misbehaviour found) {
		Key key = new Key(found.engineId(), found.kind());
		Suspect before = seen.get(key);
		Suspect now = before == null
				? new Suspect(found.engineId(), found.kind(), evidence(found.messages()), clock.instant(), 1)
				: new Suspect(before.engineId(), before.kind(), before.evidence(), before.since(), before.times() + 1);
		if (before != null || seen.size() < MOST) {
			seen.put(key, now);
		}
		return now;
	}

	synchronized List<Suspect> all() {
		return new ArrayList<>(seen.values());
	}

	private static String evidence(List<byte[]> messages) {
		return HexFormat.of().formatHex(Sha256.of(Cbor.of(messages.stream().map(Cbor::of).toList()).encode()));
	}

}
