package org.web3ecosystem.bootstrap.monitor;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.genesis.FederationNames;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.health.Criterion;
import org.web3ecosystem.spi.health.CriterionId;

/**
 * Service discovery is operational when this node's name, every other node's and the
 * transport service resolve through the seat to what the nodes advertise. Looks anew at
 * most once a second, and not before the last look ended.
 */
public final class NamesResolve implements Criterion {

	private static final Duration EVERY = Duration.ofSeconds(1);

	private static final Duration FRESH = Duration.ofSeconds(5);

	private final ServiceDiscovery discovery;

	private final Node node;

	private final Name zone;

	private final InstantSource clock;

	private final AtomicBoolean looking = new AtomicBoolean();

	private volatile Looked last = new Looked(Instant.MIN, Finding.waitingFor("no name was resolved yet"));

	public NamesResolve(ServiceDiscovery discovery, Node node, InstantSource clock) {
		this.discovery = discovery;
		this.node = node;
		this.zone = new Name(node.genesis().zone());
		this.clock = clock;
	}

	@Override
	public CriterionId id() {
		return CriterionId.DISCOVERY_OPERATIONAL;
	}

	@Override
	public Finding find() {
		Instant now = clock.instant();
		Looked known = last;
		if (!known.at.plus(known.at.equals(Instant.MIN) ? Duration.ZERO : EVERY).isAfter(now)
				&& looking.compareAndSet(false, true)) {
			look();
		}
		Looked latest = last;
		return latest.finding.met() && latest.at.plus(FRESH).isBefore(now)
				? Finding.waitingFor("the last look at names is too old") : latest.finding;
	}

	private void look() {
		List<CompletableFuture<String>> troubles = new ArrayList<>();
		troubles.add(address(node.name(), node.endpoints()));
		for (Validator validator : node.genesis().validators()) {
			troubles.add(address(validator.name(), validator.endpoints()));
		}
		troubles.add(transports());
		CompletableFuture.allOf(troubles.toArray(CompletableFuture[]::new)).whenComplete((done, failure) -> {
			List<String> found = troubles.stream()
				.map(trouble -> trouble.isCompletedExceptionally() ? "a look failed" : trouble.join())
				.filter(trouble -> !trouble.isEmpty())
				.distinct()
				.toList();
			last = new Looked(clock.instant(),
					found.isEmpty() ? Finding.met(troubles.size() + " names resolve through the seat")
							: Finding.waitingFor(String.join("; ", found)));
			looking.set(false);
		});
	}

	private CompletableFuture<String> address(String name, Endpoints endpoints) {
		Name asked = FederationNames.nodeName(zone, name);
		return resolve(asked).thenApply(answer -> {
			Set<InetAddress> addresses = new HashSet<>();
			for (ResourceRecord record : records(answer)) {
				if (record instanceof ResourceRecord.Address(InetAddress address)) {
					addresses.add(address);
				}
			}
			return addresses.containsAll(endpoints.inetAddresses()) ? "" : asked + " does not lead to " + name;
		}).exceptionally(failure -> asked + " does not resolve: " + Reason.of(failure)).toCompletableFuture();
	}

	private CompletableFuture<String> transports() {
		Name asked = FederationNames.stoq(zone);
		return resolve(asked).thenApply(answer -> {
			Set<Name> targets = new HashSet<>();
			for (ResourceRecord record : records(answer)) {
				if (record instanceof ResourceRecord.Service service) {
					targets.add(service.target());
				}
			}
			boolean all = node.genesis()
				.validators()
				.stream()
				.allMatch(validator -> targets.contains(FederationNames.nodeName(zone, validator.name())));
			return all ? "" : asked + " does not name all validators";
		}).exceptionally(failure -> asked + " does not resolve: " + Reason.of(failure)).toCompletableFuture();
	}

	private CompletionStage<Resolution> resolve(Name name) {
		try {
			return discovery.resolve(name);
		}
		catch (RuntimeException failure) {
			return CompletableFuture.failedFuture(failure);
		}
	}

	private static List<ResourceRecord> records(Resolution answer) {
		return answer instanceof Resolution.Found found ? found.records() : List.of();
	}

	private record Looked(Instant at, Finding finding) {
	}

}
