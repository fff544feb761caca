package org.web3ecosystem.caesar;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.web3ecosystem.caesar.ledger.AccountId;
import org.web3ecosystem.caesar.ledger.Books;
import org.web3ecosystem.caesar.ledger.Instruction;
import org.web3ecosystem.caesar.ledger.Instructions;
import org.web3ecosystem.caesar.ledger.Journal;
import org.web3ecosystem.caesar.ledger.Journal.Result;
import org.web3ecosystem.caesar.ledger.Movement;
import org.web3ecosystem.caesar.ledger.Payee;
import org.web3ecosystem.caesar.ledger.Refusal;
import org.web3ecosystem.caesar.ledger.Transfer;
import org.web3ecosystem.caesar.stake.Bonds;
import org.web3ecosystem.caesar.usage.Metering;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.consensus.LedgerModule;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.usage.Economy;
import org.web3ecosystem.spi.usage.Economy.Request;
import org.web3ecosystem.spi.usage.Economy.Request.Charge;
import org.web3ecosystem.spi.usage.Economy.Request.Offence;
import org.web3ecosystem.spi.usage.Economy.Request.Served;

/**
 * The economy on the ledger. Authors send {@link Instructions}, and touch nothing but
 * what is theirs; other modules send a {@link Request}, which an author cannot. After
 * every block the books must balance, or the ledger stops.
 */
public final class EconomyModule implements LedgerModule {

	/** What a command with instructions proves. */
	static final String ENTER = "economy.enter";

	private final Genesis genesis;

	private final Policy policy;

	public EconomyModule(Genesis genesis) {
		this(genesis, Policy.of(genesis));
	}

	/**
	 * @param policy must be the same on every replica
	 */
	public EconomyModule(Genesis genesis, Policy policy) {
		this.genesis = genesis;
		this.policy = policy;
	}

	@Override
	public String name() {
		return Economy.MODULE;
	}

	/** New money, and none after it: what validators bonded and have, and the rewards. */
	@Override
	public void begin(State state) {
		Books books = new Books(state);
		Stream.of(AccountId.ISSUANCE, AccountId.FEES, AccountId.REWARDS, AccountId.STAKE, AccountId.UNBONDING)
			.forEach(books::open);
		Journal journal = new Journal(state);
		Bonds bonds = bonds(state, journal);
		for (Validator validator : genesis.validators()) {
			bonds.bonded(issue(journal, Movement.genesisStake(validator.id(), validator.stake())));
			if (policy.openingBalance() > 0) {
				issue(journal, Movement.genesis(Payee.of(validator.id()), policy.openingBalance()));
			}
		}
		if (policy.rewards() > 0) {
			issue(journal, Movement.genesis(Payee.of(AccountId.REWARDS), policy.rewards()));
		}
	}

	private Transfer issue(Journal journal, Movement movement) {
		return switch (journal.enter(movement, genesis.createdAt())) {
			case Result.Entered(Transfer transfer) -> transfer;
			case Result.Known(Transfer transfer) -> throw new IllegalStateException("begun twice: " + transfer.id());
			case Result.Refused(Refusal reason) -> throw new IllegalStateException("cannot begin: " + reason.text());
		};
	}

	@Override
	public Verdict check(Command command) {
		try {
			if (command.caller().isPresent()) {
				Request.decode(command.body());
			}
			else {
				Instructions.decode(command.body());
			}
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
		return new Operation(ENTER, sha256(body), false);
	}

	@Override
	public Verdict apply(Command command, State state) {
		if (command.caller().isPresent()) {
			return request(command, state);
		}
		List<Instruction> instructions = Instructions.decode(command.body()).all();
		Journal journal = new Journal(state);
		Bonds bonds = bonds(state, journal);
		for (int i = 0; i < instructions.size(); i++) {
			Result result = journal.enter(instructions.get(i), command.author(), command.consensusTime());
			switch (result) {
				case Result.Refused(Refusal reason) when instructions.size() > 1 -> {
					return Verdict.rejected("operation " + (i + 1) + ": " + reason.text());
				}
				case Result.Refused(Refusal reason) -> {
					return rejected(reason);
				}
				case Result.Entered(Transfer transfer) -> follow(transfer, bonds);
				case Result.Known known -> {
				}
			}
		}
		return Verdict.accepted();
	}

	private static void follow(Transfer transfer, Bonds bonds) {
		switch (transfer.kind()) {
			case BOND -> bonds.bonded(transfer);
			case UNBOND -> bonds.unbonded(transfer);
			case TRANSFER, PENDING, POST, VOID, EXPIRE, RELEASE, FEE, REWARD, SLASH, GENESIS -> {
			}
		}
	}

	private Verdict request(Command command, State state) {
		Metering metering = new Metering(state, new Journal(state), policy.rate());
		NodeId author = command.author();
		return switch (Request.decode(command.body())) {
			case Charge charge -> verdict(metering.charge(charge, author, command.consensusTime()));
			case Served served -> verdict(metering.served(served, author, command.consensusTime()));
			case Offence offence -> offence(offence, command, state);
		};
	}

	private Verdict offence(Offence offence, Command command, State state) {
		String key = Economy.offenceKey(offence.reference());
		if (command.caller().filter(Economy.CONDUCT::equals).isEmpty()) {
			return Verdict.rejected("only the module of conduct convicts");
		}
		if (state.get(key).isPresent()) {
			return Verdict.rejected("something was taken for that already");
		}
		long taken = bonds(state, new Journal(state)).slash(offence.node(), policy.slashedPercent(),
				offence.reference(), command.consensusTime());
		state.put(key, Cbor.of(taken).encode());
		return Verdict.accepted();
	}

	private static Verdict verdict(Optional<Refusal> refusal) {
		return refusal.map(EconomyModule::rejected).orElseGet(Verdict::accepted);
	}

	private static Verdict rejected(Refusal reason) {
		return Verdict.rejected(reason.text());
	}

	@Override
	public void end(Instant consensusTime, Height height, State state) {
		Journal journal = new Journal(state);
		Bonds bonds = bonds(state, journal);
		journal.expire(consensusTime);
		bonds.release(consensusTime);
		new Books(state).verify();
		bonds.verify();
	}

	private Bonds bonds(State state, Journal journal) {
		return new Bonds(state, journal, policy.unbondingDelay());
	}

	private static byte[] sha256(byte[] bytes) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(bytes);
		}
		catch (NoSuchAlgorithmException impossible) {
			throw new IllegalStateException("every JDK has SHA-256", impossible);
		}
	}

}
