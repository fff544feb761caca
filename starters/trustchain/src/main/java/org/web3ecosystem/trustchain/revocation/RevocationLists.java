package org.web3ecosystem.trustchain.revocation;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.trustchain.ca.Ca;
import org.web3ecosystem.trustchain.ca.CaName;
import org.web3ecosystem.trustchain.ca.Publication;
import org.web3ecosystem.trustchain.ca.StatusSigner;
import org.web3ecosystem.trustchain.ca.StatusSigner.Revoked;
import org.web3ecosystem.trustchain.revocation.Statements.Known;
import org.web3ecosystem.trustchain.revocation.Statements.Signed;

/**
 * The revocation lists of this validator (RFC 5280, section 5),
 * {@link Publication#SHARDS} for each intermediate. A list is signed when it is asked for
 * and what is known has changed, or half its life is over. Thread-safe.
 */
public final class RevocationLists {

	private final Statements statements;

	private final Map<Which, Signed> signed = new ConcurrentHashMap<>();

	/**
	 * The last number given; a number is a time in milliseconds, or the next free one.
	 */
	private final AtomicLong number = new AtomicLong();

	RevocationLists(Statements statements) {
		this.statements = statements;
	}

	private record Which(CaName ca, int shard) {
	}

	/** The list of the intermediate that issues now. */
	public byte[] list(Ca ca, int shard) {
		return list(CaName.present(ca), shard);
	}

	/**
	 * A list, DER. It may name leaves of the intermediate before, which does no harm.
	 * @param shard which of the intermediate's, from 0
	 * @throws IllegalArgumentException if there is no such intermediate or list
	 * @throws UnavailableException if the ledger was not read lately
	 */
	public byte[] list(CaName ca, int shard) {
		if (shard < 0 || shard >= Publication.SHARDS) {
			throw new IllegalArgumentException("there are lists 0 to " + (Publication.SHARDS - 1));
		}
		StatusSigner signer = statements.signers()
			.stream()
			.filter(each -> each.name().answersTo(ca))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("there is no intermediate " + ca));
		Known known = statements.known();
		return signed
			.compute(new Which(signer.name(), shard),
					(which, last) -> (last != null && last.isCurrent(known)) ? last : sign(which, signer, known))
			.encoded()
			.clone();
	}

	private Signed sign(Which which, StatusSigner signer, Known known) {
		List<Revoked> revoked = known.leaves()
			.stream()
			.filter(leaf -> Ca.of(leaf.purpose()) == which.ca().ca()
					&& Publication.shard(leaf.serial()) == which.shard())
			.map(Statements::revoked)
			.toList();
		long next = number.updateAndGet(last -> Math.max(last + 1, known.asOf().toEpochMilli()));
		return new Signed(signer.list(which.shard(), revoked, known.period(), BigInteger.valueOf(next)), known.asOf(),
				known.count());
	}

}
