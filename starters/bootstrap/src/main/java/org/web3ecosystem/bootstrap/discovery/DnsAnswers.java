package org.web3ecosystem.bootstrap.discovery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;

import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;

/** Reads what a resolver answered; it has followed aliases itself. */
final class DnsAnswers {

	/** However long an answer may be kept, it is asked for again after a day. */
	private static final long MAX_TTL = Duration.ofDays(1).toSeconds();

	/**
	 * RFC 2308: an answer that nothing was found, without an SOA record, hardly counts.
	 */
	private static final long NEGATIVE_TTL = 5;

	private DnsAnswers() {
	}

	/** One answer of the answers to all kinds of question about one name. */
	static Resolution resolution(List<Message> answers) {
		boolean exists = false;
		OptionalLong ttl = answers.stream().flatMapToLong(DnsAnswers::ttls).min();
		Set<ResourceRecord> records = new LinkedHashSet<>();
		for (Message answer : answers) {
			switch (answer.getRcode()) {
				case Rcode.NOERROR -> exists = true;
				case Rcode.NXDOMAIN -> {
				}
				default -> throw new UnavailableException("the resolver says " + Rcode.string(answer.getRcode()));
			}
			for (Record record : answer.getSection(Section.ANSWER)) {
				records.addAll(read(record));
			}
		}
		Duration keep = Duration.ofSeconds(Math.max(ttl.isPresent() ? ttl.getAsLong() : NEGATIVE_TTL, 1));
		return exists ? new Resolution.Found(List.copyOf(records), keep, false, TraditionalNames.NAME)
				: new Resolution.NotFound(keep, TraditionalNames.NAME);
	}

	/** Of what was found, and of what the zone says about what was not. */
	private static LongStream ttls(Message answer) {
		LongStream found = answer.getSection(Section.ANSWER).stream().mapToLong(Record::getTTL);
		// RFC 2308 section 5: the lesser of the SOA's TTL and its minimum
		LongStream absent = answer.getSection(Section.AUTHORITY)
			.stream()
			.filter(SOARecord.class::isInstance)
			.map(SOARecord.class::cast)
			.mapToLong(soa -> Math.min(soa.getTTL(), soa.getMinimum()));
		return LongStream.concat(found, absent).map(ttl -> Math.min(ttl, MAX_TTL));
	}

	private static List<ResourceRecord> read(Record record) {
		return switch (record) {
			case ARecord a -> List.of(new ResourceRecord.Address(a.getAddress()));
			case AAAARecord aaaa -> List.of(new ResourceRecord.Address(aaaa.getAddress()));
			case SRVRecord srv -> List.of(new ResourceRecord.Service(srv.getPriority(), srv.getWeight(), srv.getPort(),
					new Name(srv.getTarget().toString(true))));
			case TXTRecord txt -> texts(txt);
			default -> List.of();
		};
	}

	private static List<ResourceRecord> texts(TXTRecord txt) {
		List<ResourceRecord> texts = new ArrayList<>();
		for (String text : txt.getStrings()) {
			texts.add(new ResourceRecord.Text(text));
		}
		return texts;
	}

}
