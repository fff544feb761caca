package org.web3ecosystem.hypermesh.asset;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.web3ecosystem.hypermesh.asset.AssetCodec.Registration;
import org.web3ecosystem.hypermesh.state.Sha256;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.consensus.LedgerModule;
import org.web3ecosystem.spi.consensus.Operation;

/**
 * Assets on the ledger: {@code asset/<id>} the asset, {@code page/<n>} the ids of sixty
 * four assets in the order of their registration, {@code count} how many there are. Who
 * comes first has the id; registering is a critical operation.
 */
public final class AssetModule implements LedgerModule {

	/** The module's name in the genesis document. */
	public static final String NAME = "assets";

	/** What an asset registration proves. */
	static final String REGISTER = "asset.register";

	static final String COUNT = "count";

	static final int PAGE = 64;

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Verdict check(Command command) {
		try {
			Registration.decode(command.body()).asset(command.author(), Height.GENESIS);
			return Verdict.accepted();
		}
		catch (CborException | IllegalArgumentException malformed) {
			return Verdict.rejected(String.valueOf(malformed.getMessage()));
		}
	}

	@Override
	public Optional<Operation> proves(Command command) {
		return Optional.of(operation(command.body()));
	}

	static Operation operation(byte[] body) {
		return new Operation(REGISTER, Sha256.of(body), true);
	}

	@Override
	public Verdict apply(Command command, State state) {
		Registration registration = Registration.decode(command.body());
		String key = key(registration.id());
		if (state.get(key).isPresent()) {
			return Verdict.rejected("an asset '" + registration.id() + "' is registered already");
		}
		long count = count(state.get(COUNT));
		List<Cbor> page = new ArrayList<>(ids(state.get(page(count / PAGE))));
		page.add(Cbor.of(registration.id()));
		state.put(key, AssetCodec.encode(registration.asset(command.author(), command.height())));
		state.put(page(count / PAGE), Cbor.of(page).encode());
		state.put(COUNT, ByteBuffer.allocate(Long.BYTES).putLong(count + 1).array());
		return Verdict.accepted();
	}

	/** Where an asset stands. */
	public static String key(String id) {
		return "asset/" + id;
	}

	static String page(long number) {
		return "page/" + number;
	}

	static long count(Optional<byte[]> stored) {
		return stored.map(value -> ByteBuffer.wrap(value).getLong()).orElse(0L);
	}

	static List<Cbor> ids(Optional<byte[]> page) {
		return page.map(value -> Cbor.decode(value, 64 * 1024))
			.map(item -> item instanceof Cbor.Array(List<Cbor> ids) ? ids : List.<Cbor>of())
			.orElse(List.of());
	}

}
