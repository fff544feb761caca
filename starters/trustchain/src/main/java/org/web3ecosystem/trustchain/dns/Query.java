package org.web3ecosystem.trustchain.dns;

import java.util.Optional;

import org.web3ecosystem.spi.discovery.Name;

/**
 * What arrived, as far as it can be answered.
 */
sealed interface Query {

	/** Not worth a packet: too short, or itself a response. */
	record Ignored() implements Query {
	}

	/**
	 * To be answered with a header, and EDNS if there was some, alone.
	 *
	 * @param flags those of the query
	 * @param rcode what is wrong with it; nothing with what asks for a cookie alone
	 * @param edns as far as it could be read
	 */
	record Faulty(int id, int flags, int rcode, Optional<Edns> edns) implements Query {
	}

	/**
	 * One question.
	 *
	 * @param flags those of the query
	 * @param question the question section as it came, so that its spelling comes back
	 * @param name the name asked for; of an odd one the part below which it lies
	 * @param odd whether a label has bytes that no name here can have
	 * @param edns what the client says of itself (RFC 6891)
	 */
	record Asked(int id, int flags, byte[] question, Name name, boolean odd, int type, int dnsClass,
			Optional<Edns> edns) implements Query {

		boolean dnssecOk() {
			return edns.filter(Edns::dnssecOk).isPresent();
		}

		boolean compactOk() {
			return edns.filter(Edns::compactOk).isPresent();
		}

		/**
		 * The name as in zone files, in lower case and without the trailing dot; bytes
		 * that no name here can have as {@code \\DDD} (RFC 1035, section 5.1).
		 */
		String spelled() {
			if (!odd) {
				return name.text();
			}
			StringBuilder text = new StringBuilder();
			for (int at = 0; question[at] != 0; at += 1 + question[at]) {
				text.append(text.isEmpty() ? "" : ".");
				for (int i = at + 1; i <= at + question[at]; i++) {
					spell(question[i] & 0xff, text);
				}
			}
			return text.toString();
		}

		private static void spell(int each, StringBuilder text) {
			int lower = (each >= 'A' && each <= 'Z') ? each + 'a' - 'A' : each;
			if (lower >= 'a' && lower <= 'z' || lower >= '0' && lower <= '9' || lower == '-' || lower == '_') {
				text.append((char) lower);
			}
			else {
				text.append('\\').append((char) ('0' + lower / 100)).append((char) ('0' + lower / 10 % 10));
				text.append((char) ('0' + lower % 10));
			}
		}

	}

	/**
	 * @param payload the largest UDP answer the client takes
	 * @param version 0, or something we do not speak
	 * @param dnssecOk the DO bit, which comes back as it is (RFC 3225)
	 * @param compactOk the CO bit, which does too: that there is no such name may be said
	 * by NXDOMAIN where it is signed as well (RFC 9824, section 5.1)
	 * @param cookie the client's, and the server's if it has one (RFC 7873)
	 * @param padded whether it is, so that an answer may be (RFC 7830)
	 */
	record Edns(int payload, int version, boolean dnssecOk, boolean compactOk, Optional<byte[]> cookie,
			boolean padded) {
	}

}
