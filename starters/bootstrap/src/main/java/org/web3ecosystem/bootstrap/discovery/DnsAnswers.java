package org.web3ecosystem.bootstrap.discovery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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

	/** RFC 2308 without an SOA record: hardly. */
	private static final long NEGATIVE_TTL = 5;

	private DnsAnswers() {
	}

	/** One answer of the answers to all kinds of question about one name. */
	static Resolution resolution(List<Message> answers) {
		boolean exists = false;
		long ttl = MAX_TTL;
		Set<ResourceRecord> records = new LinkedHashSet<>();
		for (Message answer : answers) {
			switch (answer.getRcode()) {
				case Rcode.NOERROR -> exists = true;
				case Rcode.NXDOMAIN -> {
				}
				default -> throw new UnavailableException("the resolver says " + Rcode.string(answer.getRcode()));
			}
			ttl = Math.min(ttl, ttl(answer));
			for (Record record : answer.getSection(Section.ANSWER)) {
				records.addAll(read(record));
			}
		}
		Duration keep = Duration.ofSeconds(Math.max(ttl, 1));
		return exists ? new Resolution.Found(List.copyOf(records), keep, false, TraditionalNames.NAME)
				: new Resolution.NotFound(keep, TraditionalNames.NAME);
	}

	private static long ttl(Message answer) {
		long least = MAX_TTL;
		boolean any = false;
		for (Record record : answer.getSection(Section.ANSWER)) {
			least = Math.min(least, record.getTTL());
			any = true;
		}
		if (any) {
			return least;
		}
		for (Record record : answer.getSection(Section.AUTHORITY)) {
			// RFC 2308 section 5: the lesser of the SOA's TTL and its minimum
			if (record instanceof SOARecord soa) {
				return Math.min(soa.getTTL(), soa.getMinimum());
			}
		}
		return NEGATIVE_TTL;
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
