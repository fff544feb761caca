package org.web3ecosystem.trustchain.bundle;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;

import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.acme.challenge.AddressPolicy;

/**
 * To which addresses a foreign endpoint is connected. A quorum has named the host, but
 * its name is somebody else's to resolve: what is not public has to be said by this
 * node's operator, or be in the genesis document, and loopback counts only where the
 * whole federation is on this machine. A name is resolved once, and what was looked at is
 * what is connected to.
 */
public final class EndpointAddresses {

	/** The most addresses of a host that are tried. */
	static final int MAX = 4;

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final Resolver resolver;

	private final AddressPolicy policy;

	private final boolean local;

	private final Executor executor;

	/** Who knows what a name is. */
	public interface Resolver {

		InetAddress[] resolve(String host) throws UnknownHostException;

	}

	/**
	 * @param resolver who knows where hosts are
	 * @param policy what may be connected to though it is not public
	 * @param local whether the federation is on this machine alone
	 */
	public EndpointAddresses(Resolver resolver, AddressPolicy policy, boolean local, Executor executor) {
		this.resolver = resolver;
		this.policy = policy;
		this.local = local;
		this.executor = executor;
	}

	/**
	 * Where to connect to, at least one.
	 * @throws RejectedException if nobody connects there
	 * @throws UnavailableException if the name cannot be resolved now
	 */
	List<InetAddress> of(Place place) {
		List<InetAddress> allowed = addresses(place).stream().filter(this::isAllowed).limit(MAX).toList();
		if (allowed.isEmpty()) {
			throw RejectedException.of("trustchain:foreign-endpoint", "nobody here connects to " + place.host()
					+ ": its address is not public, and not in web3.trustchain.foreign-ranges");
		}
		return allowed;
	}

	private List<InetAddress> addresses(Place place) {
		return place.address().map(List::of).orElseGet(() -> resolve(place.host()));
	}

	private List<InetAddress> resolve(String host) {
		return Async.await(Async.call(executor, () -> {
			try {
				return Arrays.asList(resolver.resolve(host));
			}
			catch (UnknownHostException unknown) {
				throw new UnavailableException("it is not known where " + host + " is", unknown);
			}
		}), PATIENCE, "the resolver");
	}

	private boolean isAllowed(InetAddress address) {
		return policy.allows(address, local) || isPublic(address);
	}

	/** Not one of those that RFC 6890 has for something else. */
	static boolean isPublic(InetAddress address) {
		if (address.isAnyLocalAddress() || address.isLoopbackAddress() || address.isLinkLocalAddress()
				|| address.isSiteLocalAddress() || address.isMulticastAddress()) {
			return false;
		}
		byte[] bytes = address.getAddress();
		int first = bytes[0] & 0xff;
		int second = bytes[1] & 0xff;
		if (bytes.length == 4) {
			boolean shared = first == 100 && (second & 0xc0) == 64;
			boolean special = first == 192 && second == 0 && bytes[2] == 0 || first == 198 && (second & 0xfe) == 18;
			return first != 0 && first < 240 && !shared && !special;
		}
		// global unicast alone (RFC 4291), without what wraps IPv4: 2001::/32 and
		// 2002::/16
		boolean wrapped = first == 0x20 && (second == 2 || second == 1 && bytes[2] == 0 && bytes[3] == 0);
		return (first & 0xe0) == 0x20 && !wrapped;
	}

}
