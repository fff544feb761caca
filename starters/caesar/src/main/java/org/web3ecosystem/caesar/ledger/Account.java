package org.web3ecosystem.caesar.ledger;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;

/**
 * An account as it stands. The four sums only ever hold what transfers put there; none is
 * negative, and pending and posted together fit a long on either side.
 *
 * @param owner who may debit it; empty for the ledger's own
 * @param limit which side must not exceed the other
 * @param debitsPending reserved to be taken
 * @param debitsPosted taken, ever
 * @param creditsPending reserved to be given
 * @param creditsPosted given, ever
 * @param transfers how many transfers touched it
 */
public record Account(AccountId id, Optional<NodeId> owner, Limit limit, long debitsPending, long debitsPosted,
		long creditsPending, long creditsPosted, long transfers) {

	private static final int MAX_BYTES = 512;

	/** What an account may not do. */
	public enum Limit {

		/** It spends nothing it has not got. */
		DEBITS_MUST_NOT_EXCEED_CREDITS,
		/** It takes nothing back that it has not given. */
		CREDITS_MUST_NOT_EXCEED_DEBITS;

		/** As in JSON and on the ledger. */
		public String text() {
			return name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

		private static Limit of(String text) {
			return Arrays.stream(values())
				.filter(limit -> limit.text().equals(text))
				.findFirst()
				.orElseThrow(() -> new CborException("there is no limit '" + text + "'"));
		}

	}

	public Account {
		if (debitsPending < 0 || debitsPosted < 0 || creditsPending < 0 || creditsPosted < 0 || transfers < 0
				|| debitsPending + debitsPosted < 0 || creditsPending + creditsPosted < 0) {
			throw new IllegalArgumentException("a sum of account " + id + " is negative or too large");
		}
	}

	/** A new account of an owner. */
	static Account of(NodeId owner) {
		return new Account(AccountId.of(owner), Optional.of(owner), Limit.DEBITS_MUST_NOT_EXCEED_CREDITS, 0, 0, 0, 0,
				0);
	}

	/** A new account of the ledger itself. */
	static Account of(AccountId id) {
		return new Account(id, Optional.empty(), id.equals(AccountId.ISSUANCE) ? Limit.CREDITS_MUST_NOT_EXCEED_DEBITS
				: Limit.DEBITS_MUST_NOT_EXCEED_CREDITS, 0, 0, 0, 0, 0);
	}

	/** What it has, without what is reserved either way; negative for the issuance. */
	public long balance() {
		return creditsPosted - debitsPosted;
	}

	/** What it may spend. */
	public long available() {
		return creditsPosted - debitsPosted - debitsPending;
	}

	boolean keepsLimit() {
		return switch (limit) {
			case DEBITS_MUST_NOT_EXCEED_CREDITS -> debitsPending + debitsPosted <= creditsPosted;
			case CREDITS_MUST_NOT_EXCEED_DEBITS -> creditsPending + creditsPosted <= debitsPosted;
		};
	}

	Account debited(long pending, long posted) {
		return new Account(id, owner, limit, Math.addExact(debitsPending, pending), Math.addExact(debitsPosted, posted),
				creditsPending, creditsPosted, Math.incrementExact(transfers));
	}

	Account credited(long pending, long posted) {
		return new Account(id, owner, limit, debitsPending, debitsPosted, Math.addExact(creditsPending, pending),
				Math.addExact(creditsPosted, posted), Math.incrementExact(transfers));
	}

	/** The one encoding, on the ledger. */
	public byte[] encode() {
		return Cbor.struct(Map.entry("owner", Cbor.of(owner.map(NodeId::bytes).orElseGet(() -> new byte[0]))),
				Map.entry("limit", Cbor.of(limit.text())), Map.entry("debitsPending", Cbor.of(debitsPending)),
				Map.entry("debitsPosted", Cbor.of(debitsPosted)), Map.entry("creditsPending", Cbor.of(creditsPending)),
				Map.entry("creditsPosted", Cbor.of(creditsPosted)), Map.entry("transfers", Cbor.of(transfers)))
			.encode();
	}

	/** Reads {@link #encode}. */
	public static Account decode(AccountId id, byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES);
		byte[] owner = map.bytes("owner");
		return new Account(id, Optional.of(owner).filter(it -> it.length > 0).map(Account::node),
				Limit.of(map.text("limit")), map.integer("debitsPending"), map.integer("debitsPosted"),
				map.integer("creditsPending"), map.integer("creditsPosted"), map.integer("transfers"));
	}

	private static NodeId node(byte[] bytes) {
		return new NodeId(HexFormat.of().formatHex(bytes));
	}

}
