package org.web3ecosystem.bootstrap.phase;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.CRC32C;

import org.web3ecosystem.bootstrap.table.CertMode;
import org.web3ecosystem.bootstrap.table.ConsensusMode;
import org.web3ecosystem.bootstrap.table.FalconMode;
import org.web3ecosystem.bootstrap.table.Marks;
import org.web3ecosystem.bootstrap.table.Mode;

/**
 * One transition as one line: a checksum over the previous line's checksum and the rest,
 * then the fields, separated by tabs. A line that was lost from the middle breaks the
 * chain.
 */
final class JournalCodec {

	/** What the first line's checksum goes on from. */
	static final String SEED = "00000000";

	private static final int FIELDS = 10;

	private JournalCodec() {
	}

	static String encode(Transition transition, String previousChecksum) {
		Marks marks = transition.marks();
		String rest = String.join("\t", transition.time().toString(), transition.kind().name().toLowerCase(Locale.ROOT),
				Integer.toString(transition.phase()), Boolean.toString(transition.complete()),
				Long.toString(transition.term()), marks.certificates().key(), marks.consensus().key(),
				marks.falcon().key(), transition.reason());
		return checksum(previousChecksum, rest) + "\t" + rest;
	}

	/**
	 * @throws IllegalArgumentException if it is not what {@link #encode} wrote
	 */
	static Transition decode(String line, String previousChecksum) {
		String[] fields = line.split("\t", -1);
		if (fields.length != FIELDS) {
			throw new IllegalArgumentException("it has " + fields.length + " fields, not " + FIELDS);
		}
		if (!fields[0].equals(checksum(previousChecksum, line.substring(fields[0].length() + 1)))) {
			throw new IllegalArgumentException("its checksum is wrong");
		}
		try {
			return new Transition(Instant.parse(fields[1]), Transition.Kind.valueOf(fields[2].toUpperCase(Locale.ROOT)),
					Integer.parseInt(fields[3]), Boolean.parseBoolean(fields[4]), Long.parseLong(fields[5]),
					new Marks(mode(CertMode.class, fields[6]), mode(ConsensusMode.class, fields[7]),
							mode(FalconMode.class, fields[8])),
					fields[9]);
		}
		catch (DateTimeException malformed) {
			throw new IllegalArgumentException("its time is not a time", malformed);
		}
	}

	static String checksumOf(String line) {
		return line.substring(0, SEED.length());
	}

	private static <M extends Enum<M> & Mode> M mode(Class<M> type, String key) {
		return Mode.find(type, key).orElseThrow(() -> new IllegalArgumentException("unknown mode " + key));
	}

	private static String checksum(String previous, String rest) {
		CRC32C checksum = new CRC32C();
		checksum.update((previous + "\t" + rest).getBytes(StandardCharsets.UTF_8));
		return HexFormat.of().toHexDigits((int) checksum.getValue());
	}

}
