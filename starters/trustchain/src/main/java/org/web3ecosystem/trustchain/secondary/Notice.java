package org.web3ecosystem.trustchain.secondary;

import java.io.IOException;
import java.time.InstantSource;

import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import org.web3ecosystem.trustchain.tsig.SignedRequest;
import org.web3ecosystem.trustchain.tsig.TsigKey;

/**
 * A NOTIFY for the zone's SOA (RFC 1996, section 3), signed, and what an answer to it
 * says.
 */
final class Notice {

	/** The largest answer that is looked at, in bytes: a header, the question, a TSIG. */
	static final int MAX_ANSWER = 1024;

	private final int id;

	private final Record question;

	private final SignedRequest request;

	private Notice(int id, Record question, SignedRequest request) {
		this.id = id;
		this.question = question;
		this.request = request;
	}

	/**
	 * A notice.
	 * @param id hard to guess
	 * @param zone whose SOA is new
	 * @param soa its RDATA, a hint for who is told
	 */
	static Notice of(int id, org.web3ecosystem.spi.discovery.Name zone, byte[] soa, TsigKey key, InstantSource clock) {
		Name name = Name.fromConstantString(zone + ".");
		Record question = Record.newRecord(name, Type.SOA, DClass.IN);
		Message message = new Message(id);
		message.getHeader().setOpcode(Opcode.NOTIFY);
		message.getHeader().setFlag(Flags.AA);
		message.addRecord(question, Section.QUESTION);
		message.addRecord(Record.newRecord(name, Type.SOA, DClass.IN, 0, soa), Section.ANSWER);
		return new Notice(id, question, SignedRequest.of(message.toWire(), key, clock));
	}

	/** As it is sent. */
	byte[] message() {
		return request.message();
	}

	/** What an answer says. */
	sealed interface Said {

		/** That the notice was heard. */
		record Heard() implements Said {
		}

		/** That it is not wanted. */
		record Refused(String why) implements Said {
		}

		/** Nothing: whoever has the key did not say it, or not to this notice. */
		record Nothing(String why) implements Said {
		}

	}

	/**
	 * Reads an answer.
	 * @param answer of at most {@link #MAX_ANSWER} bytes, from where the notice went
	 */
	Said read(byte[] answer) {
		try {
			Message read = new Message(answer);
			Header header = read.getHeader();
			if (header.getID() != id || !header.getFlag(Flags.QR) || header.getOpcode() != Opcode.NOTIFY) {
				return new Said.Nothing("an answer to something else");
			}
			return request.objection(read, answer)
				.<Said>map(why -> new Said.Nothing(Rcode.string(header.getRcode()) + ", not to be believed: " + why))
				.orElseGet(() -> said(header, read));
		}
		catch (IOException | RuntimeException malformed) {
			return new Said.Nothing("an answer that cannot be read");
		}
	}

	private Said said(Header header, Message read) {
		if (header.getRcode() != Rcode.NOERROR) {
			return new Said.Refused(Rcode.string(header.getRcode()));
		}
		return question.equals(read.getQuestion()) ? new Said.Heard()
				: new Said.Nothing("an answer about another zone");
	}

}
