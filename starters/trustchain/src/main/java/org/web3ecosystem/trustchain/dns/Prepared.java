package org.web3ecosystem.trustchain.dns;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.trustchain.dns.Answer.Record;

/**
 * An answer as it is sent, but for what is each client's own: id, spelling of the
 * question, EDNS. Its records stand behind the question, into whose name they point (RFC
 * 1035, section 4.1.4). Immutable.
 *
 * @param answers how many records are in each section
 * @param records all of them; not to be changed
 * @param needed how many bytes of them are without the additional ones, which are a
 * courtesy
 */
record Prepared(int rcode, boolean authoritative, int answers, int authority, int additional, byte[] records,
		int needed, Optional<Dns.ExtendedError> error) {

	/** Offsets in pointers have 14 bits. */
	private static final int FARTHEST = 0x3fff;

	private static final int POINTER = 0xc000;

	static Prepared of(Query.Asked query, Answer answer) {
		Sections sections = new Sections(query);
		answer.answers().forEach(sections::put);
		answer.authority().forEach(sections::put);
		int needed = sections.out.size();
		answer.additional().forEach(sections::put);
		return new Prepared(answer.rcode(), answer.authoritative(), answer.answers().size(), answer.authority().size(),
				answer.additional().size(), sections.out.toByteArray(), needed, answer.error());
	}

	/** What says that the answer is elsewhere: over TCP. */
	Prepared withoutRecords() {
		return new Prepared(rcode, authoritative, 0, 0, 0, new byte[0], 0, error);
	}

	/** Writes records, and remembers where names stand that others can point to. */
	private static final class Sections {

		private final Bytes out = new Bytes();

		/** Names as they are on the wire, and where the message has them. */
		private final Map<String, Integer> known = new HashMap<>();

		private final int begin;

		private Sections(Query.Asked query) {
			this.begin = Dns.HEADER + query.question().length;
			if (!query.odd()) {
				remember(query.name(), Dns.HEADER);
			}
		}

		/** The name and all that it lies in, but not the root. */
		private void remember(Name name, int at) {
			String rest = name.text();
			int offset = at;
			while (!rest.isEmpty() && offset <= FARTHEST) {
				known.putIfAbsent(rest, offset);
				int label = rest.indexOf('.');
				offset += 1 + ((label < 0) ? rest.length() : label);
				rest = (label < 0) ? "" : rest.substring(label + 1);
			}
		}

		private void put(Record each) {
			if (each.asked()) {
				out.put16(POINTER | Dns.HEADER);
			}
			else {
				owner(each.owner());
			}
			out.put16(each.type());
			out.put16(Dns.CLASS_IN);
			out.put32(each.ttl());
			out.put16(each.data().length);
			out.put(each.data());
		}

		private void owner(Name owner) {
			int at = begin + out.size();
			String rest = owner.text();
			Integer before = known.get(rest);
			while (before == null && !rest.isEmpty()) {
				int label = rest.indexOf('.');
				out.put(RecordData.label((label < 0) ? rest : rest.substring(0, label)));
				rest = (label < 0) ? "" : rest.substring(label + 1);
				before = known.get(rest);
			}
			if (before == null) {
				out.write(0);
			}
			else {
				out.put16(POINTER | before);
			}
			remember(owner, at);
		}

	}

	/** A stream of bytes in the order of the network. */
	private static final class Bytes extends ByteArrayOutputStream {

		private void put(byte[] bytes) {
			writeBytes(bytes);
		}

		private void put16(int value) {
			write(value >>> 8);
			write(value);
		}

		private void put32(int value) {
			put16(value >>> 16);
			put16(value);
		}

	}

}
