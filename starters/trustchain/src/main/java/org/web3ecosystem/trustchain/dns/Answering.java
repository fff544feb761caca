package org.web3ecosystem.trustchain.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.discovery.ZoneListing;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.transport.SilentPeers;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.tsig.AnswerSigner;
import org.web3ecosystem.trustchain.tsig.Checked;
import org.web3ecosystem.trustchain.tsig.TsigCheck;
import org.web3ecosystem.trustchain.tsig.TsigKey;
import org.web3ecosystem.trustchain.tsig.TsigKeys;

/**
 * From a message to its answer, whatever way it came. Never throws and never fails, or
 * what waits for it would wait for ever. Thread-safe.
 */
public final class Answering {

	/** The largest query that is looked at, in bytes. */
	public static final int MAX_QUERY = QueryReader.MAX_QUERY;

	private static final Logger logger = LoggerFactory.getLogger(Answering.class);

	private final Apex apex;

	private final Zone zone;

	private final Cookies cookies;

	private final ResponseRate rate;

	private final Readiness readiness;

	private final Optional<SignedZone> signing;

	private final Optional<RemoteSignatures> elsewhere;

	private final Forwarding forwarding;

	private final TsigCheck tsig;

	private final Updates updates;

	private final Transfers transfers;

	private final LongAdder queries = new LongAdder();

	private final LongAdder failures = new LongAdder();

	private final LongAdder limited = new LongAdder();

	/**
	 * @param primary short name of this node
	 * @param serial the zone's serial
	 * @param peers whose services discovery leaves out
	 * @param signing what signs the zone, if it is signed
	 * @param equalPerSecond equal answers to one network over UDP, 0 for no limit
	 * @param executor virtual threads
	 */
	public Answering(Genesis genesis, String primary, ServiceDiscovery discovery, LongSupplier serial,
			SilentPeers peers, Optional<SignedZone> signing, int equalPerSecond, InstantSource clock,
			SecureRandom random, Executor executor) {
		this(genesis, primary, discovery, serial, peers, signing, equalPerSecond, clock, random, executor,
				new Forwarding(client -> false, discovery), new TsigCheck(TsigKeys.NONE, clock), Updates.NONE,
				Optional.empty(), Takers.NONE, Optional.empty());
	}

	/**
	 * The same, which asks for other people's names too, and knows who signs requests.
	 * @param forwarding for whom and how
	 * @param tsig what a signature is worth
	 * @param updates who takes updates
	 * @param listing what the zone has as a whole, for who may have it
	 * @param takers who is told of those who took it
	 * @param validators who signs where nothing here does
	 */
	public Answering(Genesis genesis, String primary, ServiceDiscovery discovery, LongSupplier serial,
			SilentPeers peers, Optional<SignedZone> signing, int equalPerSecond, InstantSource clock,
			SecureRandom random, Executor executor, Forwarding forwarding, TsigCheck tsig, Updates updates,
			Optional<ZoneListing> listing, Takers takers, Optional<ValidatorNames> validators) {
		this.elsewhere = signing.isPresent() ? Optional.empty() : validators.map(RemoteSignatures::new);
		this.forwarding = forwarding;
		this.tsig = tsig;
		this.updates = updates;
		byte[] secret = new byte[Cookies.SECRET];
		random.nextBytes(secret);
		this.apex = new Apex(genesis, primary, serial, signing);
		this.zone = new Zone(apex, discovery);
		History history = new History(new WholeZone(apex, genesis.createdAt(), signing, clock));
		// a zone without the signatures it should have is not handed on
		this.transfers = new Transfers(apex, history,
				new Listings(history, serial, elsewhere.isPresent() ? Optional.empty() : listing, executor), takers,
				clock);
		this.signing = signing;
		this.cookies = new Cookies(secret, clock);
		this.rate = new ResponseRate(equalPerSecond, clock, random);
		this.readiness = new Readiness(new Editions(discovery, new Name(genesis.zone()),
				() -> List.of(serial.getAsLong(), peers.silent()), executor, System::nanoTime), rate, random.nextInt());
	}

