package org.web3ecosystem.bootstrap.discovery;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.discovery.BogusAnswerException;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;

/**
 * Reads what a resolver answered. Only records of the name that was asked for count, and
 * of those that its aliases lead to; whatever else an answer carries is not looked at.
 */
final class DnsAnswers {

	/** A longer chain of aliases leads nowhere. */
	static final int MAX_ALIASES = 16;

	/**
	 * RFC 2308: an answer that nothing was found, without an SOA record, hardly counts.
	 */
	private static final long NEGATIVE_TTL = 5;

	/** RFC 9520, section 3.2: when a type that failed is asked for again, in seconds. */
	private static final long UNANSWERED_TTL = 30;

	private final Duration maxTtl;

	private final Duration maxNegativeTtl;

	private final Predicate<org.xbill.DNS.Name> ours;

	private final String answeredBy;

	/**
	 * @param maxTtl the longest an answer is kept
	 * @param maxNegativeTtl the longest it is kept that nothing is there
	 * @param ours names that who answers can say nothing about
	 * @param answeredBy the offer for which it is asked
	 */
	DnsAnswers(Duration maxTtl, Duration maxNegativeTtl, Predicate<org.xbill.DNS.Name> ours, String answeredBy) {
		this.maxTtl = maxTtl;
		this.maxNegativeTtl = maxNegativeTtl;
		this.ours = ours;
		this.answeredBy = answeredBy;
	}

	/**
	 * One answer of the answers to all kinds of question about one name.
	 * @param required types whose failure is that of the name
	 */
	Resolution resolution(List<Message> answers, Set<Integer> required) {
		boolean exists = false;
		Set<Integer> unanswered = new LinkedHashSet<>();
		Set<Integer> uncarried = new LinkedHashSet<>();
		Set<ResourceRecord> records = new LinkedHashSet<>();
		LongStream ttls = LongStream.empty();
		for (Message answer : answers) {
			switch (answer.getRcode()) {
				case Rcode.NOERROR -> exists = true;
				case Rcode.NXDOMAIN -> {
				}
				default -> {
					if (required.contains(answer.getQuestion().getType())) {
						throw failed(answer);
					}
					unanswered.add(answer.getQuestion().getType());
					continue;
				}
			}
			Set<org.xbill.DNS.Name> chain = chain(answer);
			for (Record record : answer.getSection(Section.ANSWER)) {
				if (record.getDClass() == DClass.IN && chain.contains(record.getName())) {
					ttls = LongStream.concat(ttls, LongStream.of(Math.min(record.getTTL(), maxTtl.toSeconds())));
					if (record.getType() == answer.getQuestion().getType()) {
						RecordReader.read(record).ifPresentOrElse(records::add, () -> uncarried.add(record.getType()));
					}
				}
			}
			ttls = LongStream.concat(ttls, absent(answer, chain));
		}
		if (records.isEmpty() && answers.stream().anyMatch(this::isEndless)) {
			throw new UnavailableException("its aliases lead in a circle, or over more than " + MAX_ALIASES + " names");
		}
		if (exists && records.isEmpty()) {
			// what it leads to has nothing that we know, or is ours, but it does lead
			// there
			answers.stream().flatMap(answer -> alias(answer).stream()).findFirst().ifPresent(records::add);
		}
		if (uncarried.stream().anyMatch(required::contains)) {
			throw new UnavailableException("it has a record that cannot be said here");
		}
		unanswered.addAll(uncarried);
		if (!unanswered.isEmpty()) {
			ttls = LongStream.concat(ttls, LongStream.of(UNANSWERED_TTL));
		}
		OptionalLong ttl = ttls.min();
		Duration keep = Duration.ofSeconds(Math.max(ttl.isPresent() ? ttl.getAsLong() : NEGATIVE_TTL, 1));
		return exists
				? new Resolution.Found(List.copyOf(records), keep, false, Duration.ofDays(1), unanswered, answeredBy)
				: new Resolution.NotFound(keep, answeredBy);
	}

	private static UnavailableException failed(Message answer) {
		String said = "the resolver says " + Rcode.string(answer.getRcode());
		return isBogus(answer) ? new BogusAnswerException(said + ", since DNSSEC does not let it pass")
				: new UnavailableException(said);
	}

	/** RFC 8914, sections 4.6 to 4.13: why it is not trusted. */
	private static boolean isBogus(Message answer) {
		OPTRecord opt = answer.getOPT();
		return opt != null && opt.getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR)
			.stream()
			.anyMatch(option -> option instanceof ExtendedErrorCodeOption error
					&& error.getErrorCode() >= ExtendedErrorCodeOption.DNSSEC_BOGUS
					&& error.getErrorCode() <= ExtendedErrorCodeOption.NSEC_MISSING);
	}

	/**
	 * The name and its aliases; ends before one of ours, in a circle or when too long.
	 */
	private SequencedSet<org.xbill.DNS.Name> chain(Message answer) {
		SequencedSet<org.xbill.DNS.Name> chain = new LinkedHashSet<>();
		org.xbill.DNS.@Nullable Name next = answer.getQuestion().getName();
		while (next != null && chain.size() <= MAX_ALIASES && !ours.test(next) && chain.add(next)) {
			next = after(next, answer);
		}
		return chain;
	}

	/** Whether the chain was left where it goes on. */
	private boolean isEndless(Message answer) {
		SequencedSet<org.xbill.DNS.Name> chain = chain(answer);
		org.xbill.DNS.@Nullable Name next = chain.isEmpty() ? null : after(chain.getLast(), answer);
		return next != null && !ours.test(next);
	}

	private static org.xbill.DNS.@Nullable Name after(org.xbill.DNS.Name at, Message answer) {
		return answer.getSection(Section.ANSWER)
			.stream()
			.filter(record -> record instanceof CNAMERecord && record.getName().equals(at))
			.map(record -> ((CNAMERecord) record).getTarget())
			.findFirst()
			.orElse(null);
	}

	private Optional<ResourceRecord> alias(Message answer) {
		return answer.getSection(Section.ANSWER)
			.stream()
			.filter(record -> record instanceof CNAMERecord && record.getDClass() == DClass.IN
					&& record.getName().equals(answer.getQuestion().getName()))
			.flatMap(record -> RecordReader.read(record).stream())
			.findFirst();
	}

	/** RFC 2308, section 5: the lesser of the SOA's TTL and its minimum. */
	private LongStream absent(Message answer, Set<org.xbill.DNS.Name> chain) {
		return answer.getSection(Section.AUTHORITY)
			.stream()
			.filter(SOARecord.class::isInstance)
			.map(SOARecord.class::cast)
			.filter(soa -> chain.stream().anyMatch(name -> name.subdomain(soa.getName())))
			.mapToLong(soa -> Math.min(Math.min(soa.getTTL(), soa.getMinimum()), maxNegativeTtl.toSeconds()));
	}

}
