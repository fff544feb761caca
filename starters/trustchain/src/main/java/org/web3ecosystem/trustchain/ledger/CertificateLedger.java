package org.web3ecosystem.trustchain.ledger;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.consensus.Ledger;
import org.web3ecosystem.spi.consensus.ProofBundle;

/**
 * The module's entries as this component reads and writes them, on whatever ledger there
 * is. Everything fails with {@link UnavailableException} where there is none.
 */
public final class CertificateLedger {

	private final Supplier<Optional<Ledger>> ledger;

	public CertificateLedger(Supplier<Optional<Ledger>> ledger) {
		this.ledger = ledger;
	}

	/** Whether this process has a ledger at all, reachable or not. */
	public boolean isPresent() {
		return ledger.get().isPresent();
	}

	/** Whether there is one that follows the federation now. */
	public boolean isCurrent() {
		return ledger.get().filter(there -> there.readiness().isAccepted()).isPresent();
	}

	/** Signs and submits as this node. */
	public CompletionStage<Ledger.Receipt> submit(CertificateCommand command) {
		return there().submit(CertificatesModule.NAME, command.encode());
	}

	/** The same for a command that needs a proof bundle. */
	public CompletionStage<Ledger.Receipt> submit(CertificateCommand command, ProofBundle bundle) {
		return there().submit(CertificatesModule.NAME, command.encode(), bundle);
	}

	/** Who says that an intermediate is tainted. */
	public CompletionStage<TaintVotes> votes(NodeId owner, String authority) {
		return read(Keys.taint(owner, authority))
			.thenApply(entry -> entry.map(TaintVotes::decode).orElse(TaintVotes.NONE));
	}

	/** Who wants a root to be trusted. */
	public CompletionStage<AnchorVotes> anchorVotes(String root) {
		return read(Keys.anchor(root)).thenApply(entry -> entry.map(AnchorVotes::decode).orElse(AnchorVotes.NONE));
	}

	/** How many roots there are besides the first. */
	CompletionStage<Long> anchors() {
		return read(Keys.anchors()).thenApply(Keys::number);
	}

	/** One of them by its number, from 0. */
	CompletionStage<Optional<AnchorEntry>> anchor(long number) {
		return read(Keys.anchors() + number).thenApply(entry -> entry.map(AnchorEntry::decode));
	}

	/** Which foreign federations there are. */
	CompletionStage<ForeignRegister> foreignRegister() {
		return read(Keys.foreignRegister())
			.thenApply(entry -> entry.map(ForeignRegister::decode).orElse(ForeignRegister.EMPTY));
	}

	/** The foreign federation with this zone. */
	CompletionStage<Optional<ForeignFederation>> foreign(String domain) {
		return read(Keys.foreign(domain)).thenApply(entry -> entry.map(ForeignFederation::decode));
	}

	/** What a validator wants of foreign federations and is not decided yet. */
	CompletionStage<ForeignWishes> wishes(NodeId validator) {
		return read(Keys.wishes(validator))
			.thenApply(entry -> entry.map(ForeignWishes::decode).orElse(ForeignWishes.NONE));
	}

	/** By which keys a validator signs names, as it told last. */
	public CompletionStage<Optional<CertificateCommand.ZoneSigned>> zoneKeys(NodeId validator) {
		return read(Keys.zoneKeys(validator))
			.thenApply(entry -> entry.map(told -> (CertificateCommand.ZoneSigned) CertificateCommand.decode(told)));
	}

	/** How many authorities are tainted. */
	CompletionStage<Long> taints() {
		return read(Keys.taints()).thenApply(Keys::number);
	}

	/** One of them by its number, from 0. */
	CompletionStage<Optional<Taint>> taint(long number) {
		return read(Keys.taints() + number).thenApply(entry -> entry.map(Taint::decode));
	}

	/** What {@code issuer} had ordered of a leaf, by its SHA-256. */
	public CompletionStage<Optional<LeafEntry>> leaf(byte[] fingerprint, NodeId issuer) {
		return read(Keys.leaf(HexFormat.of().formatHex(fingerprint), issuer))
			.thenApply(entry -> entry.map(LeafEntry::decode));
	}

	/**
	 * When the leaf ends that {@code validator} issued to itself, had ordered and did not
	 * take back; empty if there is none.
	 */
	public CompletionStage<Optional<Instant>> standing(NodeId validator) {
		return read(Keys.standing(validator))
			.thenApply(entry -> entry.map(LeafQueue.Item::decode).map(LeafQueue.Item::notAfter));
	}

	/** How many leaves were taken back, ever: a change says that there is news. */
	public CompletionStage<Long> revocations() {
		return read(Keys.revocations()).thenApply(Keys::number);
	}

	/**
	 * Which numbers the leaves have that {@code issuer} issued and that were taken back.
	 */
	CompletionStage<LeafQueue.Bounds> revoked(NodeId issuer) {
		return read(Keys.revoked(issuer))
			.thenApply(entry -> entry.map(LeafQueue.Bounds::decode).orElse(LeafQueue.Bounds.EMPTY));
	}

	/** One of those leaves by its number. */
	CompletionStage<Optional<LeafQueue.Item>> revoked(NodeId issuer, long number) {
		return read(Keys.revoked(issuer) + number).thenApply(entry -> entry.map(LeafQueue.Item::decode));
	}

	/** What is known of a node that joined. */
	public CompletionStage<Optional<EnrolledNode>> node(NodeId id) {
		return read(Keys.node(id)).thenApply(entry -> entry.map(EnrolledNode::decode));
	}

	/** Whose name it is, among nodes that joined. */
	public CompletionStage<Optional<NodeId>> owner(String name) {
		return read(Keys.name(name)).thenApply(entry -> entry.map(Keys::text).map(NodeId::new));
	}

	/** Whether this very node was admitted with this very token before. */
	public CompletionStage<Boolean> isSpentBy(CertificateCommand.Enrolled enrolment) {
		return read(Keys.token(enrolment.tokenHex()))
			.thenApply(entry -> entry.map(Keys::text).filter(enrolment.node().hex()::equals).isPresent());
	}

	/** How many entries the ledger knows a validator's log to have, at least. */
	public CompletionStage<Long> logSize(NodeId issuer) {
		return read(Keys.log(issuer)).thenApply(Keys::number);
	}

	private CompletionStage<Optional<byte[]>> read(String key) {
		return there().read(CertificatesModule.NAME, key);
	}

	private Ledger there() {
		return ledger.get().orElseThrow(() -> new UnavailableException("this process has no ledger"));
	}

}
