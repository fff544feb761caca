package org.web3ecosystem.trustchain.bundle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;

import org.web3ecosystem.spi.Node;

import org.web3ecosystem.trustchain.Federation;
import org.web3ecosystem.trustchain.acme.challenge.AddressPolicy;
import org.web3ecosystem.trustchain.autoconfigure.AgreeingSeat;
import org.web3ecosystem.trustchain.ca.PassphraseOrigin;
import org.web3ecosystem.trustchain.ca.RootCeremony;
import org.web3ecosystem.trustchain.ca.Succession;
import org.web3ecosystem.trustchain.ca.TestAuthority;
import org.web3ecosystem.trustchain.ledger.CertificateCommand.ForeignAdmitted;
import org.web3ecosystem.trustchain.ledger.CriticalOrder;
import org.web3ecosystem.trustchain.ledger.ForeignFederation;
import org.web3ecosystem.trustchain.ledger.ForeignFederations;
import org.web3ecosystem.trustchain.ledger.ForeignVotes;
import org.web3ecosystem.trustchain.ledger.TestLedger;

/**
 * This federation, of one validator, and another one with its authority and a bundle
 * endpoint. What this one knows of the other comes over TLS.
 */
public final class TwoFederations implements AutoCloseable {

	public static final String OTHER = "other.example";

	private static final char[] PASSPHRASE = "correct horse".toCharArray();

	private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

	private final Path directory;

	private Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

	public final Federation own;

	public final Federation other;

	public final TestLedger ledger;

	public final ForeignFederations federations;

	public final BundleClient client;

	public final BundleServer server;

	private TestAuthority authority;

	public TwoFederations(Path directory) {
		this(directory, OTHER);
	}

	public TwoFederations(Path directory, String zone) {
		this.directory = directory;
		this.own = Federation.of(1, directory.resolve("own"), now);
		this.other = Federation.of(1, directory.resolve("other"), now, zone);
		this.ledger = new TestLedger(own.genesis());
		this.federations = new ForeignFederations(own.genesis(), ledger.of(own.node(1).id()),
				directory.resolve("foreign"));
		this.authority = new TestAuthority(other.node(1), () -> now);
		this.server = new BundleServer(authority, bundle(1));
		this.client = client(true);
	}

	public BundleClient client(boolean local) {
		return new BundleClient(new EndpointAddresses(InetAddress::getAllByName, AddressPolicy.of(List.of(), List.of()),
				local, executor), Duration.ofSeconds(20));
	}

	public Instant now() {
		return now;
	}

	public void pass(Duration time) {
		now = now.plus(time);
	}

	public TestAuthority authority() {
		return authority;
	}

	/** The other's bundle with its first root alone. */
	public TrustBundle bundle(long sequence) {
		return new TrustBundle(List.of(other.genesis().rootCertificate()), Optional.of(sequence),
				Optional.of(Duration.ofMinutes(5)));
	}

	public ForeignOffice office() {
		return new ForeignOffice(new CriticalOrder(own.node(1).id(), ledger.of(own.node(1).id()), new AgreeingSeat()),
				federations, client, () -> now, RandomGenerator.getDefault());
	}

	public String pin() {
		return other.genesis().rootFingerprint();
	}

	/** This federation believes the other from now on. */
	public ForeignVotes admit() {
		return office().admit(other.genesis().zone(), server.url(), Optional.empty(), Set.of(pin()));
	}

	/**
	 * The same roots for another zone, which only an office that does not look would
	 * want.
	 */
	public void admitUnseen(String domain) {
		ForeignFederation federation = new ForeignFederation(domain, server.url(), Optional.empty(),
				List.of(other.genesis().rootCertificate()));
		ledger.of(own.node(1).id()).submit(new ForeignAdmitted(0, federation)).toCompletableFuture().join();
		federations.look();
	}

	public ForeignBundles bundles() {
		return bundles(client, directory.resolve("bundles"));
	}

	public ForeignBundles bundles(BundleClient by, Path kept) {
		return new ForeignBundles(federations, by, kept, () -> now, executor);
	}

	/** The other's next root; its validator issues under it from now on, and is shown. */
	public Succession rotate() {
		Path next = directory.resolve("next-root");
		Node node = other.node(1);
		try {
			Succession succession;
			try (RootCeremony ceremony = other.ceremony(now)) {
				succession = ceremony.succeed(next, PASSPHRASE, PassphraseOrigin.DRAWN, now);
			}
			try (RootCeremony ceremony = RootCeremony.resume(other.genesis(), next, PASSPHRASE, now,
					Succession.read(next))) {
				ceremony.write(node.home().resolve("trustchain"), node.name(), node.id(), node.endpoints());
			}
			authority.close();
			authority = new TestAuthority(node, () -> now);
			server.show(authority);
			return succession;
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	@Override
	public void close() {
		server.close();
		authority.close();
		executor.shutdownNow();
	}

}
