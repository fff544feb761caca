package org.web3ecosystem.trustchain.dns;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.SVCBBase;
import org.xbill.DNS.Section;
import org.xbill.DNS.SetResponse;
import org.xbill.DNS.Type;
import org.xbill.DNS.Zone;

/**
 * What a server made of dnsjava's zone and messages would say: it shares no code with the
 * one that is tested. Of the rules that are a server's own choice it has the same.
 */
final class ByDnsjava {

	private static final int NEGATIVE_TTL = 5;

	private static final int DO = 0x8000;

	private final org.xbill.DNS.Name apex;

	private final Zone zone;

	private final List<Record> nameServers;

	private final List<Record> glue;

	/**
	 * @param lines records as in a zone file, names in full
	 * @param nameServers NS of the apex
	 * @param glue told with them
	 */
	ByDnsjava(String apex, List<String> lines, List<Record> nameServers, List<Record> glue) throws IOException {
		this.apex = org.xbill.DNS.Name.fromString(apex);
		this.nameServers = nameServers;
		this.glue = glue;
		List<Record> records = new ArrayList<>();
		records.add(soa(60));
		records.addAll(nameServers);
		for (String line : lines) {
			records.add(record(line, 60));
		}
		this.zone = new Zone(this.apex, records.toArray(Record[]::new));
	}

	/** {@code <name> <type> <data>}. */
	static Record record(String line, int ttl) throws IOException {
		String[] parts = line.split(" ", 3);
		return Record.fromString(org.xbill.DNS.Name.fromString(parts[0]), Type.value(parts[1]), DClass.IN, ttl,
				parts[2], org.xbill.DNS.Name.root);
	}

	private Record soa(int ttl) throws IOException {
		return Record.fromString(apex, Type.SOA, DClass.IN, ttl,
				"node1.node.%1$s hostmaster.%1$s 42 3600 600 86400 5".formatted(apex), apex);
	}

	/** The whole answer, however long. */
	Message answer(Message query) throws IOException {
		Message answer = new Message(query.getHeader().getID());
		answer.getHeader().setFlag(Flags.QR);
		for (int flag : new int[] { Flags.RD, Flags.CD }) {
			if (query.getHeader().getFlag(flag)) {
				answer.getHeader().setFlag(flag);
			}
		}
		Record question = query.getQuestion();
		answer.addRecord(question, Section.QUESTION);
		OPTRecord opt = query.getOPT();
		int error = -1;
		int rcode;
		if (opt != null && opt.getVersion() != 0) {
			rcode = Rcode.BADVERS;
		}
		else if (question.getDClass() != DClass.IN || !question.getName().subdomain(apex)) {
			rcode = Rcode.REFUSED;
			error = ExtendedErrorCodeOption.NOT_AUTHORITATIVE;
		}
		else if (Set.of(Type.AXFR, Type.IXFR).contains(question.getType())) {
			rcode = Rcode.REFUSED;
		}
		else if (question.getType() >= 128 && question.getType() < 255) {
			rcode = Rcode.NOTIMP;
		}
		else {
			rcode = find(answer, question.getName(), question.getType());
		}
		answer.getHeader().setRcode(rcode & 0xf);
		if (opt != null) {
			int flags = opt.getFlags() & DO;
			answer.addRecord(
					(error < 0) ? new OPTRecord(1232, rcode >>> 4, 0, flags)
							: new OPTRecord(1232, rcode >>> 4, 0, flags, List.of(new ExtendedErrorCodeOption(error))),
					Section.ADDITIONAL);
		}
		return answer;
	}

	private int find(Message answer, org.xbill.DNS.Name name, int type) throws IOException {
		org.xbill.DNS.Name next = name;
		for (int aliases = 0; aliases <= 8; aliases++) {
			if (!next.subdomain(apex)) {
				answer.getHeader().setFlag(Flags.AA);
				return Rcode.NOERROR;
			}
			// dnsjava's zones have no answer to ANY of an alias but the alias
			SetResponse found = zone.findRecords(next, (type == Type.ANY) ? Type.CNAME : type);
			if (type == Type.ANY && !found.isNXDOMAIN()) {
				answer.getHeader().setFlag(Flags.AA);
				answer.addRecord(record(next + " HINFO \"RFC8482\" \"\"", 3600), Section.ANSWER);
				return Rcode.NOERROR;
			}
			if (found.isCNAME()) {
				CNAMERecord alias = found.getCNAME();
				answer.addRecord(alias, Section.ANSWER);
				next = alias.getTarget();
				continue;
			}
			answer.getHeader().setFlag(Flags.AA);
			if (found.isSuccessful()) {
				List<Record> records = found.answers().stream().map(RRset::rrs).flatMap(List::stream).toList();
				records.forEach(record -> answer.addRecord(record, Section.ANSWER));
				alongside(next, type, records).forEach(record -> answer.addRecord(record, Section.ADDITIONAL));
				return Rcode.NOERROR;
			}
			answer.addRecord(soa(NEGATIVE_TTL), Section.AUTHORITY);
			return found.isNXDOMAIN() ? Rcode.NXDOMAIN : Rcode.NOERROR;
		}
		answer.removeAllRecords(Section.ANSWER);
		return Rcode.SERVFAIL;
	}

	private List<Record> alongside(org.xbill.DNS.Name owner, int type, List<Record> records) {
		if (type == Type.NS) {
			return records.equals(nameServers) || records.size() == nameServers.size() ? glue : List.of();
		}
		return records.stream().flatMap(record -> switch (record) {
			case SRVRecord srv -> Stream.of(srv.getTarget());
			case SVCBBase svcb when svcb.getTargetName().equals(org.xbill.DNS.Name.root) ->
				(svcb.getSvcPriority() == 0) ? Stream.<org.xbill.DNS.Name>empty() : Stream.of(owner);
			case SVCBBase svcb -> Stream.of(svcb.getTargetName());
			default -> Stream.<org.xbill.DNS.Name>empty();
		})
			.filter(target -> target.subdomain(apex))
			.distinct()
			.flatMap(target -> Stream.of(Type.A, Type.AAAA).map(address -> zone.findRecords(target, address)))
			.filter(SetResponse::isSuccessful)
			.flatMap(found -> found.answers().stream())
			.flatMap(set -> set.rrs().stream())
			.toList();
	}

}