	/**
	 * An answer.
	 *
	 * @param message at its position, to its limit
	 * @param freshFor the shortest of its records' times to live; zero if it has none, or
	 * came by a connection, where nobody keeps it
	 * @param following what comes after it in the same connection, for a zone that has no
	 * room in one message
	 */
	public record Reply(ByteBuffer message, Duration freshFor, Following following) {

		Reply(ByteBuffer message, Duration freshFor) {
			this(message, freshFor, sink -> {
			});
		}

	}

	/** Further messages, made as they are taken. */
	@FunctionalInterface
	public interface Following {

		void to(Sink sink) throws IOException;

	}

	/** Where messages go, one after the other. */
	@FunctionalInterface
	public interface Sink {

		void take(ByteBuffer message) throws IOException;

	}

	/**
	 * The answer to a message over TCP, which has the client's address proven.
	 * @param message of at most {@link #MAX_QUERY} bytes
	 * @return nothing for what is not worth an answer
	 */
	CompletionStage<Optional<Reply>> stream(ByteBuffer message, InetAddress client) {
		return shortly(message, client).orElseGet(() -> whole(message, client,
				(asked, said, room) -> AnswerWriter.write(asked, said, room, cookie(asked, client))));
	}

	/** The same over TLS. */
	CompletionStage<Optional<Reply>> secured(ByteBuffer message, InetAddress client) {
		boolean padded = QueryReader.read(message.duplicate()) instanceof Query.Asked asked
				&& asked.edns().filter(Query.Edns::padded).isPresent();
		return (padded ? Optional.<CompletionStage<Optional<Reply>>>empty() : shortly(message, client))
			.orElseGet(() -> whole(message, client,
					(asked, said, room) -> AnswerWriter.writeSecured(asked, said, room, cookie(asked, client))));
	}

	private Optional<CompletionStage<Optional<Reply>>> shortly(ByteBuffer message, InetAddress client) {
		byte[] query = new byte[message.remaining()];
		message.get(message.position(), query);
		byte[] out = new byte[Lane.MAX_STREAM];
		int ready = lane().stream(query, client, out);
		if (ready < 0) {
			return Optional.empty();
		}
		queries.increment();
		return Optional.of(CompletableFuture
			.completedFuture(Optional.of(new Reply(ByteBuffer.wrap(out, 0, ready), Duration.ZERO))));
	}

	/**
	 * The answer to a message inside of another protocol, which encrypts it and knows its
	 * clients itself.
	 * @param message of at most {@link #MAX_QUERY} bytes
	 * @return nothing for what is not worth an answer
	 */
	public CompletionStage<Optional<Reply>> within(ByteBuffer message) {
		return whole(message, null,
				(asked, said, room) -> AnswerWriter.writeSecured(asked, said, room, Optional.empty()));
	}

	/** How an answer is written where it is sent. */
	@FunctionalInterface
	private interface Writing {

		/**
		 * @param room for the answer, in bytes
		 */
		ByteBuffer write(Query.Asked asked, Prepared said, int room);

	}

	private CompletionStage<Optional<Reply>> whole(ByteBuffer message, @Nullable InetAddress client, Writing writing) {
		return switch (tsig.check(message)) {
			case Checked.Unsigned _ -> whole(message, client, writing, Dns.MAX_TCP);
			case Checked.Refused(ByteBuffer answer) -> {
				queries.increment();
				yield CompletableFuture.completedFuture(Optional.of(new Reply(answer, Duration.ZERO)));
			}
			case Checked.Verified(TsigKey key, ByteBuffer update, AnswerSigner signer) when client != null
					&& QueryReader.isUpdate(update) ->
				updated(key, update, message, signer)
					.thenApply(answer -> Optional.of(new Reply(answer, Duration.ZERO)));
			case Checked.Verified(TsigKey key, ByteBuffer request, AnswerSigner signer) -> transferred(key, request,
					client, signer)
				.orElseGet(() -> whole(request, client, writing, Dns.MAX_TCP - signer.length()).thenApply(
						answered -> answered.map(reply -> new Reply(signer.sign(reply.message()), reply.freshFor()))));
		};
	}

