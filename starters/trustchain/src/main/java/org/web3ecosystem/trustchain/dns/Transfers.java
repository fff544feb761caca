package org.web3ecosystem.trustchain.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.dns.Answer.Record;
import org.web3ecosystem.trustchain.dns.ZoneEdition.Difference;
import org.web3ecosystem.trustchain.tsig.AnswerSigner;
import org.web3ecosystem.trustchain.tsig.TsigKey;

/**
 * Gives the zone as a whole to who has a key for it, over a connection: all of it (AXFR,
 * RFC 5936) or what is different from what it took here before (IXFR, RFC 1995). Where
 * that is not known any more an incremental transfer has the form of a whole one, as its
 * section 4 allows. Thread-safe.
 */
public final class Transfers {

	/** The most that are written at a time; the next one waits for its turn. */
	static final int MAX_AT_ONCE = 2;

	/** How long it waits. */
	private static final Duration PATIENCE = Duration.ofSeconds(10);

	/** Bytes of records in a message, about; far below what one can have. */
	private static final int FULL = 16 * 1024;

	/** Owner, type, class, TTL and length of a record, at most. */
	private static final int RECORD_HEAD = WireName.MAX + 10;

	private static final Logger logger = LoggerFactory.getLogger(Transfers.class);

	private final Apex apex;

	private final History history;

	private final Listings listings;

	private final Takers takers;

	private final InstantSource clock;

	private final Semaphore turns = new Semaphore(MAX_AT_ONCE);

	private final LongAdder whole = new LongAdder();

	private final LongAdder differences = new LongAdder();

	private final LongAdder current = new LongAdder();

	private final LongAdder refused = new LongAdder();

	/**
	 * @param listings the zone of now
	 * @param takers who is told of what was taken
	 */
	Transfers(Apex apex, History history, Listings listings, Takers takers, InstantSource clock) {
		this.apex = apex;
		this.history = history;
		this.listings = listings;
		this.takers = takers;
		this.clock = clock;
	}

	/**
	 * A request for the zone.
	 *
	 * @param asked its question
	 * @param known the serial that the client has, of an incremental one
	 */
	record Request(Query.Asked asked, OptionalLong known) {

		private boolean isIncremental() {
			return asked.type() == Dns.IXFR;
		}

	}

	/** Who asked, and what its answer is signed by. */
	record Client(TsigKey key, InetAddress address, AnswerSigner signer) {

		private Taken.Client taking() {
			return new Taken.Client(key.name(), address);
		}

	}

	/** The request that a message is, if it is one, for this zone. */
	Optional<Request> request(ByteBuffer message) {
		byte[] bytes = new byte[message.remaining()];
		message.get(message.position(), bytes);
		try {
			Message read = new Message(bytes);
			org.xbill.DNS.Record question = read.getQuestion();
			if (read.getHeader().getOpcode() != Opcode.QUERY || question == null || !isTransfer(question.getType())) {
				return Optional.empty();
			}
			List<org.xbill.DNS.Record> authority = read.getSection(Section.AUTHORITY);
			OptionalLong known = (question.getType() == Dns.IXFR && authority.size() == 1
					&& authority.getFirst() instanceof SOARecord soa) ? OptionalLong.of(soa.getSerial())
							: OptionalLong.empty();
			// what the client has is no part of the question
			read.removeAllRecords(Section.AUTHORITY);
			return QueryReader.read(ByteBuffer.wrap(read.toWire())) instanceof Query.Asked asked
					&& asked.dnsClass() == Dns.CLASS_IN && !asked.odd() && asked.name().equals(apex.zone())
					&& asked.edns().filter(edns -> edns.version() != 0).isEmpty()
							? Optional.of(new Request(asked, known)) : Optional.empty();
		}
		catch (IOException | RuntimeException malformed) {
			return Optional.empty();
		}
	}

	static boolean isTransfer(int type) {
		return type == Dns.AXFR || type == Dns.IXFR;
	}

	/** Somebody asked who may not. */
	void refuse() {
		refused.increment();
	}

	/**
	 * RFC 1995, section 2: over UDP the SOA alone, from which the client sees whether to
	 * ask over TCP.
	 */
	Optional<ByteBuffer> datagram(Request request, AnswerSigner signer) {
		return request.isIncremental()
				? Optional
					.of(signed(request.asked(), signer, apex.answer(Dns.SOA), AnswerWriter.udpLimit(request.asked())))
				: Optional.empty();
	}

	/** The first message, and what follows it. Never fails. */
	CompletionStage<Answering.Reply> begin(Request request, Client client) {
		return newest().thenApply(newest -> begin(request, client, newest)).exceptionally(failure -> {
			logger.atInfo()
				.addKeyValue("reason", Async.cause(failure).getMessage())
				.log("the zone cannot be transferred");
			return single(request, client, Answer.failing(Dns.SERVFAIL, Dns.ExtendedError.NOT_READY));
		});
	}

