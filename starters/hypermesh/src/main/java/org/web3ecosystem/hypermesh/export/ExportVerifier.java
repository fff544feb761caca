package org.web3ecosystem.hypermesh.export;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.web3ecosystem.hypermesh.state.AttestedRoot;
import org.web3ecosystem.hypermesh.state.CompleteState;
import org.web3ecosystem.hypermesh.state.Handover;
import org.web3ecosystem.hypermesh.state.ProofException;
import org.web3ecosystem.hypermesh.state.ProofVerifier;
import org.web3ecosystem.spi.genesis.Genesis;

/**
 * Checks an export with the genesis document alone: that each roster is signed by the one
 * before, that more than two thirds of the weight signed its root, that every entry is in
 * the state with that root, and that none is missing. It cannot show that there is no
 * later state. Keeps one line in memory.
 */
public final class ExportVerifier {

	private final Genesis genesis;

	private final ProofVerifier proofs;

	public ExportVerifier(Genesis genesis) {
		this.genesis = genesis;
		this.proofs = new ProofVerifier(genesis);
	}

	/**
	 * What was found good.
	 *
	 * @param entries how many each module has
	 */
	public record Found(AttestedRoot root, SortedMap<String, Long> entries) {

		public long total() {
			return entries.values().stream().mapToLong(Long::longValue).sum();
		}

	}

	/** Something in an export does not hold. */
	public static final class WrongExportException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private WrongExportException(long line, String reason, @Nullable Throwable cause) {
			super("line " + line + ": " + reason, cause);
		}

	}

	/**
	 * Reads to the end.
	 * @param export is not closed here
	 * @throws WrongExportException naming the first line that is wrong, and why
	 */
	public Found verify(InputStream export) throws IOException {
		Lines lines = new Lines(export);
		try {
			if (!(lines.next() instanceof ExportLine.Header header)) {
				throw new ProofException("the first line is not the header of an export");
			}
			if (!header.federation().equals(genesis.federation())) {
				throw new ProofException("the export is of federation " + header.federation());
			}
			while (proofs.rosters().newest().compareTo(header.root().root().epoch()) < 0) {
				learn(lines.next());
			}
			proofs.verify(header.root());
			return new Found(header.root(), entries(lines, new CompleteState(header.root().root().root())));
		}
		catch (ProofException wrong) {
			throw new WrongExportException(lines.number(), String.valueOf(wrong.getMessage()), wrong);
		}
	}

	private void learn(ExportLine line) {
		if (!(line instanceof ExportLine.NextRoster(Handover next))) {
			throw new ProofException(
					"the roster of epoch " + proofs.rosters().newest().next().number() + " is missing");
		}
		proofs.rosters().learn(next);
	}

	private static SortedMap<String, Long> entries(Lines lines, CompleteState state) throws IOException {
		SortedMap<String, Long> entries = new TreeMap<>();
		long read = 0;
		while (true) {
			switch (lines.next()) {
				case ExportLine.Entry(var module, var key, var value, var proof) -> {
					state.next(module, key, value, proof);
					entries.merge(module, 1L, Long::sum);
					read++;
				}
				case ExportLine.End(long counted) -> {
					if (counted != read) {
						throw new ProofException("there were " + counted + " entries, but there are " + read);
					}
					state.end();
					lines.requireEnd();
					return entries;
				}
				case ExportLine.Header again -> throw new ProofException("a second header");
				case ExportLine.NextRoster late -> throw new ProofException("a roster too many");
			}
		}
	}

	/** Lines of bounded length. */
	private static final class Lines {

		private final InputStream in;

		private final byte[] line = new byte[ExportLine.MAX_BYTES];

		private long number;

		Lines(InputStream in) {
			this.in = in;
		}

		long number() {
			return number;
		}

		ExportLine next() throws IOException {
			number++;
			for (int length = 0; length < line.length; length++) {
				int octet = in.read();
				if (octet < 0) {
					throw new ProofException("the export ends here, before its last line");
				}
				line[length] = (byte) octet;
				if (octet == '\n') {
					return ExportLine.decode(Arrays.copyOf(line, length + 1));
				}
			}
			throw new ProofException("the line is longer than " + line.length + " bytes");
		}

		void requireEnd() throws IOException {
			if (in.read() >= 0) {
				number++;
				throw new ProofException("something follows the last line");
			}
		}

	}

}
