package org.web3ecosystem.bootstrap.discovery;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;

/**
 * The resolvers the operator has configured, asked for other people's names: one after
 * the other, each kind of record at once. Answers are kept for their TTL; when nobody
 * answers, the last one known is given for up to a day, marked stale (RFC 8767).
 */
public final class OperatorResolvers {

	/** How many names are looked up at once; more are refused. */
	static final int MAX_IN_FLIGHT = 64;

	private static final int[] TYPES = { Type.A, Type.AAAA, Type.SRV, Type.TXT };

	private final List<InetSocketAddress> resolvers;

	private final Duration timeout;

	private final AnswerCache cache;

	private final InstantSource clock;

	private final Semaphore inFlight = new Semaphore(MAX_IN_FLIGHT);

	private final LongAdder sent = new LongAdder();

	/**
	 * @param resolvers asked in this order; none means that other names are not looked up
	 * @param timeout for one name, all resolvers together
	 */
	public OperatorResolvers(List<InetSocketAddress> resolvers, Duration timeout, InstantSource clock) {
		this.resolvers = List.copyOf(resolvers);
		this.timeout = timeout;
		this.clock = clock;
		this.cache = new AnswerCache();
	}

	/** How many packets went to the resolvers. */
	public long sent() {
		return sent.sum();
	}

	CompletionStage<Resolution> resolve(Name name) {
		Instant now = clock.instant();
		Resolution fresh = cache.fresh(name, now).orElse(null);
		if (fresh != null) {
			return CompletableFuture.completedFuture(fresh);
		}
		if (!inFlight.tryAcquire()) {
			return staleOr(name, new UnavailableException(MAX_IN_FLIGHT + " names are being looked up already"));
		}
		return ask(name, 0, now.plus(timeout)).whenComplete((answer, failure) -> inFlight.release())
			.thenApply(answer -> {
				cache.keep(name, answer, clock.instant());
				return answer;
			})
			.exceptionallyCompose(
					failure -> staleOr(name, new UnavailableException("no resolver answers for " + name, failure)));
	}

	private CompletionStage<Resolution> staleOr(Name name, UnavailableException failure) {
		return cache.stale(name, clock.instant())
			.<CompletionStage<Resolution>>map(CompletableFuture::completedFuture)
			.orElseGet(() -> CompletableFuture.failedFuture(failure));
	}

	private CompletionStage<Resolution> ask(Name name, int index, Instant deadline) {
		if (index == resolvers.size()) {
			return CompletableFuture.failedFuture(new UnavailableException("no resolver is left"));
		}
		Duration left = Duration.between(clock.instant(), deadline).dividedBy(resolvers.size() - index);
		if (!left.isPositive()) {
			return CompletableFuture.failedFuture(new UnavailableException("no time is left"));
		}
		SimpleResolver resolver = new SimpleResolver(resolvers.get(index));
		resolver.setTimeout(left);
		return allTypes(resolver, name).exceptionallyCompose(failure -> ask(name, index + 1, deadline));
	}

	private CompletionStage<Resolution> allTypes(SimpleResolver resolver, Name name) {
		List<CompletableFuture<Message>> answers = new ArrayList<>();
		for (int type : TYPES) {
			sent.increment();
			answers.add(resolver.sendAsync(query(name, type)).toCompletableFuture());
		}
		return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
			.thenApply(all -> DnsAnswers.resolution(answers.stream().map(CompletableFuture::join).toList()));
	}

	private static Message query(Name name, int type) {
		try {
			return Message.newQuery(Record.newRecord(new org.xbill.DNS.Name(name.text() + "."), type, DClass.IN));
		}
		catch (TextParseException malformed) {
			throw new UnavailableException("not a name that DNS can carry: " + name, malformed);
		}
	}

}
