package org.web3ecosystem.bootstrap.discovery;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.discovery.ForeignTypes;
import org.web3ecosystem.spi.discovery.Name;

/**
 * One of the operator's resolvers behind a circuit breaker of its own. One that is silent
 * is not asked for a while, then with a single question; one that answers, however badly
 * for the name in question, is there. One that lets a name wait while it answers others,
 * or a question that every resolver can answer, is there too: whoever asks for names that
 * nobody serves does not take it from the rest.
 */
final class Upstream {

	/** How many of the last look-ups count. */
	private static final int CALLS = 10;

	/** With fewer than these nothing is concluded. */
	private static final int LEAST_CALLS = 3;

	private static final float PERCENT = 50;

	/** How long what is not required is waited for when what is has come. */
	static final Duration GRACE = Duration.ofMillis(500);

	/** How long it is left alone. */
	static final Duration OPEN = Duration.ofSeconds(5);

	private final InetSocketAddress address;

	private final StrictResolver heard;

	private final Resolver resolver;

	private final CircuitBreaker breaker;

	/**
	 * @param heard the resolver itself
	 * @param resolver the same, behind whatever looks at its answers
	 */
	Upstream(InetSocketAddress address, StrictResolver heard, Resolver resolver, CircuitBreaker breaker) {
		this.address = address;
		this.heard = heard;
		this.resolver = resolver;
		this.breaker = breaker;
	}

	/**
	 * @param open how long a resolver that is silent is left alone
	 */
	static CircuitBreaker breaker(InetSocketAddress address, CircuitBreakerRegistry breakers, Duration open) {
		return breakers.circuitBreaker("dns-" + text(address),
				CircuitBreakerConfig.custom()
					.slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
					.slidingWindowSize(CALLS)
					.minimumNumberOfCalls(LEAST_CALLS)
					.failureRateThreshold(PERCENT)
					.waitDurationInOpenState(open)
					.permittedNumberOfCallsInHalfOpenState(1)
					.build());
	}

	/** As it is configured: {@code address:port}. */
	String address() {
		return text(address);
	}

	/** Of its breaker: CLOSED is the good one. */
	String state() {
		return breaker.getState().name();
	}

	/**
	 * Look-ups of the last ten that failed, in percent; negative if there are too few.
	 */
	float failureRate() {
		return breaker.getMetrics().getFailureRate();
	}

	/** How many look-ups were not tried, since it was silent. */
	long spared() {
		return breaker.getMetrics().getNumberOfNotPermittedCalls();
	}

	/** Whether it may be asked now; who asks has to {@link #ask}. */
	boolean admits() {
		return breaker.tryAcquirePermission();
	}

	/**
	 * All its kinds of record at once. A kind that is not required and of which nothing
	 * is heard in time has SERVFAIL for an answer.
	 * @param limit for all that are required
	 */
	CompletionStage<List<Message>> ask(Name name, Duration limit) {
		long start = System.nanoTime();
		Set<Integer> needed = ForeignTypes.required(name);
		List<CompletableFuture<Message>> required = new ArrayList<>();
		List<Further> further = new ArrayList<>();
		try {
			for (int type : ForeignTypes.of(name)) {
				Message query = query(name, type);
				CompletableFuture<Message> answer = resolver.sendAsync(query).toCompletableFuture();
				if (needed.contains(type)) {
					required.add(answer);
				}
				else {
					further.add(Further.of(query, answer));
				}
			}
		}
		catch (RuntimeException failure) {
			breaker.releasePermission();
			return CompletableFuture.failedFuture(failure);
		}
		CompletableFuture<Void> whole = CompletableFuture.allOf(required.toArray(CompletableFuture[]::new));
		knockIfSilent(whole, start, limit.dividedBy(2));
		return whole.thenApply(Function.identity())
			.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
			.thenCompose(all -> CompletableFuture
				.allOf(further.stream().map(Further::soon).toArray(CompletableFuture[]::new)))
			.thenApply(all -> Stream.concat(required.stream(), further.stream().map(Further::answer))
				.map(CompletableFuture::join)
				.toList())
			.whenComplete((all, failure) -> {
				long took = System.nanoTime() - start;
				if (failure == null || isHeardAfter(start)) {
					breaker.onSuccess(took, TimeUnit.NANOSECONDS);
				}
				else {
					breaker.onError(took, TimeUnit.NANOSECONDS, failure);
				}
			});
	}

	/**
	 * A kind of record that is asked for with the others.
	 *
	 * @param failed in the place of its answer if there is none
	 * @param answer never fails
	 */
	private record Further(Message failed, CompletableFuture<Message> answer) {

		static Further of(Message query, CompletableFuture<Message> answer) {
			Message failed = new Message(query.getHeader().getID());
			failed.addRecord(query.getQuestion(), Section.QUESTION);
			failed.getHeader().setRcode(Rcode.SERVFAIL);
			return new Further(failed, answer.exceptionally(failure -> failed));
		}

		CompletableFuture<Message> soon() {
			return answer.completeOnTimeout(failed, GRACE.toMillis(), TimeUnit.MILLISECONDS);
		}

	}

	/** Before the name is given up, so that what is heard counts when it is. */
	private void knockIfSilent(CompletableFuture<Void> whole, long start, Duration patience) {
		whole.copy().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).exceptionally(failure -> {
			if (failure instanceof TimeoutException && !isHeardAfter(start)) {
				heard.knock();
			}
			return null;
		});
	}

	/** Whether anything came from it after this moment of {@link System#nanoTime}. */
	boolean isHeardAfter(long nanos) {
		return heard.isHeardAfter(nanos);
	}

	private static Message query(Name name, int type) {
		try {
			return Message.newQuery(Record.newRecord(name(name), type, DClass.IN));
		}
		catch (TextParseException malformed) {
			throw new UnavailableException("not a name that DNS can carry: " + name, malformed);
		}
	}

	private static org.xbill.DNS.Name name(Name name) throws TextParseException {
		if (name.text().indexOf('\\') >= 0) {
			throw new TextParseException("a backslash would be read as the begin of something else");
		}
		return new org.xbill.DNS.Name(name.text() + ".");
	}

	private static String text(InetSocketAddress address) {
		String host = address.getAddress().getHostAddress();
		return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
	}

}
