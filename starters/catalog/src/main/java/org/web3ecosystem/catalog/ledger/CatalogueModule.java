package org.web3ecosystem.catalog.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

import org.web3ecosystem.catalog.entry.Blob;
import org.web3ecosystem.catalog.entry.Content;
import org.web3ecosystem.catalog.entry.Digest;
import org.web3ecosystem.catalog.entry.Manifest;
import org.web3ecosystem.catalog.ledger.BlobEntry.Holder;
import org.web3ecosystem.catalog.ledger.CatalogueCommand.Hold;
import org.web3ecosystem.catalog.ledger.CatalogueCommand.Prove;
import org.web3ecosystem.catalog.ledger.CatalogueCommand.Publish;
import org.web3ecosystem.catalog.ledger.CatalogueCommand.Yank;
import org.web3ecosystem.catalog.resolve.Constraint;
import org.web3ecosystem.catalog.resolve.Release;
import org.web3ecosystem.catalog.resolve.Resolution;
import org.web3ecosystem.catalog.resolve.Resolver;
import org.web3ecosystem.catalog.signing.SignedManifest;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.asset.NewPackage;
import org.web3ecosystem.spi.consensus.LedgerModule;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.usage.Economy;

/**
 * Packages on the ledger. A name belongs to who first published under it, a version never
 * changes, and what is published can be resolved at that moment. Publishing is paid for,
 * and keeping a blob is counted, where the federation has an economy; with its first
 * version a package becomes an asset of its owner's, where there are assets and none has
 * that id.
 */
public final class CatalogueModule implements LedgerModule {

	/** The module's name in the genesis document. */
	public static final String NAME = "catalogue";

	/** What publishing proves. */
	static final String PUBLISH = "package.publish";

	/** What yanking proves. */
	static final String YANK = "package.yank";

	private final ChainId chain;

	private final boolean economy;

	private final boolean assets;

	private final CataloguePolicy policy;

