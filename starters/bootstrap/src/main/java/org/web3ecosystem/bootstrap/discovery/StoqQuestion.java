package org.web3ecosystem.bootstrap.discovery;

import java.io.IOException;
import java.util.List;

import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.discovery.Name;

/**
 * One question of DNS over STOQ: a message for a message (RFC 1035, section 4.1), in
 * blocks of 128 bytes (RFC 8467, section 4.1).
 */
record StoqQuestion(Message query) {

	private static final int BLOCK = 128;

	private static final int PADDING = 12;

	private static final int OPTION_HEAD = 4;

	/** What an answer may have; the transport's own limit is larger. */
	private static final int PAYLOAD = 65_535;

	/**
	 * The connection pairs question and answer, so the id is 0 (RFC 8484, section 4.1).
	 */
	static StoqQuestion of(Name name, int type) {
		try {
			Message query = Message
				.newQuery(Record.newRecord(new org.xbill.DNS.Name(name.text() + "."), type, DClass.IN));
			query.getHeader().setID(0);
			query.getHeader().unsetFlag(Flags.RD);
			int plain = query.toWire().length + new OPTRecord(PAYLOAD, 0, 0).toWire(Section.ADDITIONAL).length
					+ OPTION_HEAD;
			int padding = Math.ceilDiv(plain, BLOCK) * BLOCK - plain;
			query.addRecord(new OPTRecord(PAYLOAD, 0, 0, 0, List.of(new GenericEDNSOption(PADDING, new byte[padding]))),
					Section.ADDITIONAL);
			return new StoqQuestion(query);
		}
		catch (TextParseException malformed) {
			throw new UnavailableException("not a name that DNS can carry: " + name, malformed);
		}
	}

	byte[] toBytes() {
		return query.toWire();
	}

	/**
	 * The answer to it.
	 * @throws UnavailableException if this is none, or not an authority's
	 */
	Message answer(byte[] bytes) {
		try {
			Message answer = new Message(bytes);
			if (answer.getHeader().getID() != 0 || !answer.getHeader().getFlag(Flags.QR)
					|| answer.getHeader().getFlag(Flags.TC) || answer.getQuestion() == null
					|| !answer.getQuestion().equals(query.getQuestion())) {
				throw new IOException("it answers another question, or in part");
			}
			if (answer.getRcode() <= 3 && answer.getRcode() != 2 && !answer.getHeader().getFlag(Flags.AA)) {
				throw new IOException("it is no authority for " + query.getQuestion().getName());
			}
			return answer;
		}
		catch (IOException | RuntimeException malformed) {
			throw new UnavailableException("an answer over STOQ cannot be used: " + malformed.getMessage(), malformed);
		}
	}

	/** Whether who answers says that it is of the past (RFC 8914, code 3). */
	static boolean isStale(Message answer) {
		OPTRecord opt = answer.getOPT();
		return opt != null && opt.getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR)
			.stream()
			.anyMatch(option -> option instanceof ExtendedErrorCodeOption error
					&& error.getErrorCode() == ExtendedErrorCodeOption.STALE_ANSWER);
	}

}
