package org.web3ecosystem.trustchain.dns;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;

/**
 * An answer before it is written.
 *
 * @param rcode also those above 15, which need EDNS
 * @param authoritative whether it is about our zone
 * @param denied what it says is not there
 * @param error why, beyond the rcode (RFC 8914)
 * @param from whose word it is
 * @param steady for how long it may be repeated with the same times to live
 */
record Answer(int rcode, boolean authoritative, List<Record> answers, List<Record> authority, List<Record> additional,
		Optional<Denied> denied, Optional<Dns.ExtendedError> error, Source from, Duration steady) {

	/** As long as anybody repeats anything. */
	private static final Duration AS_LONG_AS_EVER = Duration.ofDays(1);

	Answer {
		answers = List.copyOf(answers);
		authority = List.copyOf(authority);
		additional = List.copyOf(additional);
	}

	/**
	 * One record of class IN.
	 *
	 * @param ttl in seconds
	 * @param asked whether its owner is the name that was asked for, however odd; the
	 * owner given is not looked at then
	 */
	record Record(Name owner, int type, int ttl, byte[] data, boolean asked) {

		Record(Name owner, int type, int ttl, byte[] data) {
			this(owner, type, ttl, data, false);
		}

		static Record of(Name owner, ResourceRecord record, int ttl) {
			return new Record(owner, RecordData.type(record), ttl, RecordData.of(record));
		}

	}

	/**
	 * A name, or a type of it.
	 *
	 * @param types that the name has
	 */
	record Denied(Name name, Set<Integer> types) {

		Denied {
			types = Set.copyOf(types);
		}

	}

	static Answer refusing(int rcode) {
		return new Answer(rcode, false, List.of(), List.of(), List.of(), Optional.empty(), Optional.empty(),
				Source.NOBODY, AS_LONG_AS_EVER);
	}

	static Answer failing(int rcode, Dns.ExtendedError error) {
		return new Answer(rcode, false, List.of(), List.of(), List.of(), Optional.empty(), Optional.of(error),
				Source.NOBODY, AS_LONG_AS_EVER);
	}

	/** The name does not exist, or has no records of this type (RFC 2308). */
	static Answer negative(int rcode, Record soa) {
		return new Answer(rcode, true, List.of(), List.of(soa), List.of(), Optional.empty(), Optional.empty(),
				Source.HERE, AS_LONG_AS_EVER);
	}

	static Answer positive(List<Record> answers) {
		return new Answer(Dns.NOERROR, true, answers, List.of(), List.of(), Optional.empty(), Optional.empty(),
				Source.HERE, AS_LONG_AS_EVER);
	}

	/** Somebody else's records, as they were told. */
	static Answer foreign(List<Record> answers) {
		return new Answer(Dns.NOERROR, false, answers, List.of(), List.of(), Optional.empty(), Optional.empty(),
				Source.NOBODY, AS_LONG_AS_EVER);
	}

	/** The shortest time to live in it; zero if it has none. */
	Duration freshFor() {
		return Duration
			.ofSeconds(Stream.concat(answers.stream(), authority.stream()).mapToInt(Record::ttl).min().orElse(0));
	}

	Answer with(Dns.ExtendedError reason) {
		return new Answer(rcode, authoritative, answers, authority, additional, denied, Optional.of(reason), from,
				steady);
	}

	/** That it is a denial, and of what. */
	Answer denying(Name name, Set<Integer> types) {
		return new Answer(rcode, authoritative, answers, authority, additional, Optional.of(new Denied(name, types)),
				error, from, steady);
	}

	Answer withAdditional(List<Record> records) {
		return new Answer(rcode, authoritative, answers, authority, records, denied, error, from, steady);
	}

	/** The aliases that led to it stand before it (RFC 1034, section 4.3.2). */
	Answer after(List<Record> aliases) {
		return new Answer(rcode, authoritative, Stream.concat(aliases.stream(), answers.stream()).toList(), authority,
				additional, denied, error, from, steady);
	}

	Answer from(Source source) {
		return from(source, steady);
	}

	private Answer from(Source source, Duration atMost) {
		return new Answer(rcode, authoritative, answers, authority, additional, denied, error, from.and(source),
				steady.compareTo(atMost) < 0 ? steady : atMost);
	}

	/** That it comes from there too, and is as steady as that at most. */
	Answer from(Resolution resolution) {
		return (resolution instanceof Resolution.Found found) ? from(Source.of(found), found.steady())
				: from(Source.of(resolution));
	}

}
