package org.web3ecosystem.bootstrap.discovery;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.jspecify.annotations.Nullable;

import org.web3ecosystem.bootstrap.seat.ForeignTroubleException;
import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.discovery.ForeignTypes;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;

/**
 * The resolvers the operator has configured, asked for other people's names: one after
 * the other, each kind of record at once, and for one name only once at a time. Answers
 * are kept for their TTL. When nobody answers, or not soon enough, the last answer that
 * is known is given, marked stale (RFC 8767); when nobody may be asked, at once.
 */
public final class OperatorResolvers {

	/** How many names are looked up at once; more are refused. */
	static final int MAX_IN_FLIGHT = 256;

	/** And how many of one zone of others. */
	static final int MAX_OF_PARENT = 32;

	private final Name zone;

	private final ResolverSettings settings;

	private final List<Upstream> upstreams;

	private final AnswerCache cache;

	private final DnsAnswers answers;

	private final InstantSource clock;

	private final ResolverFigures figures = new ResolverFigures();

	private final Places places = new Places(MAX_IN_FLIGHT, MAX_OF_PARENT);

	private final Map<Name, CompletableFuture<Resolution>> underWay = new ConcurrentHashMap<>();

	/**
	 * @param zone the federation's, which nobody is asked for and nothing is believed of
	 * @param random draws the case of letters; unpredictable
	 */
	public OperatorResolvers(Name zone, ResolverSettings settings, CircuitBreakerRegistry breakers,
			RandomGenerator random, InstantSource clock) {
		this(zone, settings, breakers, Upstream.OPEN, random, clock);
	}

	OperatorResolvers(Name zone, ResolverSettings settings, CircuitBreakerRegistry breakers, Duration open,
			RandomGenerator random, InstantSource clock) {
		this.zone = zone;
		this.settings = settings;
		this.clock = clock;
		this.cache = new AnswerCache(settings.cacheEntries(), settings.cacheBytes(), settings.maxStale());
		org.xbill.DNS.Name ours = org.xbill.DNS.Name.fromConstantString(zone.text() + ".");
		this.answers = new DnsAnswers(settings.maxTtl(), settings.maxNegativeTtl(), name -> name.subdomain(ours),
				TraditionalNames.NAME);
		this.upstreams = settings.resolvers()
			.stream()
			.map(address -> upstream(address, Upstream.breaker(address, breakers, open), random))
			.toList();
	}

	private Upstream upstream(InetSocketAddress address, CircuitBreaker breaker, RandomGenerator random) {
		StrictResolver resolver = new StrictResolver(address, share(settings), settings.mixCase(), random, figures);
		return new Upstream(address, resolver, settings.validation().of(resolver), breaker);
	}

	private static Duration share(ResolverSettings settings) {
		return settings.timeout().dividedBy(settings.resolvers().size());
	}

	/** What was counted. */
	public ResolverFigures figures() {
		return figures;
	}

	/** A resolver as it is now. */
	public record State(String address, String breaker, float failureRate, long spared) {
	}

	/** The resolvers as they are now, in the order in which they are asked. */
	public List<State> resolvers() {
		return upstreams.stream()
			.map(upstream -> new State(upstream.address(), upstream.state(), upstream.failureRate(), upstream.spared()))
			.toList();
	}

	/** Whether answers are validated under the operator's trust anchors. */
	public boolean validates() {
		return settings.validation().isOn();
	}

	/** How many answers are kept. */
	public int kept() {
		return cache.entries();
	}

	/** In how much memory, estimated. */
	public long keptBytes() {
		return cache.bytes();
	}

	CompletionStage<Resolution> resolve(Name name) {
		if (name.isWithin(zone)) {
			return CompletableFuture
				.failedFuture(new UnavailableException(name + " is of the federation and not asked for outside"));
		}
		Optional<Resolution> special = SpecialNames.find(name);
		if (special.isPresent()) {
			return CompletableFuture.completedFuture(special.get());
		}
		Instant now = clock.instant();
		Optional<AnswerCache.Fresh> fresh = cache.fresh(name, now);
		if (fresh.isPresent()) {
			figures.hit();
			if (settings.prefetch() && fresh.get().ending() && !cache.failedLately(name, now)) {
				figures.prefetched();
				lookUp(name);
			}
			return CompletableFuture.completedFuture(fresh.get().answer());
		}
		figures.miss();
		Optional<Resolution> stale = cache.stale(name, now);
		if (cache.failedLately(name, now)) {
			return staleOr(stale, new ForeignTroubleException("no resolver answered for " + name + " a moment ago"));
		}
		CompletableFuture<Resolution> answer = lookUp(name).copy();
		stale.ifPresent(old -> answer.completeOnTimeout(old, settings.staleAfter().toMillis(), TimeUnit.MILLISECONDS));
		return answer.thenApply(this::counted)
			.exceptionallyCompose(failure -> staleOr(cache.stale(name, clock.instant()), failure));
	}

	private CompletionStage<Resolution> staleOr(Optional<Resolution> stale, Throwable failure) {
		return stale.<CompletionStage<Resolution>>map(old -> CompletableFuture.completedFuture(counted(old)))
			.orElseGet(() -> CompletableFuture.failedFuture(Reason.cause(failure)));
	}

	private Resolution counted(Resolution answer) {
		if (answer instanceof Resolution.Found found && found.stale()) {
			figures.servedStale();
		}
		return answer;
	}

	/** For one name once at a time: who asks meanwhile gets the same answer. */
	private CompletableFuture<Resolution> lookUp(Name name) {
		CompletableFuture<Resolution> mine = new CompletableFuture<>();
		CompletableFuture<Resolution> others = underWay.putIfAbsent(name, mine);
		if (others != null) {
			return others;
		}
		if (!places.take(name)) {
			underWay.remove(name, mine);
			mine.completeExceptionally(new ForeignTroubleException(
					MAX_IN_FLIGHT + " names, or " + MAX_OF_PARENT + " of the same zone, are being looked up already"));
			return mine;
		}
		long start = System.nanoTime();
		ask(name, 0, start + settings.timeout().toNanos(), null).whenComplete((answer, failure) -> {
			places.free(name);
			if (failure == null) {
				cache.keep(name, answer, clock.instant());
			}
			else {
				figures.failed();
				cache.failed(name, upstreams.stream().anyMatch(upstream -> upstream.isHeardAfter(start)),
						clock.instant());
			}
			underWay.remove(name, mine);
			if (failure == null) {
				mine.complete(answer);
			}
			else {
				mine.completeExceptionally(new ForeignTroubleException(
						"no resolver answers for " + name + ": " + Reason.of(failure), Reason.cause(failure)));
			}
		});
		return mine;
	}

	private CompletableFuture<Resolution> ask(Name name, int index, long deadline, @Nullable Throwable before) {
		int next = index;
		while (next < upstreams.size() && !upstreams.get(next).admits()) {
			next++;
		}
		if (next == upstreams.size()) {
			return CompletableFuture.failedFuture(before != null ? before : new UnavailableException(
					upstreams.isEmpty() ? "none is configured" : "all of them were silent, and are asked again soon"));
		}
		int after = next + 1;
		// an even share of what is left for each that may still have to be asked
		Duration left = Duration.ofNanos(Math.max(deadline - System.nanoTime(), 1_000_000))
			.dividedBy(upstreams.size() - next);
		return upstreams.get(next)
			.ask(name, left)
			.thenApply(messages -> answers.resolution(messages, ForeignTypes.required(name)))
			.exceptionallyCompose(failure -> ask(name, after, deadline, Reason.cause(failure)))
			.toCompletableFuture();
	}

}
