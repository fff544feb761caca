package org.web3ecosystem.trustchain.dns;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.trustchain.dns.Answer.Record;

/**
 * What a name server says that has no keys of the zone where an answer needs signatures:
 * the answer of a validator, with that validator's signatures. A validator signs what it
 * finds itself and never what it is shown, so whoever runs such a server cannot have
 * anything signed. Whoever asked verifies, as always; nothing is believed here.
 */
final class RemoteSignatures {

	/** What is withdrawn is gone as soon as at a validator, nearly. */
	static final Duration KEPT = Duration.ofSeconds(2);

	private static final int BLOCK = 128;

	private static final int PADDING = 12;

	/** Root, type, payload, flags, length, and the head of one option. */
	private static final int OPT = 11 + 4;

	private static final int DNSSEC_OK = 0x8000;

	private static final int COMPACT_OK = 0x4000;

	private static final int TRUNCATED_OR_RESPONSE = 0x8200;

	private static final int RESPONSE = 0x8000;

	private static final Set<Integer> KEYS = Set.of(Dns.DNSKEY, Dns.CDS, Dns.CDNSKEY, Dns.RRSIG);

	private final ValidatorNames validators;

	RemoteSignatures(ValidatorNames validators) {
		this.validators = validators;
	}

	/** Whether only who has keys can answer it. */
	static boolean isFor(Query.Asked asked) {
		return (asked.dnssecOk() || KEYS.contains(asked.type())) && !Transfers.isTransfer(asked.type())
				&& asked.edns().filter(edns -> edns.version() != 0).isEmpty();
	}

	/** A failure where no validator answers: without signatures nobody believes it. */
	CompletionStage<Answer> answer(Query.Asked asked) {
		return validators.ask(question(asked), reply -> read(reply, asked))
			.exceptionally(failure -> Answer.failing(Dns.SERVFAIL, Dns.ExtendedError.NOT_READY));
	}

	/**
	 * In blocks of 128 bytes (RFC 8467, section 4.1), and with id 0, since the connection
	 * pairs question and answer.
	 */
	private static byte[] question(Query.Asked asked) {
		byte[] spelled = asked.question();
		int plain = Dns.HEADER + spelled.length + OPT;
		int padding = Math.ceilDiv(plain, BLOCK) * BLOCK - plain;
		int flags = (asked.dnssecOk() ? DNSSEC_OK : 0) | (asked.compactOk() ? COMPACT_OK : 0);
		return ByteBuffer.allocate(plain + padding)
			.putInt(0)
			.putShort((short) 1)
			.putInt(0)
			.putShort((short) 1)
			.put(spelled)
			.put((byte) 0)
			.putShort((short) Type.OPT)
			.putShort((short) 0xffff)
			.putInt(flags)
			.putShort((short) (4 + padding))
			.putShort((short) PADDING)
			.putShort((short) padding)
			.array();
	}

	/**
	 * The answer.
	 * @throws UnavailableException if it is none, or a failure
	 */
	private static Answer read(byte[] reply, Query.Asked asked) {
		byte[] spelled = asked.question();
		try {
			Message message = new Message(reply);
			boolean same = reply.length >= Dns.HEADER + spelled.length
					&& Arrays.equals(reply, Dns.HEADER, Dns.HEADER + spelled.length, spelled, 0, spelled.length)
					&& ByteBuffer.wrap(reply).getShort(4) == 1;
			if (!same || (ByteBuffer.wrap(reply).getShort(2) & TRUNCATED_OR_RESPONSE & 0xffff) != RESPONSE) {
				throw new IOException("it answers another question, or in part");
			}
			if (message.getRcode() == Dns.SERVFAIL || message.getRcode() == Dns.REFUSED) {
				throw new IOException("it cannot answer now");
			}
			return new Answer(message.getRcode(), message.getHeader().getFlag(Flags.AA),
					records(message, Section.ANSWER, asked), records(message, Section.AUTHORITY, asked),
					records(message, Section.ADDITIONAL, asked), Optional.empty(), Optional.empty(), Source.HERE, KEPT);
		}
		catch (IOException | IllegalArgumentException malformed) {
			throw new UnavailableException("an answer over STOQ cannot be used: " + malformed.getMessage(), malformed);
		}
	}

	private static List<Record> records(Message message, int section, Query.Asked asked) {
		org.xbill.DNS.Name question = message.getQuestion().getName();
		return message.getSection(section)
			.stream()
			.filter(record -> record.getType() != Type.OPT)
			.map(record -> record(record, record.getName().equals(question), asked))
			.toList();
	}

	private static Record record(org.xbill.DNS.Record record, boolean owned, Query.Asked asked) {
		Name owner = owned ? asked.name() : new Name(record.getName().toString(true));
		return new Record(owner, record.getType(), Math.toIntExact(record.getTTL()), record.rdataToWireCanonical(),
				owned && asked.odd());
	}

}
