package org.web3ecosystem.trustchain.ledger;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.LongStream;

import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.consensus.LedgerModule;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.ledger.CertificateCommand.Anchored;
import org.web3ecosystem.trustchain.ledger.CertificateCommand.Enrolled;
import org.web3ecosystem.trustchain.ledger.CertificateCommand.ForeignAdmitted;
import org.web3ecosystem.trustchain.ledger.CertificateCommand.ForeignRemoved;
import org.web3ecosystem.trustchain.ledger.CertificateCommand.Issued;
import org.web3ecosystem.trustchain.ledger.CertificateCommand.Revoked;
import org.web3ecosystem.trustchain.ledger.CertificateCommand.Tainted;
import org.web3ecosystem.trustchain.ledger.CertificateCommand.ZoneSigned;
import org.web3ecosystem.trustchain.path.AnchorRules;

/**
 * Ledger module {@code certificates}: which leaves were issued by whom to whom, and which
 * nodes were admitted, which only genesis validators write; and which leaves were taken
 * back, by whoever issued one or is named in it. A leaf's entry goes some time after the
 * leaf has ended, when its issuer writes again, so the state is bounded by what is valid.
 * <p>
 * Keys: {@code leaf/<SHA-256>/<issuer>}, {@code log/<issuer>} (size of its log),
 * {@code node/<id>}, {@code name/<name>}, {@code token/<SHA-256>},
 * {@code admissions/<validator>}, {@code revocations} (how many there were),
 * {@code taint/<validator>/<SHA-256>} (who says that its intermediate is tainted),
 * {@code tainted/} (how many are, and under a number behind it which), {@code foreign}
 * (the zones of foreign federations, and behind a slash and a zone what is known of one),
 * {@code wishes/<validator>} (what it wants of those), {@code zone/<validator>} (by which
 * keys it signs names), {@code standing/<validator>} (its leaf of itself), and per issuer
 * a queue of its leaves by age and one of those that were taken back.
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

	/** The most authorities that one validator may speak against, ever. */
	static final int MAX_TAINTS_PER_AUTHOR = 100;

	/** The most roots besides the first. */
	static final int MAX_ANCHORS = 16;

	/** The version of the rules that remembers which leaf a validator has of itself. */
	private static final int STANDING_LEAVES = 11;

	private static final int PURGED_AT_ONCE = 4;

	private final Genesis genesis;

	private final ForeignAdmission foreign;

	public CertificatesModule(Genesis genesis) {
		this.genesis = genesis;
		this.foreign = new ForeignAdmission(genesis);
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Verdict check(Command command) {
		try {
			return switch (CertificateCommand.decode(command.body())) {
				case Revoked _ -> Verdict.accepted();
				case CertificateCommand _ when genesis.validator(command.author()).isEmpty() ->
					Verdict.rejected("only a validator records certificates");
				case Issued _ -> Verdict.accepted();
				case Anchored anchored -> check(anchored);
				case ForeignAdmitted admitted -> foreign.check(admitted);
				case ForeignRemoved _, ZoneSigned _ -> Verdict.accepted();
				case Tainted tainted when !tainted.owner().equals(Taint.ROOT)
						&& genesis.validator(tainted.owner()).isEmpty() ->
					Verdict.rejected("this is no validator's authority");
				case Tainted _ -> Verdict.accepted();
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
			case Revoked revoked -> revoked(command, revoked, state);
			case Enrolled enrolled -> enrolled(command, enrolled, state);
			case Tainted tainted -> tainted(command, tainted, state);
			case Anchored anchored -> anchored(command, anchored, state);
			case ZoneSigned signed -> zoneSigned(command, signed, state);
			case ForeignAdmitted admitted -> foreign.apply(command, admitted, state);
			case ForeignRemoved removed -> foreign.apply(command, removed, state);
		};
	}

	/**
	 * Enrolled nodes get their leaves, what was issued is taken back, and whom to trust
	 * is decided. Nobody joins, and no account of others gets a server's leaf.
	 */
	@Override
	public boolean goesOnInEmergency(Command command, State state) {
		return switch (CertificateCommand.decode(command.body())) {
			case Issued issued -> isEnrolled(issued, state);
			case Revoked _, Tainted _, Anchored _, ForeignAdmitted _, ForeignRemoved _, ZoneSigned _ -> true;
			case Enrolled _ -> false;
		};
	}

	private boolean isEnrolled(Issued issued, State state) {
		return genesis.validator(issued.node()).isPresent() || state.get(Keys.node(issued.node())).isPresent();
	}

	/** Whom to trust is critical; what is issued was proven otherwise. */
	@Override
	public Optional<Operation> proves(Command command) {
		return switch (CertificateCommand.decode(command.body())) {
			case Tainted tainted -> Optional.of(operation(tainted));
			case Anchored anchored -> Optional.of(operation(anchored));
			case ForeignAdmitted admitted -> Optional.of(operation(admitted));
			case ForeignRemoved removed -> Optional.of(operation(removed));
			case Issued _, Revoked _, Enrolled _, ZoneSigned _ -> Optional.empty();
		};
	}

	/** What a next root proves. */
	public static Operation operation(Anchored anchored) {
		return new Operation("certificates.anchor", Digest.sha256(anchored.encode()), true);
	}

	/** What the admission of a foreign federation proves. */
	public static Operation operation(ForeignAdmitted admitted) {
		return new Operation("certificates.foreign-admitted", Digest.sha256(admitted.encode()), true);
	}

	/** What the removal of a foreign federation proves. */
	public static Operation operation(ForeignRemoved removed) {
		return new Operation("certificates.foreign-removed", Digest.sha256(removed.encode()), true);
	}

	private Verdict check(Anchored anchored) {
		AnchorEntry entry = anchored.entry();
		return AnchorRules.fault(entry.root(), entry.cross(), genesis.rootCertificate())
			.<Verdict>map(fault -> Verdict.rejected("this root cannot be trusted: " + fault))
			.orElse(Verdict.accepted());
	}

	/** What a taint proves. */
	public static Operation operation(Tainted tainted) {
		return new Operation("certificates.taint", Digest.sha256(tainted.encode()), true);
	}

	private boolean isValidators(Enrolled enrolled) {
		return genesis.validator(enrolled.node()).isPresent()
				|| genesis.validators().stream().map(Validator::name).anyMatch(enrolled.name()::equals);
	}

	private Verdict issued(Command command, Issued issued, State state) {
		// a server's may be that of an ACME account, which is no node and has no rights
		// of one
		if (issued.purpose() != Purpose.SERVER && !isEnrolled(issued, state)) {
			return Verdict.rejected("node " + issued.node().brief() + " is not enrolled");
		}
		Instant now = command.consensusTime();
		if (!issued.notAfter().isAfter(now) || issued.notAfter().isAfter(now.plus(MAX_LIFE))) {
			return Verdict.rejected("the leaf is over, or lives too long");
		}
		LeafEntry entry = new LeafEntry(issued.node(), issued.purpose(), new BigInteger(1, issued.serial()),
				issued.notAfter(), command.author(), issued.index(), Optional.empty());
		Optional<LeafEntry> known = state.get(Keys.leaf(issued.leafHex(), command.author())).map(LeafEntry::decode);
		if (known.isPresent()) {
			return known.get().isIssuedAs(entry) ? Verdict.accepted()
					: Verdict.rejected("this leaf is recorded otherwise already");
		}
		LeafQueue queue = LeafQueue.issued(state, command.author());
		queue.purge(now.minus(GRACE), PURGED_AT_ONCE);
		LeafQueue.revoked(state, command.author()).purge(now.minus(GRACE), PURGED_AT_ONCE);
		if (queue.size() >= MAX_LEAVES_PER_ISSUER) {
			return Verdict.rejected("this validator has " + MAX_LEAVES_PER_ISSUER + " leaves standing");
		}
		queue.add(issued.leafHex(), issued.notAfter());
		state.put(Keys.leaf(issued.leafHex(), command.author()), entry.encode());
		long logged = Math.max(Keys.number(state.get(Keys.log(command.author()))), issued.index() + 1);
		state.put(Keys.log(command.author()), Cbor.of(logged).encode());
		if (isOwn(entry) && state.protocol() >= STANDING_LEAVES) {
			stands(new LeafQueue.Item(issued.leafHex(), issued.notAfter()), Keys.standing(command.author()), state);
		}
		return Verdict.accepted();
	}

	private static void stands(LeafQueue.Item leaf, String key, State state) {
		if (state.get(key)
			.map(LeafQueue.Item::decode)
			.filter(stands -> stands.notAfter().isAfter(leaf.notAfter()))
			.isEmpty()) {
			state.put(key, leaf.encode());
		}
	}

	private static boolean isOwn(LeafEntry leaf) {
		return leaf.purpose() == Purpose.NODE && leaf.node().equals(leaf.issuer());
	}

	/**
	 * Nobody else takes a leaf back: a validator gone bad could cut off whom it likes.
	 * The first time counts, and the first reason.
	 */
	private Verdict revoked(Command command, Revoked revoked, State state) {
		String key = Keys.leaf(revoked.leafHex(), revoked.issuer());
		Optional<LeafEntry> known = state.get(key).map(LeafEntry::decode);
		if (known.isEmpty()) {
			return Verdict.rejected("this issuer has no such leaf standing");
		}
		LeafEntry leaf = known.get();
		if (!command.author().equals(leaf.issuer()) && !command.author().equals(leaf.node())) {
			return Verdict.rejected("only its issuer or the node that it names takes a leaf back");
		}
		if (leaf.revocation().isPresent()) {
			return Verdict.accepted();
		}
		if (!leaf.notAfter().isAfter(command.consensusTime())) {
			return Verdict.rejected("the leaf is over");
		}
		state.put(key, leaf.revoked(new Revocation(command.consensusTime(), revoked.reason())).encode());
		LeafQueue.revoked(state, revoked.issuer()).add(revoked.leafHex(), leaf.notAfter());
		String standing = Keys.standing(revoked.issuer());
		if (state.get(standing)
			.map(LeafQueue.Item::decode)
			.filter(stands -> stands.leaf().equals(revoked.leafHex()))
			.isPresent()) {
			state.remove(standing);
		}
		state.put(Keys.revocations(), Cbor.of(Keys.number(state.get(Keys.revocations())) + 1).encode());
		return Verdict.accepted();
	}

	/** A root that is trusted has signed the next one, and a quorum wants it. */
	private Verdict anchored(Command command, Anchored anchored, State state) {
		AnchorVotes known = state.get(Keys.anchor(anchored.rootHex()))
			.map(AnchorVotes::decode)
			.orElse(AnchorVotes.NONE);
		if (known.decided() || known.voters().contains(command.author())) {
			return Verdict.accepted();
		}
		AnchorEntry entry = anchored.entry();
		long count = Keys.number(state.get(Keys.anchors()));
		boolean led = AnchorRules.isSignedBy(entry.cross(), genesis.rootCertificate()) || LongStream.range(0, count)
			.mapToObj(number -> AnchorEntry.decode(state.get(Keys.anchors() + number).orElseThrow()))
			.anyMatch(before -> AnchorRules.isSignedBy(entry.cross(), before.root()));
		if (!led) {
			return Verdict.rejected("no root that is trusted has signed this one");
		}
		if (count >= MAX_ANCHORS) {
			return Verdict.rejected("there were " + count + " roots, which is all there may be");
		}
		AnchorVotes votes = known.with(command.author(), genesis.quorum());
		state.put(Keys.anchor(anchored.rootHex()), votes.encode());
		if (votes.decided()) {
			state.put(Keys.anchors() + count, entry.encode());
			state.put(Keys.anchors(), Cbor.of(count + 1).encode());
		}
		return Verdict.accepted();
	}

	/** The first decision counts, and its time. */
	private Verdict tainted(Command command, Tainted tainted, State state) {
		String key = Keys.taint(tainted.owner(), tainted.authorityHex());
		TaintVotes known = state.get(key).map(TaintVotes::decode).orElse(TaintVotes.NONE);
		if (known.taint().isPresent() || known.voters().contains(command.author())) {
			return Verdict.accepted();
		}
		String counter = Keys.tainting(command.author());
		long spoken = Keys.number(state.get(counter));
		if (spoken >= MAX_TAINTS_PER_AUTHOR) {
			return Verdict.rejected("this validator has tainted " + spoken + " authorities, which is all it may");
		}
		state.put(counter, Cbor.of(spoken + 1).encode());
		TaintVotes votes = known.with(command.author());
		if (command.author().equals(tainted.owner()) || votes.voters().size() > genesis.f()) {
			Instant at = command.consensusTime();
			Taint taint = new Taint(tainted.authorityHex(), tainted.owner(), at, at.plus(tainted.within()));
			votes = votes.decided(taint);
			long number = Keys.number(state.get(Keys.taints()));
			state.put(Keys.taints() + number, taint.encode());
			state.put(Keys.taints(), Cbor.of(number + 1).encode());
		}
		state.put(key, votes.encode());
		return Verdict.accepted();
	}

	/** Said again it changes nothing; what was said before does not come back. */
	private static Verdict zoneSigned(Command command, ZoneSigned signed, State state) {
		String key = Keys.zoneKeys(command.author());
		Optional<byte[]> known = state.get(key);
		if (known.filter(before -> Arrays.equals(before, command.body())).isPresent()) {
			return Verdict.accepted();
		}
		if (known.map(before -> ((ZoneSigned) CertificateCommand.decode(before)).number())
			.filter(before -> before >= signed.number())
			.isPresent()) {
			return Verdict.rejected("this validator has told of later keys");
		}
		state.put(key, signed.encode());
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
