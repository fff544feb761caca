package org.web3ecosystem.caesar;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.caesar.ledger.Account;
import org.web3ecosystem.caesar.ledger.AccountId;
import org.web3ecosystem.caesar.ledger.Books;
import org.web3ecosystem.caesar.ledger.Instructions;
import org.web3ecosystem.caesar.ledger.Totals;
import org.web3ecosystem.caesar.ledger.Transfer;
import org.web3ecosystem.caesar.ledger.TransferId;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.ConsensusProvider;
import org.web3ecosystem.spi.consensus.Ledger;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.ProofBundle;
import org.web3ecosystem.spi.consensus.WriteQueue;
import org.web3ecosystem.spi.usage.Economy;

/**
 * The economy as this node sees it, and what this node asks of it. Proofs come from
 * whoever has the consensus seat: as long as nobody has, nothing is moved.
 */
public final class Accounts {

	/** The most transfers of an account in one answer. */
	public static final int MAX_LIMIT = 500;

	private final NodeId self;

	private final Ledger ledger;

	private final ConsensusProvider consensus;

	/**
	 * @param consensus the seat
	 */
	public Accounts(NodeId self, Ledger ledger, ConsensusProvider consensus) {
		this.self = self;
		this.ledger = ledger;
		this.consensus = consensus;
	}

	/**
	 * A transfer in an account's history.
	 *
	 * @param number its place, from 1
	 */
	public record Numbered(long number, Transfer transfer) {
	}

	/** The same, to write through a queue. */
	public Accounts through(WriteQueue.Way way) {
		return new Accounts(self, way.ledger(), way.consensus());
	}

	/** In whose name this one submits. */
	public NodeId self() {
		return self;
	}

	public Height height() {
		return ledger.height();
	}

	/**
	 * Has the ledger carry them out, signed by this node. Fails with RejectedException if
	 * it does not want to.
	 */
	public CompletionStage<Receipt> submit(Instructions instructions) {
		byte[] body = instructions.encode();
		Operation operation = EconomyModule.operation(body);
		return consensus.prove(operation)
			.thenCompose(bundle -> consensus.validate(bundle, operation, self)
				.thenCompose(verdict -> submit(body, bundle, verdict)))
			.thenApply(receipt -> {
				require(receipt.verdict());
				return receipt;
			});
	}

	private CompletionStage<Receipt> submit(byte[] body, ProofBundle bundle, Verdict verdict) {
		require(verdict);
		return ledger.submit(Economy.MODULE, body, bundle);
	}

	private static void require(Verdict verdict) {
		switch (verdict) {
			case Verdict.Accepted yes -> {
			}
			case Verdict.Rejected(String reason, boolean revoked) -> throw new RejectedException(reason);
			case Verdict.Unavailable(String reason) -> throw new UnavailableException(reason);
		}
	}

	public CompletionStage<Optional<Account>> account(AccountId id) {
		return read(Books.key(id)).thenApply(row -> row.map(bytes -> Account.decode(id, bytes)));
	}

	public CompletionStage<Optional<Transfer>> transfer(TransferId id) {
		return read(Books.key(id)).thenApply(row -> row.map(bytes -> Transfer.decode(id, bytes)));
	}

	/** What settled a pending transfer; empty while it is open. */
	public CompletionStage<Optional<Transfer>> settledBy(TransferId pending) {
		return read(Books.settled(pending))
			.thenCompose(by -> by.map(id -> transfer(TransferId.of(id))).orElseGet(Accounts::none));
	}

	/**
	 * An account's transfers, the oldest first.
	 * @param after the number of the last one that is already known; 0 from the first
	 */
	public CompletionStage<List<Numbered>> transfers(AccountId account, long after, int limit) {
		if (after < 0 || limit < 1 || limit > MAX_LIMIT) {
			throw new IllegalArgumentException("after is not negative and limit is 1 to " + MAX_LIMIT);
		}
		return ids(account, after, limit, new ArrayList<>())
			.thenCompose(ids -> transfers(after, ids, new ArrayList<>()));
	}

	private CompletionStage<List<TransferId>> ids(AccountId account, long after, int limit, List<TransferId> found) {
		long next = after + found.size();
		return read(Books.history(account, next / Books.PAGE)).thenCompose(page -> {
			byte[] ids = page.orElseGet(() -> new byte[0]);
			for (int i = (int) (next % Books.PAGE); i < Books.count(ids) && found.size() < limit; i++) {
				found.add(Books.entry(ids, i));
			}
			boolean more = Books.count(ids) == Books.PAGE && found.size() < limit;
			return more ? ids(account, after, limit, found) : CompletableFuture.completedFuture(found);
		});
	}

	private CompletionStage<List<Numbered>> transfers(long after, List<TransferId> ids, List<Numbered> found) {
		if (found.size() == ids.size()) {
			return CompletableFuture.completedFuture(List.copyOf(found));
		}
		TransferId next = ids.get(found.size());
		return transfer(next).thenCompose(transfer -> {
			found.add(new Numbered(after + found.size() + 1,
					transfer.orElseThrow(() -> new IllegalStateException("a history has no transfer " + next))));
			return transfers(after, ids, found);
		});
	}

	/** What a node has bonded. */
	public CompletionStage<Long> stake(NodeId node) {
		return read(Economy.stakeKey(node)).thenApply(entry -> entry.map(Books::number).orElse(0L));
	}

	/** The sums; empty before the first block. */
	public CompletionStage<Optional<Totals>> totals() {
		return read(Books.TOTALS).thenApply(entry -> entry.map(Totals::decode));
	}

	/** What an account has; zero if it is not there. */
	public CompletionStage<Long> balance(AccountId id) {
		return account(id).thenApply(row -> row.map(Account::balance).orElse(0L));
	}

	private CompletionStage<Optional<byte[]>> read(String key) {
		return ledger.read(Economy.MODULE, key);
	}

	private static <T> CompletionStage<Optional<T>> none() {
		return CompletableFuture.completedStage(Optional.empty());
	}

}
