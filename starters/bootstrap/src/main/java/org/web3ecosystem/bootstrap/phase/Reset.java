package org.web3ecosystem.bootstrap.phase;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.web3ecosystem.bootstrap.table.CertMode;
import org.web3ecosystem.bootstrap.table.ConsensusMode;
import org.web3ecosystem.bootstrap.table.FalconMode;
import org.web3ecosystem.bootstrap.table.Marks;

/**
 * What an operator's {@code reset} does: the one way to lower marks. The node must be
 * stopped. The journal keeps its history and gains a record that says who lowered what; a
 * damaged journal is put aside under another name and a new one begins with that record.
 */
public final class Reset {

	private final Path journal;

	/**
	 * @param bootstrapFolder the {@code bootstrap} folder in the node's home directory
	 */
	public Reset(Path bootstrapFolder) {
		this.journal = bootstrapFolder.resolve(Journal.NAME);
	}

	/** What the marks are now; empty if nothing was ever journalled. */
	public Optional<Marks> marks() {
		List<Transition> history = Journal.history(journal);
		return history.isEmpty() ? Optional.empty() : Optional.of(history.getLast().marks());
	}

	/** Back to phase 0 with no mark. */
	public Transition toNothing(String operator, String why, Instant now) {
		return lower(Marks.NONE, operator, why, now);
	}

	/**
	 * Back to phase 0, requiring at least these.
	 * @throws JournalException if it cannot be stored
	 */
	public Transition lower(CertMode certificates, ConsensusMode consensus, FalconMode falcon, String operator,
			String why, Instant now) {
		return lower(new Marks(certificates, consensus, falcon), operator, why, now);
	}

	private Transition lower(Marks marks, String operator, String why, Instant now) {
		Optional<Path> aside = putAsideIfDamaged(now);
		try (Journal opened = Journal.open(journal)) {
			String before = opened.last().map(last -> describe(last.marks())).orElse("unknown");
			long term = opened.last().map(Transition::term).orElse(0L) + 1;
			Transition reset = new Transition(now, Transition.Kind.RESET, 0, false, term, marks,
					"reset by " + operator + ", marks were " + before + ", are " + describe(marks)
							+ aside.map(path -> ", damaged journal kept as " + path.getFileName()).orElse("") + ": "
							+ why);
			opened.append(reset);
			return reset;
		}
	}

	private Optional<Path> putAsideIfDamaged(Instant now) {
		try {
			Journal.history(journal);
			return Optional.empty();
		}
		catch (JournalException damaged) {
			Path aside = journal.resolveSibling(Journal.NAME + ".damaged-" + now.toEpochMilli());
			try {
				return Optional.of(Files.move(journal, aside));
			}
			catch (IOException failure) {
				damaged.addSuppressed(failure);
				throw damaged;
			}
		}
	}

	private static String describe(Marks marks) {
		return marks.certificates().key() + "/" + marks.consensus().key() + "/" + marks.falcon().key();
	}

}