	private CompletionStage<History.Told> newest() {
		try {
			return listings.newest();
		}
		catch (RuntimeException failed) {
			return CompletableFuture.failedFuture(failed);
		}
	}

	private Answering.Reply begin(Request request, Client client, History.Told newest) {
		ZoneEdition edition = newest.edition();
		if (request.known().isPresent() && !History.isNewer(edition.serial(), request.known().getAsLong())) {
			took(client, edition, Takers.Form.CURRENT);
			return single(request, client, Answer.positive(List.of(edition.soa())));
		}
		Optional<List<Difference>> path = request.known().isPresent()
				? history.since(client.taking(), request.known().getAsLong(), newest) : Optional.empty();
		Iterator<List<Record>> records = path.map(differences -> incremental(edition, differences))
			.orElseGet(() -> edition.records(clock.instant()))
			.iterator();
		Writing writing = new Writing(request, client, edition,
				path.isPresent() ? Takers.Form.DIFFERENCES : Takers.Form.WHOLE, new Records(records));
		return new Answering.Reply(writing.next(), Duration.ZERO, writing::rest);
	}

	/** RFC 1995, section 4: the newest SOA around sequences of differences. */
	private Stream<List<Record>> incremental(ZoneEdition edition, List<Difference> differences) {
		List<Record> soa = List.of(edition.soa());
		return Stream
			.of(Stream.of(soa), differences.stream().flatMap(each -> each.records(clock.instant())), Stream.of(soa))
			.reduce(Stream::concat)
			.orElseThrow();
	}

	private void took(Client client, ZoneEdition edition, Takers.Form form) {
		counter(form).increment();
		takers.took(client.key(), client.address(), edition.serial(), form);
	}

	/** Messages of one transfer. For one thread at a time. */
	private final class Writing {

		private final Request request;

		private final Client client;

		private final ZoneEdition edition;

		private final Takers.Form form;

		private final Records records;

		private Writing(Request request, Client client, ZoneEdition edition, Takers.Form form, Records records) {
			this.request = request;
			this.client = client;
			this.edition = edition;
			this.form = form;
			this.records = records;
		}

		private ByteBuffer next() {
			return message(request, client, Answer.positive(records.next()));
		}

		private void rest(Answering.Sink sink) throws IOException {
			if (records.hasNext()) {
				inTurn(sink);
			}
			history.took(client.taking(), edition);
			took(client, edition, form);
		}

		private void inTurn(Answering.Sink sink) throws IOException {
			try {
				if (!turns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
					throw new IOException("too many transfers at once");
				}
			}
			catch (InterruptedException interrupted) {
				Thread.currentThread().interrupt();
				throw new IOException("interrupted while waiting for other transfers", interrupted);
			}
			try {
				while (records.hasNext()) {
					sink.take(next());
				}
			}
			catch (RuntimeException failed) {
				logger.atError()
					.addKeyValue("key", client.key().name())
					.addKeyValue("reason", Reason.of(failed))
					.log("a transfer of the zone broke off");
				throw new IOException("the zone cannot be told", failed);
			}
			finally {
				turns.release();
			}
		}

	}

	/** As many at a time as a message should have. */
	private static final class Records {

		private final Iterator<List<Record>> from;

		private final Deque<Record> pending = new ArrayDeque<>();

		private Records(Iterator<List<Record>> from) {
			this.from = from;
		}

		private boolean hasNext() {
			while (pending.isEmpty() && from.hasNext()) {
				pending.addAll(from.next());
			}
			return !pending.isEmpty();
		}

		private List<Record> next() {
			List<Record> some = new ArrayList<>();
			int size = 0;
			while (size < FULL && hasNext()) {
				Record record = pending.remove();
				size += RECORD_HEAD + record.data().length;
				some.add(record);
			}
			return some;
		}

	}

	private static Answering.Reply single(Request request, Client client, Answer answer) {
		return new Answering.Reply(message(request, client, answer), Duration.ZERO);
	}

	private static ByteBuffer message(Request request, Client client, Answer answer) {
		return signed(request.asked(), client.signer(), answer, Dns.MAX_TCP);
	}

	private static ByteBuffer signed(Query.Asked asked, AnswerSigner signer, Answer answer, int limit) {
		return signer
			.sign(AnswerWriter.write(asked, Prepared.of(asked, answer), limit - signer.length(), Optional.empty()));
	}

	private LongAdder counter(Takers.Form form) {
		return switch (form) {
			case WHOLE -> whole;
			case DIFFERENCES -> differences;
			case CURRENT -> current;
		};
	}

	/** How often the zone was told, in this form. */
	public long told(Takers.Form form) {
		return counter(form).sum();
	}

	/** Requests for the zone by those who may not have it, or over UDP. */
	public long refused() {
		return refused.sum();
	}

}
