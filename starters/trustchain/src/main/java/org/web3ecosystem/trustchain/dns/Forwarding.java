package org.web3ecosystem.trustchain.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.NobodySitsException;
import org.web3ecosystem.spi.discovery.BogusAnswerException;
import org.web3ecosystem.spi.discovery.ForeignTypes;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.trustchain.Async;

/**
 * Other people's names, for clients who may ask for them here, by the seat for names:
 * what sits there and in which phase it is asked is the table's to say. Thread-safe.
 */
public final class Forwarding {

	/** The most questions under way; more fail at once. */
	static final int MAX_IN_FLIGHT = 256;

	/** The most of these from one address, or one IPv6 /64. */
	static final int MAX_OF_ONE = MAX_IN_FLIGHT / 4;

	/** Longer than the seat takes to ask everybody. */
	private static final Duration PATIENCE = Duration.ofMillis(3500);

	private static final int RECURSION_DESIRED = 0x0100;

	/** RFC 8767, section 4: what is stale is told for 30 seconds. */
	private static final int STALE_TTL = 30;

	private static final int MAX_TTL = 86_400;

	private final Predicate<InetAddress> clients;

	private final ServiceDiscovery discovery;

	private final Askers askers = new Askers(MAX_IN_FLIGHT, MAX_OF_ONE);

	private final LongAdder forwarded = new LongAdder();

	/**
	 * @param clients who may ask
	 * @param discovery the seat
	 */
	public Forwarding(Predicate<InetAddress> clients, ServiceDiscovery discovery) {
		this.clients = clients;
		this.discovery = discovery;
	}

	/** Whether it is for somebody else to say, and this client asks that it be asked. */
	boolean isFor(Query.Asked asked, @Nullable InetAddress client) {
		return client != null && asked.dnsClass() == Dns.CLASS_IN
				&& asked.edns().filter(edns -> edns.version() != 0).isEmpty() && isFor(asked.flags(), client);
	}

	/** Whether this client asks that others be asked, and may. */
	boolean isFor(int flags, InetAddress client) {
		return (flags & RECURSION_DESIRED) != 0 && clients.test(client);
	}

	/** Questions that were put to the seat. */
	public long forwarded() {
		return forwarded.sum();
	}

	/** Never fails. */
	CompletionStage<Answer> answer(Query.Asked asked, InetAddress client) {
		if (asked.odd() || asked.type() != Dns.CNAME && !ForeignTypes.of(asked.name()).contains(asked.type())) {
			return CompletableFuture.completedFuture(Answer.failing(Dns.NOTIMP, Dns.ExtendedError.NOT_SUPPORTED));
		}
		if (!askers.enter(client)) {
			return CompletableFuture
				.completedFuture(Answer.failing(Dns.SERVFAIL, Dns.ExtendedError.NO_REACHABLE_AUTHORITY));
		}
		forwarded.increment();
		return look(asked.name()).thenApply(resolution -> said(asked, resolution))
			.exceptionally(Forwarding::failure)
			.whenComplete((answer, failure) -> askers.leave(client));
	}

	/** A stage of its own, so that whose patience ends ends nobody else's. */
	private CompletionStage<Resolution> look(Name name) {
		try {
			return discovery.resolve(name)
				.thenApply(Function.identity())
				.toCompletableFuture()
				.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (RuntimeException failure) {
			return CompletableFuture.failedFuture(failure);
		}
	}

	private static Answer said(Query.Asked asked, Resolution resolution) {
		return switch (resolution) {
			case Resolution.NotFound _ -> Answer.refusing(Dns.NXDOMAIN);
			case Resolution.Found found when found.unanswered().contains(asked.type()) ->
				Answer.failing(Dns.SERVFAIL, Dns.ExtendedError.NO_REACHABLE_AUTHORITY);
			case Resolution.Found found -> {
				int ttl = Math.clamp(found.ttl().toSeconds(), 0, found.stale() ? STALE_TTL : MAX_TTL);
				List<Answer.Record> records = found.records()
					.stream()
					.filter(record -> RecordData.type(record) == asked.type() || record instanceof ResourceRecord.Alias)
					.map(record -> Answer.Record.of(asked.name(), record, ttl))
					.toList();
				Answer answer = Answer.foreign(records);
				yield found.stale() ? answer.with(Dns.ExtendedError.STALE_ANSWER) : answer;
			}
		};
	}

	private static Answer failure(Throwable wrapped) {
		Throwable cause = Async.cause(wrapped);
		if (cause instanceof NobodySitsException) {
			// as where nothing is forwarded
			return Answer.failing(Dns.REFUSED, Dns.ExtendedError.NOT_AUTHORITATIVE);
		}
		return Answer.failing(Dns.SERVFAIL, reason(cause));
	}

	/** Silence is no trouble of the network: that is somebody who does not answer. */
	private static Dns.ExtendedError reason(Throwable failure) {
		int depth = 0;
		for (Throwable cause = failure; cause != null && depth < 16; cause = cause.getCause(), depth++) {
			if (cause instanceof BogusAnswerException) {
				return Dns.ExtendedError.DNSSEC_BOGUS;
			}
			if (cause instanceof IOException && !(cause instanceof SocketTimeoutException)) {
				return Dns.ExtendedError.NETWORK_ERROR;
			}
		}
		return Dns.ExtendedError.NO_REACHABLE_AUTHORITY;
	}

}
