package org.web3ecosystem.platform.audit;

import org.jspecify.annotations.Nullable;

/** Picks the records that a reader asked for. */
final class Reading {

	private final long after;

	private final long end;

	private final AuditFiles.Visitor visitor;

	private @Nullable Chain chain;

	private boolean enough;

	Reading(long after, long end, AuditFiles.Visitor visitor) {
		this.after = after;
		this.end = end;
		this.visitor = visitor;
	}

	boolean enough() {
		return enough;
	}

	void line(byte[] line) {
		if (enough) {
			return;
		}
		Chain before = chain;
		boolean follows = before == null || before.isFollowedBy(line);
		Chain now = Chain.at(line);
		chain = now;
		if (now.number() > after && now.number() <= end) {
			enough = !visitor.record(line, follows);
		}
	}

}