	private CompletionStage<Optional<Reply>> whole(ByteBuffer message, @Nullable InetAddress client, Writing writing,
			int room) {
		return switch (QueryReader.read(message)) {
			case Query.Ignored _ -> CompletableFuture.completedFuture(Optional.empty());
			case Query.Faulty faulty -> {
				queries.increment();
				yield CompletableFuture.completedFuture(Optional.of(new Reply(written(faulty, client), Duration.ZERO)));
			}
			case Query.Asked asked -> told(asked, client).thenApply(said -> Optional
				.of(new Reply(said.marked(writing.write(asked, said.prepared(), room)), said.answer().freshFor())));
		};
	}

	private CompletionStage<Said> told(Query.Asked asked, @Nullable InetAddress client) {
		if (Transfers.isTransfer(asked.type())) {
			transfers.refuse();
		}
		return kept(asked, client);
	}

	/**
	 * The answer to a datagram that has a signature. Who has a key is not limited: such a
	 * request comes from where it says.
	 */
	CompletionStage<Optional<ByteBuffer>> signedDatagram(ByteBuffer message, InetAddress client) {
		return switch (tsig.check(message)) {
			case Checked.Refused(ByteBuffer answer) -> {
				queries.increment();
				yield CompletableFuture
					.completedFuture(counted(rate.judge(client)) ? Optional.of(answer) : Optional.empty());
			}
			case Checked.Verified(TsigKey key, ByteBuffer update, AnswerSigner signer) when QueryReader
				.isUpdate(update) -> updated(key, update, message, signer).thenApply(Optional::of);
			case Checked.Verified(TsigKey key, ByteBuffer request, AnswerSigner signer) ->
				newest(key, request, signer).orElseGet(() -> whole(request, client,
						(asked, said, room) -> AnswerWriter.write(asked, said,
								AnswerWriter.udpLimit(asked) - signer.length(), cookie(asked, client)),
						Dns.MAX_UDP)
					.thenApply(answered -> answered.map(reply -> signer.sign(reply.message()))));
			case Checked.Unsigned _ -> CompletableFuture.completedFuture(Optional.empty());
		};
	}

	private Optional<CompletionStage<Optional<ByteBuffer>>> newest(TsigKey key, ByteBuffer request,
			AnswerSigner signer) {
		return key.mayTransfer()
				? transfers.request(request).flatMap(wanted -> transfers.datagram(wanted, signer)).map(answer -> {
					queries.increment();
					return CompletableFuture.completedFuture(Optional.of(answer));
				}) : Optional.empty();
	}

	/** Only over a connection of the client's own. */
	private Optional<CompletionStage<Optional<Reply>>> transferred(TsigKey key, ByteBuffer request,
			@Nullable InetAddress client, AnswerSigner signer) {
		if (client == null || !key.mayTransfer()) {
			return Optional.empty();
		}
		return transfers.request(request).map(wanted -> {
			queries.increment();
			return transfers.begin(wanted, new Transfers.Client(key, client, signer)).thenApply(Optional::of);
		});
	}

	/** RFC 2136, section 3.8: of an answer to an update the header is enough. */
	private CompletionStage<ByteBuffer> updated(TsigKey key, ByteBuffer update, ByteBuffer signed,
			AnswerSigner signer) {
		queries.increment();
		return updates.decided(key, update, signed)
			.thenApply(rcode -> signer.sign(AnswerWriter.write(QueryReader.header(update, rcode))));
	}

