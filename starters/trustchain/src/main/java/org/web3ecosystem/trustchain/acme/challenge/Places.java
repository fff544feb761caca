package org.web3ecosystem.trustchain.acme.challenge;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.acme.problem.AcmeException;
import org.web3ecosystem.trustchain.acme.problem.ErrorType;

/**
 * Where a name lives. It is asked once for each validation, of the federation's own
 * discovery, and what is connected to afterwards is exactly the address that was looked
 * at: nothing can rebind in between.
 * <p>
 * The addresses of an asset are those of the nodes that hold it, which its owner chose:
 * one that shows control is enough. To any other name every node can add an address, so
 * all of them must.
 */
public final class Places {

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final int MAX_ADDRESSES = 8;

	private final ServiceDiscovery discovery;

	private final Name assets;

	private final AddressPolicy policy;

	public Places(ServiceDiscovery discovery, String zone, AddressPolicy policy) {
		this.discovery = discovery;
		this.assets = new Name(zone).child("asset");
		this.policy = policy;
	}

	/**
	 * Looks at a claim where its name lives.
	 * @throws AcmeException dns if it cannot be said where, unauthorized if nobody
	 * connects there, or what {@code look} throws
	 */
	void visit(Validation.Claim claim, Consumer<InetAddress> look) {
		Name name = new Name(claim.name());
		List<InetAddress> addresses = addresses(name);
		if (name.isWithin(assets)) {
			visitUntilOne(name, addresses.stream().filter(one -> policy.allows(one, claim.local())).toList(), look);
			return;
		}
		addresses.stream().filter(one -> !policy.allows(one, claim.local())).findFirst().ifPresent(other -> {
			throw nowhere(name);
		});
		addresses.forEach(look);
	}

	private static void visitUntilOne(Name name, List<InetAddress> addresses, Consumer<InetAddress> look) {
		AcmeException last = nowhere(name);
		for (InetAddress address : addresses) {
			try {
				look.accept(address);
				return;
			}
			catch (AcmeException failure) {
				last = failure;
			}
		}
		throw last;
	}

	/**
	 * Which address it was is not told: whoever asks shall learn nothing about the
	 * inside.
	 */
	private static AcmeException nowhere(Name name) {
		return ErrorType.UNAUTHORIZED.because(
				"no validation connects to an address of " + name + ": see web3.trustchain.acme.validation-ranges");
	}

	private List<InetAddress> addresses(Name name) {
		List<InetAddress> addresses = new ArrayList<>();
		for (ResourceRecord record : records(name)) {
			if (record instanceof ResourceRecord.Address(InetAddress address)) {
				addresses.add(address);
			}
		}
		if (addresses.isEmpty() || addresses.size() > MAX_ADDRESSES) {
			throw ErrorType.DNS.because(name + " has " + addresses.size() + " addresses, not 1 to " + MAX_ADDRESSES);
		}
		return addresses;
	}

	private List<ResourceRecord> records(Name name) {
		try {
			return switch (Async.await(discovery.resolve(name), PATIENCE, "the federation's discovery")) {
				case Resolution.Found found when found.stale() ->
					throw ErrorType.DNS.because("it is not known now where " + name + " is, only where it was");
				case Resolution.Found found -> found.records();
				case Resolution.NotFound _ -> throw ErrorType.DNS.because(name + " does not exist");
			};
		}
		catch (UnavailableException notNow) {
			throw ErrorType.DNS.because("it cannot be said now where " + name + " is", notNow);
		}
	}

}
