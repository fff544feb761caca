package org.web3ecosystem.hypermesh.name;

import java.util.Map;

import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.discovery.Name;

/**
 * A command of the {@link NameModule}. Each has a version that must be greater than that
 * of what its author has at the name, so that a late copy of an older command changes
 * nothing.
 */
sealed interface NameCommand permits NameRegistration, NameCommand.Withdrawal {

	/** Of the encoding; 2 came with leases. */
	int VERSION = 2;

	/** Leaves room for the contributions of many nodes in one entry. */
	int MAX_BYTES = 2 * 1024;

	Name name();

	long version();

	byte[] encode();

	/** Takes back what its author has registered for a name. */
	record Withdrawal(Name name, long version) implements NameCommand {

		@Override
		public byte[] encode() {
			return Cbor
				.struct(Map.entry("v", Cbor.of(VERSION)), Map.entry("withdraw", Cbor.of(name.text())),
						Map.entry("version", Cbor.of(version)))
				.encode();
		}

	}

	/**
	 * @throws CborException if it is none or is too large
	 */
	static NameCommand decode(byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES);
		if (map.integer("v") != VERSION) {
			throw new CborException("version " + map.integer("v") + " of a command about a name is not known");
		}
		if (map.find("withdraw").isEmpty()) {
			return NameRegistration.of(map);
		}
		map.only("v", "withdraw", "version");
		try {
			return new Withdrawal(RecordCodec.name(map.text("withdraw")), map.integer("version"));
		}
		catch (IllegalArgumentException malformed) {
			throw new CborException(String.valueOf(malformed.getMessage()));
		}
	}

}
