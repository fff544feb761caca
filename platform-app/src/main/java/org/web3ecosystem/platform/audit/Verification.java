package org.web3ecosystem.platform.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/**
 * What the newest file looks like at start.
 *
 * @param chain where its whole lines end
 * @param broken number of the first record that does not follow, 0 if all do
 * @param whole length of its whole lines, in bytes
 * @param rest what comes after them, in bytes: a record that was being written
 */
record Verification(Chain chain, long broken, long whole, long rest) {

	/** A number that jumps further is no number of ours. */
	private static final long LONGEST_JUMP = 1_000_000;

	/** Verifies the last of the files. */
	static Verification of(List<AuditFile> files) throws IOException {
		AuditFile last = files.getLast();
		Following following = new Following(last.first() == 1 ? Chain.EMPTY : before(files), last.first() != 1);
		long whole = last.lines(following::line);
		return new Verification(following.chain, following.broken, whole, Files.size(last.path()) - whole);
	}

	/** Where the file before ends; an unknown place if it is gone. */
	private static Chain before(List<AuditFile> files) throws IOException {
		Chain[] end = { new Chain(files.getLast().first() - 1, "") };
		if (files.size() > 1) {
			files.get(files.size() - 2).lines(line -> end[0] = Chain.at(line));
		}
		return end[0];
	}

	private static final class Following {

		private Chain chain;

		private long broken;

		private boolean unknown;

		Following(Chain chain, boolean mayBeUnknown) {
			this.chain = chain;
			this.unknown = mayBeUnknown && chain.hash().isEmpty();
		}

		void line(byte[] line) {
			Chain said = Chain.at(line);
			if (!unknown && broken == 0 && !chain.isFollowedBy(line)) {
				broken = chain.number() + 1;
			}
			unknown = false;
			boolean near = said.number() > chain.number() && said.number() - chain.number() < LONGEST_JUMP;
			chain = near ? said : chain.with(line);
		}

	}

}
