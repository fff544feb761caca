package org.web3ecosystem.hypermesh.asset;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.web3ecosystem.hypermesh.state.Sha256;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.asset.Asset;
import org.web3ecosystem.spi.asset.AssetKind;
import org.web3ecosystem.spi.asset.AssetState;
import org.web3ecosystem.spi.asset.NewPackage;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.consensus.LedgerModule;
import org.web3ecosystem.spi.consensus.Operation;

/**
 * Assets on the ledger: {@code asset/<id>} the asset, {@code page/<n>} the ids of sixty
 * four assets in the order of their registration, {@code count} how many there are. Who
 * comes first has the id. Only its owner gives an asset away or says where it is, only
 * its lessee renews or releases a lease, and both name what they mean. An asset of a
 * package is made with the package, by a {@link NewPackage call} of the module that has
 * it, and stays with it.
 */
public final class AssetModule implements LedgerModule {

	/** The module's name in the genesis document. */
	public static final String NAME = NewPackage.MODULE;

	static final String COUNT = "count";

	static final int PAGE = 64;

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Verdict check(Command command) {
		try {
			if (wanted(command) instanceof AssetCommand.Register register) {
				if (register.kind() == AssetKind.PACKAGE && command.caller().isEmpty()) {
					return Verdict.rejected(AssetRefusal.MADE_WITH_PACKAGE.about());
				}
				registered(register, command);
			}
			return Verdict.accepted();
		}
		catch (CborException | IllegalArgumentException malformed) {
			return Verdict.rejected(String.valueOf(malformed.getMessage()));
		}
	}

	/** What its author signed, or what another module asks for. */
	private static AssetCommand wanted(Command command) {
		if (command.caller().isEmpty()) {
			return AssetCommand.decode(command.body());
		}
		NewPackage asked = NewPackage.decode(command.body());
		return new AssetCommand.Register(asked.name(), AssetKind.PACKAGE, asked.description());
	}

	@Override
	public Optional<Operation> proves(Command command) {
		return Optional.of(operation(AssetCommand.decode(command.body())));
	}

	/** Registering takes a name from everybody else, so it is critical. */
	static Operation operation(AssetCommand command) {
		return new Operation("asset." + command.verb(), Sha256.of(command.encode()),
				command instanceof AssetCommand.Register);
	}

	@Override
	public Verdict apply(Command command, State state) {
		AssetCommand wanted = wanted(command);
		Optional<Asset> known = state.get(key(wanted.id())).map(AssetCodec::decode);
		if (wanted instanceof AssetCommand.Register register) {
			return known.isPresent() ? Verdict.rejected(AssetRefusal.EXISTS.about(register.id()))
					: add(registered(register, command), state);
		}
		if (known.isEmpty()) {
			return Verdict.rejected(AssetRefusal.UNKNOWN.about(wanted.id()));
		}
		return switch (Change.of(known.get(), wanted, command.author(), command.consensusTime())) {
			case Change.Made(Asset next) -> {
				state.put(key(next.id()), AssetCodec.encode(next));
				yield Verdict.accepted();
			}
			case Change.Refused(String reason) -> Verdict.rejected(reason);
		};
	}

	private static Asset registered(AssetCommand.Register register, Command command) {
		return new Asset(register.id(), register.kind(), command.author(), List.of(command.author()),
				register.description(), command.height(), 0, AssetState.Free.NEW);
	}

	private static Verdict add(Asset asset, State state) {
		long count = count(state.get(COUNT));
		List<Cbor> page = new ArrayList<>(ids(state.get(page(count / PAGE))));
		page.add(Cbor.of(asset.id()));
		state.put(key(asset.id()), AssetCodec.encode(asset));
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
