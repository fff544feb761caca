package org.web3ecosystem.trustchain.rotation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.bouncycastle.asn1.x500.X500Name;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.spi.DurableFile;
import org.web3ecosystem.trustchain.ca.CaException;
import org.web3ecosystem.trustchain.ca.Generation;
import org.web3ecosystem.trustchain.ca.KeyCustody;
import org.web3ecosystem.trustchain.ca.RootCeremony;
import org.web3ecosystem.trustchain.ledger.TaintedAuthorities;
import org.web3ecosystem.trustchain.path.NamedNode;
import org.web3ecosystem.trustchain.path.Validator;

/**
 * A validator's intermediates on disk: those that issue, those that are to issue next,
 * and those that issued before and have leaves that may be valid.
 *
 * <pre>
 * trustchain/node-ca.*, server-ca.*   now
 * trustchain/next/                    what the root's holder made; installed while the node runs, or at its start
 * trustchain/former/&lt;seconds&gt;/        replaced at that time; removed when their leaves have ended
 * </pre>
 *
 * Installing is a copy and then renames; a mark says that it has begun, and whoever finds
 * the mark goes on with it. Thread-safe.
 */
public final class Intermediates {

	/** Where the next ones wait, below the component's directory. */
	public static final String NEXT = "next";

	private static final String FORMER = "former";

	private static final String MARK = "installing";

	private static final List<String> FILES = List.of(RootCeremony.NODE_CA + ".key", RootCeremony.NODE_CA + ".pem",
			RootCeremony.SERVER_CA + ".key", RootCeremony.SERVER_CA + ".pem");

	/** A leaf lives a day at most; the rest is for clocks. */
	static final Duration KEPT = Duration.ofHours(26);

	private static final Logger logger = LoggerFactory.getLogger(Intermediates.class);

	private final Path directory;

	private final NodeId self;

	private final Validator validator;

	private final TaintedAuthorities tainted;

	private final KeyCustody custody;

	private final InstantSource clock;

	/**
	 * @param directory the component's
	 * @param custody who keeps their keys
	 */
	public Intermediates(Path directory, NodeId self, Validator validator, TaintedAuthorities tainted,
			KeyCustody custody, InstantSource clock) {
		this.directory = directory;
		this.self = self;
		this.validator = validator;
		this.tainted = tainted;
		this.custody = custody;
		this.clock = clock;
	}

	/** Whether there are any to issue with, now or as soon as they are installed. */
	public boolean exist() {
		return Generation.exists(directory) || Files.exists(directory.resolve(NEXT).resolve(MARK));
	}

	/**
	 * Those that issue, after what waits was installed. What waits and is not fit is left
	 * where it is, and said.
	 * @throws CaException if there are none that can be used
	 */
	public synchronized Generation open() {
		try {
			finish();
			if (Generation.exists(directory.resolve(NEXT))) {
				install();
			}
		}
		catch (RejectedException | CaException unfit) {
			logger.atError()
				.addKeyValue("directory", directory.resolve(NEXT))
				.setCause(unfit)
				.log("the next intermediates are not installed");
		}
		catch (IOException failure) {
			throw new UncheckedIOException("the next intermediates cannot be installed", failure);
		}
		return Generation.load(directory, custody);
	}

	/**
	 * Has the next ones issue from now on.
	 * @throws RejectedException if there are none, or they are not fit
	 */
	public synchronized Generation install() {
		Path next = directory.resolve(NEXT);
		if (!Generation.exists(next)) {
			throw RejectedException.of("trustchain:no-next-intermediates", "nothing to install: " + next
					+ " has no node-ca.* and server-ca.*; the holder of the root key makes them with 'authority renew'");
		}
		Generation wanted = load(next);
		fault(wanted).ifPresent(fault -> {
			throw RejectedException.of("trustchain:unfit-intermediates", "not installed: the " + fault);
		});
		try {
			keep();
			DurableFile.write(next.resolve(MARK), new byte[0]);
			finish();
		}
		catch (IOException failure) {
			throw new UncheckedIOException("the next intermediates cannot be installed", failure);
		}
		logger.atInfo()
			.addKeyValue("node", Digest.hex(Digest.encoded(wanted.nodes().certificate())))
			.addKeyValue("server", Digest.hex(Digest.encoded(wanted.servers().certificate())))
			.addKeyValue("until", wanted.end())
			.log("new intermediates issue from now on");
		return wanted;
	}

