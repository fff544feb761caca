package org.web3ecosystem.bootstrap.resolver;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * {@link InetAddress} knows the zone's names while one node of this virtual machine wants
 * it to. Until then, and for all other hosts, the JDK's own resolver answers. There is
 * one of these for the whole machine, found by its service loader before any node starts,
 * and what it answers is kept as the JDK keeps it ({@code networkaddress.cache.ttl}, 30 s
 * by default), not for the TTL of the records.
 */
public final class VirtualMachineNames extends InetAddressResolverProvider {

	/** More than the seat takes for an answer. */
	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final AtomicReference<@Nullable ZoneAddresses> wanted = new AtomicReference<>();

	private static volatile boolean installed;

	/**
	 * Makes the zone's names known to the virtual machine, until this is closed.
	 * @throws IllegalStateException if another node has done so, or the virtual machine
	 * did not find this provider
	 */
	public static AutoCloseable know(ZoneAddresses zone) {
		if (!isInstalled()) {
			throw new IllegalStateException(
					"the virtual machine has not found it: the class loader of the system has to "
							+ "know the starter (as on a class path, in the platform's one jar and in that jar extracted; not in "
							+ "a jar that another launcher unpacks), and before every other InetAddressResolverProvider, such as "
							+ "dnsjava's");
		}
		if (!wanted.compareAndSet(null, zone)) {
			throw new IllegalStateException("another node of this virtual machine has it");
		}
		return () -> wanted.compareAndSet(zone, null);
	}

	/** The JDK looks for providers when it is first asked for a name. */
	private static boolean isInstalled() {
		try {
			InetAddress.getByName("localhost");
		}
		catch (UnknownHostException notEvenThat) {
			// it has looked nevertheless
		}
		return installed;
	}

	@Override
	public InetAddressResolver get(Configuration configuration) {
		installed = true;
		return new Names(configuration.builtinResolver());
	}

	@Override
	public String name() {
		return "web3";
	}

	private record Names(InetAddressResolver builtIn) implements InetAddressResolver {

		@Override
		public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
			ZoneAddresses zone = wanted.get();
			return zone != null && zone.has(host) ? choose(host, lookUp(zone, host), policy)
					: builtIn.lookupByName(host, policy);
		}

		@Override
		public String lookupByAddress(byte[] address) throws UnknownHostException {
			return builtIn.lookupByAddress(address);
		}

		private static List<InetAddress> lookUp(ZoneAddresses zone, String host) throws UnknownHostException {
			try {
				return zone.of(host).toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
			}
			catch (ExecutionException failure) {
				throw failure.getCause() instanceof UnknownHostException unknown ? unknown
						: new UnknownHostException(host);
			}
			catch (TimeoutException late) {
				throw new UnknownHostException(host + ": no answer in time");
			}
			catch (InterruptedException interrupted) {
				Thread.currentThread().interrupt();
				throw new UnknownHostException(host + ": interrupted");
			}
		}

		private static Stream<InetAddress> choose(String host, List<InetAddress> found, LookupPolicy policy)
				throws UnknownHostException {
			int wants = policy.characteristics();
			List<InetAddress> chosen = found.stream()
				.filter(address -> (address instanceof Inet4Address && (wants & LookupPolicy.IPV4) != 0)
						|| (address instanceof Inet6Address && (wants & LookupPolicy.IPV6) != 0))
				.sorted(order(wants))
				.toList();
			if (chosen.isEmpty()) {
				throw new UnknownHostException(host + ": it has no address of the kind that is wanted");
			}
			return chosen.stream();
		}

		private static Comparator<InetAddress> order(int wants) {
			Comparator<InetAddress> four = Comparator.comparing(address -> address instanceof Inet6Address);
			if ((wants & LookupPolicy.IPV4_FIRST) != 0) {
				return four;
			}
			return (wants & LookupPolicy.IPV6_FIRST) != 0 ? four.reversed() : (one, other) -> 0;
		}

	}

}