	/** The answer to a datagram that could not be read, unless there were too many. */
	Optional<ByteBuffer> datagram(Query.Faulty faulty, InetAddress client) {
		queries.increment();
		return showsOurCookie(faulty.edns(), client) || counted(rate.judge(client))
				? Optional.of(written(faulty, client)) : Optional.empty();
	}

	/** RFC 7873, section 5.4: of a cookie alone it is said whether it is good. */
	private ByteBuffer written(Query.Faulty faulty, @Nullable InetAddress client) {
		Optional<byte[]> shown = faulty.edns().flatMap(Query.Edns::cookie);
		if (client == null || shown.isEmpty()) {
			return AnswerWriter.write(faulty);
		}
		boolean good = shown.get().length == Cookies.CLIENT || cookies.isOurs(shown.get(), client);
		return AnswerWriter.write(faulty, good ? faulty.rcode() : Dns.BADCOOKIE,
				Optional.of(cookies.answer(shown.get(), client)));
	}

	/** The short way to answers that are ready, for one thread. */
	Lane lane() {
		return new Lane(readiness, forwarding, cookies, rate.judge(), System::nanoTime);
	}

	/** A datagram was answered on the short way. */
	void answeredShortly() {
		queries.increment();
	}

	/** The answer to a datagram, unless too many are equal. */
	CompletionStage<Optional<ByteBuffer>> datagram(Query.Asked asked, InetAddress client) {
		return kept(asked, client)
			.thenApply(said -> datagram(asked, said.answer(), said.prepared(), client).map(said::marked));
	}

	/**
	 * @param answer as it is before it is signed
	 * @param forwarded whether somebody else was asked
	 */
	private record Said(Answer answer, Prepared prepared, boolean forwarded) {

		ByteBuffer marked(ByteBuffer message) {
			return forwarded ? message.putShort(2, (short) (message.getShort(2) | AnswerWriter.RA)) : message;
		}

	}

	private boolean isToBeSigned(Query.Asked asked) {
		return signing.isPresent() && asked.dnssecOk();
	}

	/** Looked up, and kept if it may be said again. */
	private CompletionStage<Said> kept(Query.Asked asked, @Nullable InetAddress client) {
		long began = System.nanoTime();
		Editions.Edition edition = readiness.edition(began);
		boolean forwarded = !zone.isWithin(asked) && forwarding.isFor(asked, client);
		return answer(asked, forwarded ? client : null).thenApply(found -> {
			Answer signed = !forwarded && isToBeSigned(asked) ? signing.orElseThrow().signed(found, asked) : found;
			Prepared prepared = Prepared.of(asked, signed);
			Answer answer = (signed.rcode() == Dns.SERVFAIL) ? signed : found;
			if (edition != null && forwarded) {
				readiness.keepForeign(asked, answer, prepared, edition, System.nanoTime());
			}
			else if (edition != null && zone.isWithin(asked)) {
				readiness.keep(asked, answer, prepared, edition, began);
			}
			// who is refused because nobody outside is asked has no recursion here
			return new Said(answer, prepared, forwarded && answer.rcode() != Dns.REFUSED);
		}).exceptionally(failure -> failed(asked, failure));
	}

	/** Nobody is left without an answer, whatever is wrong with the records. */
	private Said failed(Query.Asked asked, Throwable failure) {
		logger.atError()
			.addKeyValue("name", asked.name().text())
			.addKeyValue("type", asked.type())
			.addKeyValue("reason", Reason.of(failure))
			.log("a question could not be answered");
		Answer answer = Answer.failing(Dns.SERVFAIL, Dns.ExtendedError.NOT_READY);
		return new Said(answer, Prepared.of(asked, answer), false);
	}