	/** Those before, as long as leaves of theirs may be valid. */
	public synchronized List<Generation> former() {
		List<Generation> former = new ArrayList<>();
		try {
			for (Path each : replaced()) {
				if (isOver(each)) {
					remove(each);
				}
				else if (Generation.exists(each)) {
					former.add(load(each));
				}
			}
		}
		catch (IOException | RejectedException unreadable) {
			logger.atWarn()
				.setCause(unreadable)
				.log("former intermediates cannot be read: nothing is said of their leaves");
		}
		return former;
	}

	private Generation load(Path next) {
		try {
			return Generation.load(next, custody);
		}
		catch (CaException unusable) {
			throw RejectedException.of("trustchain:unfit-intermediates", "not installed: " + unusable.getMessage());
		}
	}

	private Optional<String> fault(Generation wanted) {
		return fault(wanted, Purpose.NODE).or(() -> fault(wanted, Purpose.SERVER));
	}

	private Optional<String> fault(Generation wanted, Purpose purpose) {
		X509Certificate certificate = (purpose == Purpose.NODE) ? wanted.nodes().certificate()
				: wanted.servers().certificate();
		String which = (purpose == Purpose.NODE) ? "node intermediate " : "server intermediate ";
		Optional<NodeId> named = NamedNode.in(X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()));
		if (!named.equals(Optional.of(self))) {
			return Optional.of(which + "is not this validator's");
		}
		if (tainted.find(certificate).isPresent()) {
			return Optional.of(which + "is tainted");
		}
		return validator.fault(certificate, purpose).map(fault -> which + fault);
	}

	/** Before anything is replaced, what is there is kept. */
	private void keep() throws IOException {
		if (!Generation.exists(directory)) {
			return;
		}
		Path kept = directory.resolve(FORMER).resolve(Long.toString(clock.instant().getEpochSecond()));
		DurableFile.directories(kept);
		for (String file : FILES) {
			DurableFile.write(kept.resolve(file), Files.readAllBytes(directory.resolve(file)));
		}
	}

	/** Goes on with what a crash may have broken off. */
	private void finish() throws IOException {
		Path next = directory.resolve(NEXT);
		if (!Files.exists(next.resolve(MARK))) {
			return;
		}
		for (String file : FILES) {
			if (Files.exists(next.resolve(file))) {
				Files.move(next.resolve(file), directory.resolve(file), StandardCopyOption.ATOMIC_MOVE,
						StandardCopyOption.REPLACE_EXISTING);
			}
		}
		DurableFile.syncDirectory(directory);
		Files.delete(next.resolve(MARK));
	}

	private List<Path> replaced() throws IOException {
		if (!Files.isDirectory(directory.resolve(FORMER))) {
			return List.of();
		}
		try (Stream<Path> all = Files.list(directory.resolve(FORMER))) {
			return all.filter(each -> each.getFileName().toString().matches("[0-9]{1,12}"))
				.sorted(Comparator.reverseOrder())
				.toList();
		}
	}

	private boolean isOver(Path former) {
		Instant at = Instant.ofEpochSecond(Long.parseLong(former.getFileName().toString()));
		return at.plus(KEPT).isBefore(clock.instant());
	}

	private static void remove(Path former) throws IOException {
		for (String file : FILES) {
			Files.deleteIfExists(former.resolve(file));
		}
		Files.deleteIfExists(former);
	}

}
