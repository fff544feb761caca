package org.web3ecosystem.trustchain.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.consensus.LedgerModule;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.trustchain.ledger.CertificateCommand.Enrolled;
import org.web3ecosystem.trustchain.ledger.CertificateCommand.Issued;

/**
 * Ledger module {@code certificates}: which leaves were issued by whom to whom, and which
 * nodes were admitted. Only a genesis validator writes here. A leaf's entry goes some
 * time after the leaf has ended, when its issuer writes again, so the state is bounded by
 * what is valid.
 * <p>
 * Keys: {@code leaf/<SHA-256>/<issuer>}, {@code log/<issuer>} (size of its log),
 * {@code node/<id>}, {@code name/<name>}, {@code token/<SHA-256>},
 * {@code admissions/<validator>}, and per issuer a queue of its leaves by age.
 */
public final class CertificatesModule implements LedgerModule {

	/** As in the genesis document. */
	public static final String NAME = "certificates";

	/** The most leaves one validator may have standing. */
	static final int MAX_LEAVES_PER_ISSUER = 20_000;

	/**
	 * The most admissions of all time, including those of a node that comes again. Each
	 * validator has its part, so that none can use up that of the others.
	 */
	static final int MAX_ADMISSIONS = 100_000;

	/** No leaf lives longer; the rest is for clocks that differ. */
	static final Duration MAX_LIFE = Duration.ofHours(25);

	/** How long an entry outlives its leaf. */
	static final Duration GRACE = Duration.ofHours(1);

	private static final int PURGED_AT_ONCE = 4;

	private final Genesis genesis;

	public CertificatesModule(Genesis genesis) {
		this.genesis = genesis;
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Verdict check(Command command) {
		if (genesis.validator(command.author()).isEmpty()) {
			return Verdict.rejected("only a validator records certificates");
		}
		try {
			return switch (CertificateCommand.decode(command.body())) {
				case Issued _ -> Verdict.accepted();
				case Enrolled enrolled when !enrolled.isProven() -> Verdict.rejected("the joiner did not sign this");
				case Enrolled enrolled when isValidators(enrolled) ->
					Verdict.rejected("this key or name is a validator's");
				case Enrolled _ -> Verdict.accepted();
			};
		}
		catch (IllegalArgumentException malformed) {
			return Verdict.rejected("not a certificate command: " + malformed.getMessage());
		}
	}

	@Override
	public Verdict apply(Command command, State state) {
		Verdict form = check(command);
		if (!form.isAccepted()) {
			return form;
		}
		return switch (CertificateCommand.decode(command.body())) {
			case Issued issued -> issued(command, issued, state);
			case Enrolled enrolled -> enrolled(command, enrolled, state);
		};
	}

	private boolean isValidators(Enrolled enrolled) {
		return genesis.validator(enrolled.node()).isPresent()
				|| genesis.validators().stream().map(Validator::name).anyMatch(enrolled.name()::equals);
	}

	private Verdict issued(Command command, Issued issued, State state) {
		if (genesis.validator(issued.node()).isEmpty() && state.get(Keys.node(issued.node())).isEmpty()) {
			return Verdict.rejected("node " + issued.node().brief() + " is not enrolled");
		}
		Instant now = command.consensusTime();
		if (!issued.notAfter().isAfter(now) || issued.notAfter().isAfter(now.plus(MAX_LIFE))) {
			return Verdict.rejected("the leaf is over, or lives too long");
		}
		LeafEntry entry = new LeafEntry(issued.node(), issued.purpose(), issued.notAfter(), command.author(),
				issued.index());
		Optional<LeafEntry> known = state.get(Keys.leaf(issued.leafHex(), command.author())).map(LeafEntry::decode);
		if (known.isPresent()) {
			return known.get().equals(entry) ? Verdict.accepted()
					: Verdict.rejected("this leaf is recorded otherwise already");
		}
		LeafQueue queue = LeafQueue.of(state, command.author());
		queue.purge(now.minus(GRACE), PURGED_AT_ONCE);
		if (queue.size() >= MAX_LEAVES_PER_ISSUER) {
			return Verdict.rejected("this validator has " + MAX_LEAVES_PER_ISSUER + " leaves standing");
		}
		queue.add(issued.leafHex(), issued.notAfter());
		state.put(Keys.leaf(issued.leafHex(), command.author()), entry.encode());
		long logged = Math.max(Keys.number(state.get(Keys.log(command.author()))), issued.index() + 1);
		state.put(Keys.log(command.author()), Cbor.of(logged).encode());
		return Verdict.accepted();
	}

	private Verdict enrolled(Command command, Enrolled enrolled, State state) {
		String id = enrolled.node().hex();
		if (state.get(Keys.token(enrolled.tokenHex())).isPresent()) {
			return Verdict.rejected("the token is spent");
		}
		if (state.get(Keys.name(enrolled.name())).map(Keys::text).filter(owner -> !owner.equals(id)).isPresent()) {
			return Verdict.rejected("the name " + enrolled.name() + " is another node's");
		}
		if (state.get(Keys.node(enrolled.node()))
			.map(EnrolledNode::decode)
			.filter(known -> !known.name().equals(enrolled.name()))
			.isPresent()) {
			return Verdict.rejected("this node is enrolled under another name");
		}
		String counter = Keys.admissions(command.author());
		long admissions = Keys.number(state.get(counter));
		if (admissions >= MAX_ADMISSIONS / genesis.validators().size()) {
			return Verdict.rejected("this validator has made " + admissions + " admissions, which is all it may");
		}
		state.put(counter, Cbor.of(admissions + 1).encode());
		state.put(Keys.token(enrolled.tokenHex()), Cbor.of(id).encode());
		state.put(Keys.name(enrolled.name()), Cbor.of(id).encode());
		state.put(Keys.node(enrolled.node()),
				new EnrolledNode(enrolled.nodeKey(), enrolled.name(), command.author()).encode());
		return Verdict.accepted();
	}

}
