package org.web3ecosystem.trustchain.update;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.trustchain.dns.RawRecord;

/**
 * Reads an update (RFC 2136, sections 3.1, 3.2 and 3.4.1), whose size its caller bounds.
 * All of it is read before any name is looked at: what is malformed says FORMERR even
 * where a prerequisite would not hold.
 */
final class UpdateReader {

	/** The most prerequisites and changes together. */
	static final int MAX_RECORDS = 128;

	/** The most names whose state an update may depend on. */
	static final int MAX_NAMES = 8;

	private static final int MAX_ADDITIONAL = 4;

	private static final int HEADER = 12;

	private final org.xbill.DNS.Name zone;

	private UpdateReader(Name zone) {
		this.zone = org.xbill.DNS.Name.fromConstantString(zone + ".");
	}

	/**
	 * Reads one.
	 * @param message at its position, to its limit, without a signature
	 * @param zone the only one there is
	 */
	static Reading read(ByteBuffer message, Name zone) {
		try {
			return new UpdateReader(zone).read(message);
		}
		catch (RefusedException refused) {
			return new Reading.Refused(refused.rcode, String.valueOf(refused.getMessage()));
		}
		catch (IOException | RuntimeException malformed) {
			return new Reading.Refused(Rcode.FORMERR, "it cannot be read: " + malformed.getMessage());
		}
	}

	private Reading read(ByteBuffer message) throws IOException {
		int begin = message.position();
		if (message.remaining() < HEADER) {
			throw formerr("it is too short");
		}
		int records = (message.getShort(begin + 6) & 0xffff) + (message.getShort(begin + 8) & 0xffff);
		if ((message.getShort(begin + 4) & 0xffff) != 1 || (message.getShort(begin + 10) & 0xffff) > MAX_ADDITIONAL) {
			throw formerr("it has not one zone, or too much beside");
		}
		if (records > MAX_RECORDS) {
			throw refused("it has " + records + " records, at most " + MAX_RECORDS);
		}
		byte[] bytes = new byte[message.remaining()];
		message.get(begin, bytes);
		Message read = new Message(bytes);
		// what is truncated is read as far as it goes
		if (read.numBytes() != bytes.length || read.getHeader().getFlag(Flags.TC)) {
			throw formerr("it does not end where its records do");
		}
		if (!RawRecord.of(message).stream().allMatch(SvcParamOrder::isKept)) {
			throw formerr("its SVCB or HTTPS record has parameters twice or out of order (RFC 9460, section 2.2)");
		}
		zone(read.getSection(Section.ZONE).getFirst());
		List<Prerequisite> prerequisites = prerequisites(read.getSection(Section.PREREQ));
		List<Change> changes = new ArrayList<>();
		for (Record record : read.getSection(Section.UPDATE)) {
			changes.add(change(record));
		}
		Reading.Wanted wanted = new Reading.Wanted(prerequisites, changes);
		if (wanted.names().size() > MAX_NAMES) {
			throw refused("it is about " + wanted.names().size() + " names, at most " + MAX_NAMES);
		}
		return wanted;
	}

	/** Section 3.1. */
	private void zone(Record asked) {
		if (asked.getType() != Type.SOA) {
			throw formerr("its zone has the type " + Type.string(asked.getType()));
		}
		if (asked.getDClass() != DClass.IN || !asked.getName().equals(zone)) {
			throw new RefusedException(Rcode.NOTAUTH, "the zone " + asked.getName() + " is not here");
		}
	}

	private record Key(Name name, int type) {
	}

	/** Section 3.2. */
	private List<Prerequisite> prerequisites(List<Record> records) {
		List<Prerequisite> all = new ArrayList<>();
		Map<Key, List<Record>> values = new LinkedHashMap<>();
		for (Record record : records) {
			if (record.getTTL() != 0) {
				throw formerr("a prerequisite has a TTL");
			}
			Name name = within(record);
			int type = record.getType();
			switch (record.getDClass()) {
				case DClass.ANY -> all.add((empty(record) == Type.ANY) ? new Prerequisite.NameInUse(name)
						: new Prerequisite.HasType(name, type));
				case DClass.NONE -> all.add((empty(record) == Type.ANY) ? new Prerequisite.NameNotInUse(name)
						: new Prerequisite.HasNotType(name, type));
				case DClass.IN -> values.computeIfAbsent(new Key(name, type), set -> new ArrayList<>()).add(record);
				default -> throw formerr("a prerequisite of class " + DClass.string(record.getDClass()));
			}
		}
		values.forEach((set, each) -> all.add(exactly(set, each)));
		return all;
	}

	private Prerequisite exactly(Key set, List<Record> records) {
		if (!RecordReader.keeps(set.type()) && set.name().text().equals(zone.toString(true))) {
			throw refused("what the top of the zone has cannot be asked for by value");
		}
		Set<ResourceRecord> ours = new HashSet<>();
		for (Record record : records) {
			Optional<ResourceRecord> read = RecordReader.read(record);
			if (read.isEmpty()) {
				return new Prerequisite.HasExactly(set.name(), set.type(), Optional.empty());
			}
			ours.add(read.get());
		}
		return new Prerequisite.HasExactly(set.name(), set.type(), Optional.of(Set.copyOf(ours)));
	}

	/** Section 3.4.1. */
	private Change change(Record record) {
		Name name = within(record);
		int type = record.getType();
		boolean any = type == Type.ANY;
		return switch (record.getDClass()) {
			case DClass.IN -> {
				real(record);
				yield new Change.Add(name,
						RecordReader.read(record).orElseThrow(() -> refused(RecordReader.objection(record))),
						record.getTTL());
			}
			case DClass.ANY -> {
				withoutTtl(record);
				empty(record);
				if (!any) {
					real(record);
				}
				yield any ? new Change.DeleteName(name) : new Change.DeleteType(name, type);
			}
			case DClass.NONE -> {
				withoutTtl(record);
				real(record);
				yield new Change.DeleteRecord(name, RecordReader.read(record));
			}
			default -> throw formerr("a change of class " + DClass.string(record.getDClass()));
		};
	}

	private static void withoutTtl(Record record) {
		if (record.getTTL() != 0) {
			throw formerr("what is deleted has a TTL");
		}
	}

	/** Its type, where it has to be without data. */
	private static int empty(Record record) {
		if (record.rdataToWireCanonical().length > 0) {
			throw formerr("a record has data that must not have any");
		}
		return record.getType();
	}

	/** RFC 6895, section 3.1: no record has one of the other types. */
	private static void real(Record record) {
		int type = record.getType();
		if (type == 0 || type == Type.OPT || type >= 128 && type <= 255) {
			throw formerr("no record has the type " + Type.string(type));
		}
	}

	private Name within(Record record) {
		if (!record.getName().subdomain(zone)) {
			throw new RefusedException(Rcode.NOTZONE, record.getName() + " is not in the zone");
		}
		try {
			return RecordReader.name(record.getName());
		}
		catch (IllegalArgumentException odd) {
			throw refused(String.valueOf(odd.getMessage()));
		}
	}

	private static RefusedException formerr(String why) {
		return new RefusedException(Rcode.FORMERR, why);
	}

	private static RefusedException refused(String why) {
		return new RefusedException(Rcode.REFUSED, why);
	}

	/** On the way out of what is nested; leaves this class as a value. */
	private static final class RefusedException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final int rcode;

		private RefusedException(int rcode, String why) {
			super(why, null, false, false);
			this.rcode = rcode;
		}

	}

}