	private Optional<ByteBuffer> datagram(Query.Asked asked, Answer answer, Prepared prepared, InetAddress client) {
		ResponseRate.Verdict verdict = showsOurCookie(asked.edns(), client) ? ResponseRate.Verdict.SEND
				: rate.judge(client, asked, answer);
		return (verdict == ResponseRate.Verdict.SEND)
				? Optional.of(AnswerWriter.write(asked, prepared, AnswerWriter.udpLimit(asked), cookie(asked, client)))
				: limited(asked, verdict, client);
	}

	private boolean showsOurCookie(Optional<Query.Edns> edns, InetAddress client) {
		return edns.flatMap(Query.Edns::cookie).filter(cookie -> cookies.isOurs(cookie, client)).isPresent();
	}

	/** What is said in the place of an answer that was held back, if anything. */
	Optional<ByteBuffer> limited(Query.Asked asked, ResponseRate.Verdict verdict, InetAddress client) {
		limited.increment();
		if (asked.edns().flatMap(Query.Edns::cookie).isPresent()) {
			// RFC 7873, section 5.2.3: it gets in with the cookie that comes along
			return Optional.of(AnswerWriter.write(asked, Prepared.of(asked, Answer.refusing(Dns.BADCOOKIE)),
					AnswerWriter.udpLimit(asked), cookie(asked, client)));
		}
		return (verdict == ResponseRate.Verdict.TRUNCATE) ? Optional.of(AnswerWriter.truncated(asked))
				: Optional.empty();
	}

	private boolean counted(ResponseRate.Verdict verdict) {
		if (verdict != ResponseRate.Verdict.SEND) {
			limited.increment();
		}
		return verdict == ResponseRate.Verdict.SEND;
	}

	private Optional<byte[]> cookie(Query.Asked asked, InetAddress client) {
		return asked.edns().flatMap(Query.Edns::cookie).map(shown -> cookies.answer(shown, client));
	}

	/**
	 * @param forwardedFor who asks for somebody else's names, null for those of the zone
	 */
	private CompletionStage<Answer> answer(Query.Asked asked, @Nullable InetAddress forwardedFor) {
		return said(asked, forwardedFor).exceptionally(Answering::failure).thenApply(answer -> {
			queries.increment();
			if (answer.rcode() == Dns.SERVFAIL) {
				failures.increment();
			}
			return answer;
		});
	}

	private static Answer failure(Throwable wrapped) {
		if (Async.cause(wrapped) instanceof UnavailableException) {
			return Answer.failing(Dns.SERVFAIL, Dns.ExtendedError.NOT_READY);
		}
		logger.atError().setCause(wrapped).log("a query failed");
		return Answer.refusing(Dns.SERVFAIL);
	}

	private CompletionStage<Answer> said(Query.Asked asked, @Nullable InetAddress forwardedFor) {
		try {
			if (forwardedFor != null) {
				return forwarding.answer(asked, forwardedFor);
			}
			return (elsewhere.isPresent() && zone.isWithin(asked) && RemoteSignatures.isFor(asked))
					? elsewhere.get().answer(asked) : zone.answer(asked);
		}
		catch (RuntimeException failure) {
			return CompletableFuture.failedFuture(failure);
		}
	}

	/** RDATA of the zone's SOA as it is with this serial. */
	public byte[] soa(long serial) {
		return apex.soaAt(serial).data();
	}

	/** Who takes the zone as a whole, for its counters. */
	public Transfers transfers() {
		return transfers;
	}

	/** Who takes updates, for its counters. */
	public Updates updates() {
		return updates;
	}

	/** Queries that were answered, well or badly. */
	public long queries() {
		return queries.sum();
	}

	/** Answers that said SERVFAIL. */
	public long failures() {
		return failures.sum();
	}

	/** Questions for other people's names that the seat was asked. */
	public long forwarded() {
		return forwarding.forwarded();
	}

	/** Answers over UDP that were held back, since a network got too many equal ones. */
	public long limited() {
		return limited.sum();
	}

}
