package org.web3ecosystem.bootstrap.discovery;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * How other people's names are looked up.
 *
 * @param resolvers asked in this order; none means that other names are not looked up
 * @param timeout for one name, all resolvers together
 * @param staleAfter when an answer whose time is up is given while a resolver lets wait
 * (RFC 8767, section 5: the client response timer)
 * @param maxStale how long after its time an answer may be given; zero for never
 * @param maxTtl the longest an answer is kept
 * @param maxNegativeTtl the longest it is kept that something is not there (RFC 2308)
 * @param prefetch whether a name that is asked for near the end of its time is looked up
 * again
 * @param mixCase whether the case of a question's letters is drawn, and checked
 * @param cacheEntries how many answers are kept
 * @param cacheBytes and in how much memory
 * @param validation whether answers are validated, and under which anchors
 */
public record ResolverSettings(List<InetSocketAddress> resolvers, Duration timeout, Duration staleAfter,
		Duration maxStale, Duration maxTtl, Duration maxNegativeTtl, boolean prefetch, boolean mixCase,
		int cacheEntries, long cacheBytes, Validation validation) {

	public ResolverSettings {
		resolvers = List.copyOf(resolvers);
	}

	/** With everything else at its default. */
	public static ResolverSettings of(List<InetSocketAddress> resolvers, Duration timeout) {
		return new ResolverSettings(resolvers, timeout, Duration.ofMillis(1800), Duration.ofDays(1), Duration.ofDays(1),
				Duration.ofHours(1), true, true, 1024, 1024 * 1024, Validation.none());
	}

}
