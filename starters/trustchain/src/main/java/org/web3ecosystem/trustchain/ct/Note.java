package org.web3ecosystem.trustchain.ct;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A signed note (c2sp.org/signed-note).
 *
 * @param text what is signed, with its last newline
 * @param signatures who signed, verified by nobody
 */
record Note(String text, List<Line> signatures) {

	/** The longest note anyone reads. */
	static final int MAX_CHARACTERS = 4096;

	private static final int MAX_SIGNATURES = 16;

	private static final int KEY_ID_LENGTH = 4;

	private static final String LEAD = "\u2014 ";

	Note {
		signatures = List.copyOf(signatures);
	}

	/**
	 * A signature.
	 *
	 * @param name of the key
	 * @param keyId four bytes that tell keys of one name apart
	 * @param signature the rest, as the key's type has it
	 */
	record Line(String name, byte[] keyId, byte[] signature) {

		Line {
			keyId = keyId.clone();
			signature = signature.clone();
		}

		boolean isBy(String signer, byte[] id) {
			return name.equals(signer) && Arrays.equals(keyId, id);
		}

		String encode() {
			byte[] both = Arrays.copyOf(keyId, keyId.length + signature.length);
			System.arraycopy(signature, 0, both, keyId.length, signature.length);
			return LEAD + name + " " + Base64.getEncoder().encodeToString(both) + "\n";
		}

		static Line parse(String line) {
			String[] parts = line.startsWith(LEAD) ? line.substring(LEAD.length()).split(" ", -1) : new String[0];
			byte[] both = (parts.length == 2 && !parts[0].isEmpty()) ? Base64.getDecoder().decode(parts[1])
					: new byte[0];
			if (both.length <= KEY_ID_LENGTH) {
				throw new IllegalArgumentException("a line of a note is not a signature");
			}
			return new Line(parts[0], Arrays.copyOf(both, KEY_ID_LENGTH),
					Arrays.copyOfRange(both, KEY_ID_LENGTH, both.length));
		}

	}

	String encode() {
		StringBuilder note = new StringBuilder(text).append('\n');
		signatures.forEach(each -> note.append(each.encode()));
		return note.toString();
	}

	/**
	 * Reads a note.
	 * @throws IllegalArgumentException if it is none
	 */
	static Note parse(String note) {
		if (note.length() > MAX_CHARACTERS) {
			throw new IllegalArgumentException("a note has at most " + MAX_CHARACTERS + " characters");
		}
		int end = note.lastIndexOf("\n\n");
		if (end < 0 || !note.endsWith("\n")) {
			throw new IllegalArgumentException("not a note: no text and signatures");
		}
		List<String> lines = note.substring(end + 2).lines().toList();
		if (lines.isEmpty() || lines.size() > MAX_SIGNATURES) {
			throw new IllegalArgumentException("a note has 1 to " + MAX_SIGNATURES + " signatures");
		}
		List<Line> signatures = new ArrayList<>();
		lines.forEach(line -> signatures.add(Line.parse(line)));
		return new Note(note.substring(0, end + 1), signatures);
	}

	Optional<byte[]> signature(String name, byte[] keyId) {
		return signatures.stream().filter(each -> each.isBy(name, keyId)).map(Line::signature).findFirst();
	}

}
