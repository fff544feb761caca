package org.web3ecosystem.trustchain.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.spi.DurableFile;

/**
 * The foreign federations that are admitted, as far as this node has read the ledger.
 * What it once knows survives a restart. Thread-safe; only {@link #look} blocks.
 */
public final class ForeignFederations {

	private static final Duration DEADLINE = Duration.ofSeconds(10);

	private static final int MAX_FILE = 1 << 18;

	private static final Logger logger = LoggerFactory.getLogger(ForeignFederations.class);

	private final Genesis genesis;

	private final CertificateLedger ledger;

	private final Path file;

	private final Object reading = new Object();

	private volatile @Nullable Known known;

	/**
	 * @param file where what is known survives a restart
	 */
	public ForeignFederations(Genesis genesis, CertificateLedger ledger, Path file) {
		this.genesis = genesis;
		this.ledger = ledger;
		this.file = file;
	}

	/** All of them, the first admitted first. */
	public List<ForeignFederation> all() {
		return known().federations();
	}

	/** The one with this zone. */
	public Optional<ForeignFederation> find(String domain) {
		return all().stream().filter(each -> each.domain().equals(domain)).findFirst();
	}

	/** Whether a zone has nothing to do with this federation's own. */
	public boolean isApart(String domain) {
		return !ForeignFederation.overlap(domain, genesis.zone());
	}

	/** Who wants that this one be believed. Blocks. */
	public ForeignVotes votes(ForeignFederation wanted) {
		boolean decided = Async.await(ledger.foreign(wanted.domain()), DEADLINE, "the ledger")
			.filter(wanted::equals)
			.isPresent();
		return votes(decided, ForeignWishes.Wish.of(wanted));
	}

	/** Who wants that the one with this zone be not believed any more. Blocks. */
	public ForeignVotes votesForRemoval(String domain) {
		return votes(!register().domains().contains(domain), ForeignWishes.Wish.removal(domain));
	}

	/** What is decided was wanted by a quorum, and the ledger has forgotten by whom. */
	private ForeignVotes votes(boolean decided, ForeignWishes.Wish wish) {
		return decided ? new ForeignVotes(true, genesis.quorum())
				: new ForeignVotes(false,
						(int) genesis.validators()
							.stream()
							.map(each -> Async.await(ledger.wishes(each.id()), DEADLINE, "the ledger"))
							.filter(wishes -> wishes.wishes().contains(wish))
							.count());
	}

	/** Whether this process has a ledger to read. */
	public boolean hasLedger() {
		return ledger.isPresent();
	}

	/**
	 * Reads the ledger now. Blocks.
	 * @throws UnavailableException if it does not answer
	 */
	public void look() {
		synchronized (reading) {
			ForeignRegister register = register();
			Known before = known();
			// a ledger that is catching up shows what was before
			if (register.revision() <= before.revision()) {
				return;
			}
			List<ForeignFederation> all = new ArrayList<>();
			for (String domain : register.domains()) {
				all.add(Async.await(ledger.foreign(domain), DEADLINE, "the ledger")
					.orElseThrow(() -> new UnavailableException("the ledger does not show a federation it lists")));
			}
			if (register().revision() != register.revision()) {
				throw new UnavailableException("the ledger changed while foreign federations were read");
			}
			Known now = new Known(register.revision(), all);
			store(now);
			known = now;
			tell(before, now);
		}
	}

	private ForeignRegister register() {
		return Async.await(ledger.foreignRegister(), DEADLINE, "the ledger");
	}

	private static void tell(Known before, Known now) {
		now.federations()
			.stream()
			.filter(each -> !before.federations().contains(each))
			.forEach(each -> logger.atWarn()
				.addKeyValue("domain", each.domain())
				.addKeyValue("endpoint", each.endpoint())
				.addKeyValue("pins", each.pins())
				.log("a foreign federation is admitted"));
		before.federations()
			.stream()
			.filter(each -> now.federations().stream().noneMatch(other -> other.domain().equals(each.domain())))
			.forEach(each -> logger.atWarn()
				.addKeyValue("domain", each.domain())
				.log("a foreign federation is removed"));
	}

	private Known known() {
		Known now = known;
		if (now == null) {
			synchronized (this) {
				now = known;
				if (now == null) {
					now = read();
					known = now;
				}
			}
		}
		return now;
	}

	private void store(Known now) {
		try {
			DurableFile.write(file, now.encode());
		}
		catch (IOException failure) {
			logger.atError()
				.setCause(failure)
				.log("foreign federations could not be stored, and are read again after a restart");
		}
	}

	private Known read() {
		try {
			return Known.decode(Files.readAllBytes(file));
		}
		catch (NoSuchFileException none) {
			return Known.NOTHING;
		}
		catch (IOException | CborException | IllegalArgumentException damaged) {
			logger.atError()
				.addKeyValue("file", file)
				.setCause(damaged)
				.log("foreign federations could not be read, and are read again in the ledger");
			return Known.NOTHING;
		}
	}

	private record Known(long revision, List<ForeignFederation> federations) {

		static final Known NOTHING = new Known(0, List.of());

		Known {
			federations = List.copyOf(federations);
		}

		byte[] encode() {
			return Cbor
				.struct(Map.entry("revision", Cbor.of(revision)),
						Map.entry("federations",
								Cbor.of(federations.stream().map(ForeignFederation::encode).map(Cbor::of).toList())))
				.encode();
		}

		static Known decode(byte[] encoded) {
			Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_FILE).only("revision", "federations");
			return new Known(map.integer("revision"), map.array("federations")
				.stream()
				.map(item -> ForeignFederation.decode((item instanceof Cbor.Bytes bytes) ? bytes.value() : new byte[0]))
				.toList());
		}

	}

}
