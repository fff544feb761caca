package org.web3ecosystem.trustchain.node;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.health.Component;
import org.web3ecosystem.spi.health.ComponentHealth;
import org.web3ecosystem.spi.health.ComponentHealth.Status;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.bundle.ForeignBundles;
import org.web3ecosystem.trustchain.ca.Authority;
import org.web3ecosystem.trustchain.ca.CaException;
import org.web3ecosystem.trustchain.dns.Naming;
import org.web3ecosystem.trustchain.ledger.RevokedLeaves;
import org.web3ecosystem.trustchain.ledger.TaintedAuthorities;
import org.web3ecosystem.trustchain.offer.TrustChainCertificates;

/**
 * TrustChain on this node. A node with intermediates opens its log and issues; every node
 * answers DNS for the zone. What was opened is closed in reverse order, also when a later
 * step fails.
 */
public final class TrustChain implements Component {

	/** Capability: certificates can be had. */
	static final String CA = "trustchain_ca";

	/** Capability: the zone is answered for. */
	static final String DNS = "trustchain_dns";

	/** Capability: both, and everything issued is logged. */
	static final String FULL = "trustchain_full";

	private static final Duration LOOK_PERIOD = Duration.ofSeconds(5);

	private final Node node;

	private final IssuingDesk desk;

	private final RevokedLeaves revoked;

	private final TaintedAuthorities tainted;

	private final Lookout lookout;

	private final TrustChainCertificates certificates;

	private final Naming names;

	private final Executor executor;

	private final Deque<AutoCloseable> opened = new ArrayDeque<>();

	private volatile Status status = Status.STOPPED;

	/** Why it did not start; empty if it did. */
	private volatile String unfit = "";

	/**
	 * @param desk where the authority is found
	 */
	public TrustChain(Node node, IssuingDesk desk, RevokedLeaves revoked, TaintedAuthorities tainted, Lookout lookout,
			TrustChainCertificates certificates, Naming names, Executor executor) {
		this.node = node;
		this.desk = desk;
		this.revoked = revoked;
		this.tainted = tainted;
		this.lookout = lookout;
		this.certificates = certificates;
		this.names = names;
		this.executor = executor;
	}

	@Override
	public String name() {
		return "trustchain";
	}

	@Override
	public CompletionStage<Void> start() {
		status = Status.STARTING;
		return Async.call(executor, () -> {
			synchronized (opened) {
				try {
					open();
					unfit = "";
					status = Status.UP;
				}
				catch (IOException | RuntimeException failure) {
					shut(failure);
					unfit = Reason.of(failure);
					status = Status.DOWN;
					throw failure;
				}
			}
			return null;
		});
	}

	@Override
	public Set<String> capabilities() {
		Set<String> capabilities = new HashSet<>();
		if (status == Status.UP) {
			if (certificates.probe().isAccepted()) {
				capabilities.add(CA);
			}
			if (names.answers()) {
				capabilities.add(DNS);
			}
			if (capabilities.size() == 2) {
				capabilities.add(FULL);
			}
		}
		return Set.copyOf(capabilities);
	}

	@Override
	public ComponentHealth health() {
		Map<String, Object> details = new LinkedHashMap<>();
		desk.current().ifPresent(with -> {
			details.put("logSize", with.log().size());
			details.put("authorityEnds", with.authority().end().toString());
		});
		details.putAll(names.details());
		details.put("toBeOrdered", toBeOrdered());
		details.put("revoked", revoked.size());
		details.put("tainted", tainted.damage().isPresent() ? "unknown"
				: tainted.all().stream().map(taint -> taint.authority() + " until " + taint.refusedFrom()).toList());
		details.put("alarms",
				lookout.monitor().alarms().stream().map(alarm -> alarm.validator() + ": " + alarm.what()).toList());
		details.put("cosigned", lookout.cosignatures().standing());
		details.put("foreign", lookout.foreign().all().stream().map(TrustChain::describe).toList());
		Optional<String> fault = fault();
		return new ComponentHealth((status == Status.UP && fault.isPresent()) ? Status.DEGRADED : status,
				fault.orElse(unfit), details);
	}

	/**
	 * What another federation does is no fault of this node: it stands in the details
	 * alone.
	 */
	private static String describe(ForeignBundles.Known known) {
		return known.federation().domain() + known.asOf()
			.map(at -> (known.stale() ? ": stale, bundle of " : ": bundle of ") + at)
			.orElse(": no bundle yet") + known.failure().map(why -> ", " + why).orElse("");
	}

	/** How many leaves wait to be ordered. */
	public int toBeOrdered() {
		return desk.toBeOrdered();
	}

	/** How many leaves are known to be revoked that have not ended. */
	public int revoked() {
		return revoked.size();
	}

	/** How often a log of another validator was not as it should be. */
	public int alarms() {
		return lookout.monitor().alarms().size();
	}

	/** How many chains were judged. */
	public long validations() {
		return certificates.validations();
	}

	/** How many other validators have cosigned the newest checkpoint of this log. */
	public int cosignatures() {
		return lookout.cosignatures().count();
	}

	/** The bundles of foreign federations, for their counters. */
	public ForeignBundles foreign() {
		return lookout.foreign();
	}

	/** By whom the zone is answered for. */
	String naming() {
		return names.how();
	}

	/** Whether the zone is answered for, by a query made lately. */
	public boolean namesAnswer() {
		return status == Status.UP && names.answers();
	}

	@Override
	public void close() {
		synchronized (opened) {
			status = Status.STOPPED;
			shut(null);
		}
	}

	private Optional<String> fault() {
		if (status == Status.STOPPED) {
			return Optional.of("not started");
		}
		if (status == Status.UP && !names.answers()) {
			return Optional.of("waits for " + names.how() + ": " + names.fault().orElse("no answer lately"));
		}
		return switch (certificates.probe()) {
			case Verdict.Accepted _ -> desk.authority()
				.filter(Authority::isTainted)
				.map(authority -> "this validator's intermediate is tainted, other validators issue for it: "
						+ "have new ones made with 'authority renew' and install them")
				.or(() -> desk.current().flatMap(issuing -> issuing.log().trouble()))
				.or(names::trouble);
			case Verdict.Rejected(String reason, boolean revoked) -> Optional.of(reason);
			case Verdict.Unavailable(String reason) -> Optional.of(reason);
		};
	}

	private void open() throws IOException {
		if (desk.hasIntermediates()) {
			opened.push(desk);
			desk.open();
		}
		else if (node.isValidator()) {
			throw new CaException("a validator needs its intermediates, and " + node.home().resolve("trustchain")
					+ " has none. Restore node-ca.* and server-ca.* there, or run init again for a new federation.");
		}
		Thread looking = Thread.ofVirtual().name("trustchain-look").start(this::look);
		opened.push(looking::interrupt);
		opened.push(tainted);
		tainted.start();
		opened.push(revoked);
		revoked.start();
		opened.push(lookout);
		lookout.start();
		opened.push(names);
		names.start();
	}

	/**
	 * A node that does not issue for itself looks for those that do, and one whose port
	 * was taken whether it is free.
	 */
	private void look() {
		while (!Thread.currentThread().isInterrupted()) {
			names.tryAgain();
			if (!certificates.issues()) {
				certificates.reachOthers();
			}
			LockSupport.parkNanos(LOOK_PERIOD.toNanos());
		}
	}

	private void shut(@Nullable Exception cause) {
		while (!opened.isEmpty()) {
			try {
				opened.pop().close();
			}
			catch (Exception failure) {
				if (cause != null) {
					cause.addSuppressed(failure);
				}
			}
		}
	}

}
