package org.web3ecosystem.trustchain.dns;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ZoneListing;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.tsig.AnswerSigner;

/**
 * Gives the zone as a whole to who has a key for it: AXFR (RFC 5936) over a connection.
 * An incremental transfer (RFC 1995) is answered with the SOA alone if the client has the
 * newest, and else with the whole zone, as its section 4 allows. Thread-safe.
 */
final class Transfers {

	/** The most that are written at a time; the next one waits for its turn. */
	static final int MAX_AT_ONCE = 2;

	/** How long it waits. */
	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final Logger logger = LoggerFactory.getLogger(Transfers.class);

	private final WholeZone zone;

	private final Name apex;

	private final Optional<ZoneListing> listing;

	private final Semaphore turns = new Semaphore(MAX_AT_ONCE);

	/**
	 * @param listing what the zone has, where somebody knows
	 */
	Transfers(WholeZone zone, Name apex, Optional<ZoneListing> listing) {
		this.zone = zone;
		this.apex = apex;
		this.listing = listing;
	}

	/**
	 * A request for the zone.
	 *
	 * @param asked its question
	 * @param known the serial that the client has, of an incremental one
	 */
	record Request(Query.Asked asked, OptionalLong known) {
	}

	/** The request that a message is, if it is one, for this zone. */
	Optional<Request> request(ByteBuffer message) {
		byte[] bytes = new byte[message.remaining()];
		message.get(message.position(), bytes);
		try {
			Message read = new Message(bytes);
			Record question = read.getQuestion();
			if (read.getHeader().getOpcode() != Opcode.QUERY || question == null
					|| question.getType() != Dns.AXFR && question.getType() != Dns.IXFR) {
				return Optional.empty();
			}
			List<Record> authority = read.getSection(Section.AUTHORITY);
			OptionalLong known = (question.getType() == Dns.IXFR && authority.size() == 1
					&& authority.getFirst() instanceof SOARecord soa) ? OptionalLong.of(soa.getSerial())
							: OptionalLong.empty();
			// what the client has is no part of the question
			read.removeAllRecords(Section.AUTHORITY);
			return QueryReader.read(ByteBuffer.wrap(read.toWire())) instanceof Query.Asked asked
					&& asked.dnsClass() == Dns.CLASS_IN && !asked.odd() && asked.name().equals(apex)
					&& asked.edns().filter(edns -> edns.version() != 0).isEmpty()
							? Optional.of(new Request(asked, known)) : Optional.empty();
		}
		catch (IOException | RuntimeException malformed) {
			return Optional.empty();
		}
	}

	/** The first message, and what follows it. Never fails. */
	CompletionStage<Answering.Reply> begin(Request request, AnswerSigner signer) {
		Query.Asked asked = request.asked();
		return list().thenApply(contents -> begin(request, signer, zone.of(contents))).exceptionally(failure -> {
			logger.atInfo()
				.addKeyValue("reason", Async.cause(failure).getMessage())
				.log("the zone cannot be transferred");
			return single(asked, signer, Answer.failing(Dns.SERVFAIL, Dns.ExtendedError.NOT_READY));
		});
	}

	private CompletionStage<ZoneListing.Contents> list() {
		try {
			return listing.orElseThrow(() -> new UnsupportedOperationException("nobody lists the zone here")).list();
		}
		catch (RuntimeException failed) {
			return CompletableFuture.failedFuture(failed);
		}
	}

	private Answering.Reply begin(Request request, AnswerSigner signer, WholeZone.Edition edition) {
		Query.Asked asked = request.asked();
		if (request.known().isPresent() && !isNewer(edition.serial(), request.known().getAsLong())) {
			return single(asked, signer, Answer.positive(List.of(edition.soa())));
		}
		WholeZone.Records records = edition.records();
		ByteBuffer first = message(asked, signer, records.next());
		return new Answering.Reply(first, Duration.ZERO, sink -> rest(asked, signer, records, sink));
	}

	private void rest(Query.Asked asked, AnswerSigner signer, WholeZone.Records records, Answering.Sink sink)
			throws IOException {
		if (!records.hasNext()) {
			return;
		}
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
				sink.take(message(asked, signer, records.next()));
			}
		}
		finally {
			turns.release();
		}
	}

	private static Answering.Reply single(Query.Asked asked, AnswerSigner signer, Answer answer) {
		return new Answering.Reply(message(asked, signer, answer), Duration.ZERO);
	}

	private static ByteBuffer message(Query.Asked asked, AnswerSigner signer, Answer answer) {
		return signer.sign(
				AnswerWriter.write(asked, Prepared.of(asked, answer), Dns.MAX_TCP - signer.length(), Optional.empty()));
	}

	/** RFC 1982, section 3.2. */
	private static boolean isNewer(long serial, long known) {
		return (int) (serial - known) > 0;
	}

}