	public CatalogueModule(Genesis genesis, CataloguePolicy policy) {
		this.chain = genesis.chainId();
		this.economy = genesis.modules().contains(Economy.MODULE);
		this.assets = genesis.modules().contains(NewPackage.MODULE);
		this.policy = policy;
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Verdict check(Command command) {
		if (command.caller().isPresent()) {
			return Verdict.rejected("no module speaks for the owner of a package");
		}
		try {
			return switch (CatalogueCommand.decode(command.body())) {
				case Publish(SignedManifest signed, long number) ->
					signed.verify(chain).owner().equals(command.author()) ? Verdict.accepted()
							: Verdict.rejected("a package is published by its owner");
				case Yank yank -> Verdict.accepted();
				case Hold hold -> Verdict.accepted();
				case Prove prove -> Verdict.accepted();
			};
		}
		catch (IllegalArgumentException malformed) {
			return Verdict.rejected(String.valueOf(malformed.getMessage()));
		}
	}

	/** A proof of possession is a proof; the rest shows work, and publishing stake. */
	@Override
	public Optional<Operation> proves(Command command) {
		CatalogueCommand body = CatalogueCommand.decode(command.body());
		return Optional.ofNullable(switch (body) {
			case Publish publish -> operation(body);
			case Yank yank -> operation(body);
			case Hold hold -> null;
			case Prove prove -> null;
		});
	}

	/** What a command's proof bundle must prove. */
	static Operation operation(CatalogueCommand command) {
		boolean publishes = command instanceof Publish;
		return new Operation(publishes ? PUBLISH : YANK, Digest.over(command.encode()).bytes(), publishes);
	}

	@Override
	public Verdict apply(Command command, State state) {
		return switch (CatalogueCommand.decode(command.body())) {
			case Publish(SignedManifest signed, long number) -> publish(signed, command, state);
			case Yank yank -> yank(yank, command, state);
			case Hold(Evidence evidence) -> hold(evidence, command, state);
			case Prove(Evidence evidence) -> prove(evidence, command, state);
		};
	}

	private Verdict publish(SignedManifest signed, Command command, State state) {
		Manifest manifest = Manifest.decode(signed.manifest());
		PackageEntry before = state.get(Keys.packageOf(manifest.name()))
			.map(PackageEntry::decode)
			.orElseGet(() -> new PackageEntry(manifest.name(), command.author(), List.of(), new TreeSet<>()));
		if (!before.owner().equals(command.author())) {
			return Verdict.rejected(CatalogueRefusal.NOT_THE_OWNER.about(manifest.name()));
		}
		Optional<Release> same = before.release(manifest.version());
		if (same.isPresent()) {
			return same.get().digest().equals(signed.digest().hex()) ? Verdict.accepted() : Verdict
				.rejected(CatalogueRefusal.VERSION_EXISTS.about(manifest.name() + " " + manifest.version()));
		}
		PackageEntry after = before.with(new Release(manifest.version(), false, signed.digest().hex()),
				manifest.keywords());
		if (after.releases().size() > PackageEntry.MAX_RELEASES
				|| after.keywords().size() > PackageEntry.MAX_KEYWORDS) {
			return Verdict.rejected(CatalogueRefusal.FULL.about(PackageEntry.MAX_RELEASES, PackageEntry.MAX_KEYWORDS));
		}
		Resolution resolution = Resolver.resolve(new StatePackages(state::get, manifest), manifest.name(),
				Constraint.exactly(manifest.version()));
		if (resolution instanceof Resolution.Unresolved(String reason)) {
			return Verdict.rejected(CatalogueRefusal.UNRESOLVABLE.about(reason));
		}
		Verdict paid = charge(manifest, signed.digest(), state);
		if (paid.isAccepted()) {
			enter(before, after, manifest, new VersionEntry(signed, command.height(), command.consensusTime()), state);
			if (assets && before.releases().isEmpty()) {
				// the package is published whether or not an asset has its name already
				state.call(NewPackage.MODULE, NewPackage.of(manifest.name(), manifest.description()).encode());
			}
		}
		return paid;
	}

	private Verdict charge(Manifest manifest, Digest digest, State state) {
		if (!economy) {
			return Verdict.accepted();
		}
		Verdict paid = state.call(Economy.MODULE,
				new Economy.Request.Charge(policy.fee(manifest), digest.hex()).encode());
		return paid instanceof Verdict.Rejected(String reason, boolean revoked)
				? Verdict.rejected(CatalogueRefusal.FEE_NOT_PAID.about(reason)) : paid;
	}

	private static void enter(PackageEntry before, PackageEntry after, Manifest manifest, VersionEntry version,
			State state) {
		if (before.releases().isEmpty()) {
			Keys.append(state, Keys.PACKAGES, manifest.name());
		}
		for (String keyword : after.keywords()) {
			if (!before.keywords().contains(keyword)) {
				Keys.append(state, Keys.keyword(keyword), manifest.name());
			}
		}
		for (Blob blob : manifest.blobs()) {
			Content content = blob.content();
			String key = Keys.blob(content);
			if (state.get(key).isEmpty()) {
				state.put(key, new BlobEntry(content, manifest.owner(), List.of()).encode());
				Keys.append(state, Keys.BLOBS, content.key());
			}
		}
		state.put(Keys.packageOf(manifest.name()), after.encode());
		state.put(Keys.version(manifest.name(), manifest.version()), version.encode());
	}

	private static Verdict yank(Yank yank, Command command, State state) {
		Optional<PackageEntry> entry = state.get(Keys.packageOf(yank.name())).map(PackageEntry::decode);
		if (entry.flatMap(found -> found.release(yank.version())).isEmpty()) {
			return Verdict.rejected(CatalogueRefusal.UNKNOWN_VERSION.about(yank.name(), yank.version()));
		}
		if (!entry.get().owner().equals(command.author())) {
			return Verdict.rejected(CatalogueRefusal.NOT_THE_OWNER.about(yank.name()));
		}
		state.put(Keys.packageOf(yank.name()), entry.get().yanked(yank.version(), yank.yanked()).encode());
		return Verdict.accepted();
	}

	private Verdict hold(Evidence evidence, Command command, State state) {
		Optional<BlobEntry> entry = state.get(evidence.key()).map(BlobEntry::decode);
		if (entry.isEmpty()) {
			return Verdict.rejected("no version has the blob " + evidence.content().digest());
		}
		if (entry.get().holder(command.author()).isPresent()) {
			return Verdict.accepted();
		}
		if (entry.get().holders().size() >= BlobEntry.MAX_HOLDERS) {
			return Verdict.rejected("the blob has " + BlobEntry.MAX_HOLDERS + " holders already");
		}
		return answer(evidence, entry.get(), new Holder(command.author(), command.consensusTime(), 0, 0), 0, command,
				state);
	}

	private Verdict prove(Evidence evidence, Command command, State state) {
		Optional<BlobEntry> entry = state.get(evidence.key()).map(BlobEntry::decode);
		Optional<Holder> holder = entry.flatMap(found -> found.holder(command.author()));
		if (entry.isEmpty() || holder.isEmpty()) {
			return Verdict.rejected("the author is no holder of the blob " + evidence.content().digest());
		}
		if (evidence.challenge() <= holder.get().challenge()) {
			return Verdict.rejected("challenge " + evidence.challenge() + " was answered before");
		}
		long served = policy.served(entry.get().content().size(),
				Duration.between(holder.get().provenAt(), command.consensusTime()));
		Verdict verdict = answer(evidence, entry.get(), holder.get(), served, command, state);
		if (verdict.isAccepted() && economy && served > 0) {
			// the proof stands whatever the economy has for it
			state.call(Economy.MODULE,
					new Economy.Request.Served(command.author(), served, evidence.content().digest().hex()).encode());
		}
		return verdict;
	}

	private Verdict answer(Evidence evidence, BlobEntry entry, Holder before, long served, Command command,
			State state) {
		Optional<Challenge> asked = state.get(Keys.CHALLENGE).map(Challenge::decode);
		if (asked.isEmpty() || !asked.get().isOpenAt(command.consensusTime(), policy.window())) {
			return Verdict.rejected("no challenge is open at this time");
		}
		if (!evidence.answers(asked.get(), command.author())) {
			return Verdict.rejected("this is not what challenge " + asked.get().number() + " asks of this holder");
		}
		state.put(evidence.key(),
				entry
					.with(new Holder(before.node(), command.consensusTime(), evidence.challenge(),
							before.byteSeconds() + served))
					.encode());
		return Verdict.accepted();
	}

	/** A challenge that has had its time is followed by another. */
	@Override
	public void end(Instant consensusTime, Height height, State state) {
		Optional<Challenge> before = state.get(Keys.CHALLENGE).map(Challenge::decode);
		if (before.isEmpty()) {
			state.put(Keys.CHALLENGE, Challenge.first(consensusTime, height).encode());
		}
		else if (!before.get().isOpenAt(consensusTime, policy.window())) {
			state.put(Keys.CHALLENGE, before.get().next(consensusTime, height).encode());
		}
	}

}
