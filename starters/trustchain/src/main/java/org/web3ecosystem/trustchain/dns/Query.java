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
	 * To be answered with a header alone.
	 *
	 * @param flags those of the query
	 * @param rcode what is wrong with it
	 */
	record Faulty(int id, int flags, int rcode) implements Query {
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
	}

	/**
	 * @param payload the largest UDP answer the client takes
	 * @param version 0, or something we do not speak
	 * @param dnssecOk the DO bit, which comes back as it is (RFC 3225)
	 * @param cookie the client's, and the server's if it has one (RFC 7873)
	 * @param padded whether it is, so that an answer may be (RFC 7830)
	 */
	record Edns(int payload, int version, boolean dnssecOk, Optional<byte[]> cookie, boolean padded) {
	}

}
