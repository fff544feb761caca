package org.web3ecosystem.bootstrap.discovery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Type;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.discovery.ServiceRegistration;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.transport.TransportProvider;

/**
 * The offer {@code hypermesh} of a process that has no ledger: a validator is asked over
 * STOQ, by DNS inside of it. Who answers is known by the certificate it shows and
 * believed for the zone alone; what it says is not proven. If one cannot answer, the next
 * one is asked. Only looks up. Thread-safe.
 */
public final class RemoteNames implements ServiceDiscovery {

	/** Its name in the table: that of the offer it stands for. */
	public static final String NAME = "hypermesh";

	/** What a validator is asked by. */
	static final String METHOD = "trustchain.dns";

	/** Names under way; more are refused. */
	static final int MAX_IN_FLIGHT = 64;

	/** Validators asked for one name, at most; the seat waits for three seconds. */
	static final int MAX_ASKED = 3;

	/** Of one validator, with the way to it. */
	private static final Duration DEADLINE = Duration.ofMillis(900);

	/** The validators withdraw what is gone within seconds, and so is it here. */
	private static final Duration KEPT = Duration.ofSeconds(2);

	private static final int CACHED = 1024;

	private static final long CACHED_BYTES = 1024 * 1024;

	/** After a failure, how long it is not said that it would answer. */
	private static final Duration SHUNNED = Duration.ofSeconds(5);

	private static final int[] TYPES = { Type.CNAME, Type.A, Type.AAAA, Type.SRV, Type.TXT, Type.PTR, Type.SVCB,
			Type.HTTPS, Type.CAA, Type.TLSA };

	/** Who has one knows all. */
	private static final Set<Integer> REQUIRED = IntStream.of(TYPES).boxed().collect(Collectors.toUnmodifiableSet());

	private final Name zone;

	private final List<Peer> validators;

	private final TransportProvider transport;

	private final InstantSource clock;

	private final DnsAnswers answers;

	private final AnswerCache cache = new AnswerCache(CACHED, CACHED_BYTES, Duration.ZERO);

	private final Semaphore inFlight = new Semaphore(MAX_IN_FLIGHT);

	private final AtomicInteger turn = new AtomicInteger();

	private volatile @Nullable Failed failed;

	private record Failed(Instant at, String why) {
	}

	/**
	 * @param transport the seat
	 */
	public RemoteNames(Node node, TransportProvider transport, InstantSource clock) {
		this.zone = new Name(node.genesis().zone());
		this.validators = node.genesis()
			.validators()
			.stream()
			.filter(validator -> !validator.id().equals(node.id()))
			.map((Validator validator) -> Peer.of(validator))
			.toList();
		this.transport = transport;
		this.clock = clock;
		org.xbill.DNS.Name within = org.xbill.DNS.Name.fromConstantString(zone.text() + ".");
		this.answers = new DnsAnswers(KEPT, KEPT, name -> !name.subdomain(within), NAME);
	}

	/** Whether the last time somebody was asked somebody answered. */
	public Verdict probe() {
		Failed last = failed;
		return last != null && last.at.plus(SHUNNED).isAfter(clock.instant()) ? Verdict.unavailable(last.why)
				: Verdict.accepted();
	}

	@Override
	public CompletionStage<Resolution> resolve(Name name) {
		if (!name.isWithin(zone)) {
			return failing(name + " is not of the federation, whose validators say nothing about it");
		}
		Optional<AnswerCache.Fresh> fresh = cache.fresh(name, clock.instant());
		if (fresh.isPresent()) {
			return CompletableFuture.completedFuture(fresh.get().answer());
		}
		if (validators.isEmpty()) {
			return failing("the federation has no other validator that could be asked");
		}
		if (!inFlight.tryAcquire()) {
			return failing(MAX_IN_FLIGHT + " names are being looked up already");
		}
		return ask(name, Math.floorMod(turn.get(), validators.size()), 1).whenComplete((answer, failure) -> {
			inFlight.release();
			if (failure == null) {
				failed = null;
				cache.keep(name, answer, clock.instant());
			}
			else {
				failed = new Failed(clock.instant(), "no validator answers for names: " + Reason.of(failure));
			}
		});
	}

	private static CompletableFuture<Resolution> failing(String why) {
		return CompletableFuture.failedFuture(new UnavailableException(why));
	}

	/** The one who answered last is asked first the next time. */
	private CompletableFuture<Resolution> ask(Name name, int index, int asked) {
		return one(name, validators.get(index)).exceptionallyCompose(failure -> {
			int next = (index + 1) % validators.size();
			turn.compareAndSet(index, next);
			if (asked == Math.min(MAX_ASKED, validators.size())) {
				Throwable cause = Reason.cause(failure);
				return CompletableFuture.failedFuture(new UnavailableException(
						"of " + asked + " validators nobody answers for " + name + ": " + Reason.of(cause), cause));
			}
			return ask(name, next, asked + 1);
		});
	}

	/**
	 * A way that took long leaves less for the answers, or the seat would not wait for
	 * the last one.
	 */
	private CompletableFuture<Resolution> one(Name name, Peer validator) {
		try {
			List<StoqQuestion> questions = IntStream.of(TYPES).mapToObj(type -> StoqQuestion.of(name, type)).toList();
			return transport.connect(validator, DEADLINE)
				.thenCompose(connection -> all(connection, questions))
				.thenApply(this::read)
				.toCompletableFuture()
				.orTimeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
				.exceptionally(RemoteNames::late);
		}
		catch (RuntimeException failure) {
			return CompletableFuture.failedFuture(failure);
		}
	}

	private static Resolution late(Throwable failure) {
		Throwable cause = Reason.cause(failure);
		throw cause instanceof TimeoutException
				? new UnavailableException("no answer within " + DEADLINE.toMillis() + " ms", cause)
				: new CompletionException(cause);
	}

	private static CompletionStage<List<Message>> all(Connection connection, List<StoqQuestion> questions) {
		List<CompletableFuture<Message>> answers = questions.stream()
			.map(question -> connection.request(METHOD, question.toBytes(), DEADLINE)
				.thenApply(question::answer)
				.toCompletableFuture())
			.toList();
		return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
			.thenApply(done -> answers.stream().map(CompletableFuture::join).toList());
	}

	/** An alias has nothing beside it, and where it leads is for who asks to follow. */
	private Resolution read(List<Message> messages) {
		Resolution whole = answers.resolution(messages, REQUIRED);
		if (!(whole instanceof Resolution.Found found)) {
			return whole;
		}
		List<ResourceRecord> alias = found.records()
			.stream()
			.filter(ResourceRecord.Alias.class::isInstance)
			.limit(1)
			.toList();
		boolean stale = Stream.of(messages).flatMap(List::stream).anyMatch(StoqQuestion::isStale);
		return new Resolution.Found(alias.isEmpty() ? found.records() : alias, found.ttl(), stale, NAME);
	}

	@Override
	public CompletionStage<Void> register(ServiceRegistration registration) {
		return CompletableFuture.failedFuture(new UnavailableException(
				"this process has no ledger: " + registration.name() + " is registered where there is one"));
	}

}
