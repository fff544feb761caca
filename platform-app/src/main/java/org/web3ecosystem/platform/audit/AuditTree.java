package org.web3ecosystem.platform.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.web3ecosystem.trustchain.ct.LogException;
import org.web3ecosystem.trustchain.ct.RecordLog;

/**
 * Makes every record a leaf of a log with signed checkpoints, a little behind the files,
 * so that nobody waits for it. Whoever keeps a checkpoint can tell later whether records
 * were changed or taken away, and at a start this node tells it of itself. A fault here
 * stops no write: the records are there.
 */
public final class AuditTree implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(AuditTree.class);

	private static final Duration PERIOD = Duration.ofSeconds(5);

	/** Until the records are there. */
	private static final Duration FIRST = Duration.ofMillis(500);

	private final String name;

	private final AuditLog log;

	private final Path directory;

	private final String origin;

	private volatile @Nullable RecordLog tree;

	private volatile boolean closed;

	private @Nullable Thread following;

	/**
	 * @param name of the node, for its thread
	 * @param directory where the tree is kept; made if need be
	 * @param origin its name in checkpoints
	 */
	public AuditTree(String name, AuditLog log, Path directory, String origin) {
		this.name = name;
		this.log = log;
		this.directory = directory;
		this.origin = origin;
	}

	/** Begins to follow the records. */
	public synchronized void start() {
		following = Thread.ofPlatform().daemon().name(name + "/audit-tree").start(this::follow);
	}

	/** The signed checkpoint, as soon as there is one. */
	Optional<String> checkpoint() {
		return Optional.ofNullable(tree).map(RecordLog::note);
	}

	/** The key that verifies it, as note verifiers take it. */
	Optional<String> key() {
		return Optional.ofNullable(tree).map(RecordLog::verifierKey);
	}

	@Override
	public synchronized void close() {
		closed = true;
		Thread thread = following;
		if (thread != null) {
			LockSupport.unpark(thread);
			try {
				thread.join(PERIOD);
			}
			catch (InterruptedException interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private void follow() {
		boolean failing = false;
		while (true) {
			boolean last = closed;
			try {
				look();
				failing = false;
			}
			catch (IOException | LogException failure) {
				if (!failing) {
					logger.error("the audit records are not signed for: directory={}", directory, failure);
				}
				failing = true;
				tree = null;
			}
			if (last) {
				return;
			}
			LockSupport.parkNanos((tree == null ? FIRST : PERIOD).toNanos());
		}
	}

	/** Signs for what is new. */
	void look() throws IOException {
		Chain head = log.files().head();
		if (head.number() == 0) {
			// not opened yet: what lies there was not looked at
			return;
		}
		RecordLog open = tree;
		if (open == null) {
			open = RecordLog.open(directory, origin);
		}
		Chain reached = reached(open, head);
		Chain[] now = { reached };
		RecordLog appended = open;
		log.files().read(reached.number(), (line, follows) -> {
			if (now[0].number() > 0 && !now[0].hash().isEmpty() && !now[0].isFollowedBy(line)) {
				logger.error("an audit record does not follow the one that was signed for: record={}",
						Chain.at(line).number());
			}
			appended.append(line);
			now[0] = Chain.at(line);
			return true;
		});
		if (now[0].number() != reached.number() || tree == null) {
			open.sign((now[0].number() + " " + now[0].hash()).getBytes(StandardCharsets.US_ASCII));
		}
		tree = open;
	}

	/** Where the tree ends; if the files end before, records are missing. */
	private static Chain reached(RecordLog open, Chain head) {
		String[] mark = new String(open.mark(), StandardCharsets.US_ASCII).split(" ");
		Chain signed = (mark.length == 2) ? new Chain(Long.parseLong(mark[0]), mark[1]) : Chain.EMPTY;
		if (signed.number() < head.number()) {
			return signed;
		}
		if (signed.number() == head.number() && signed.hash().equals(head.hash())) {
			return signed;
		}
		logger.error("audit records that were signed for are missing: up to={} there={}", signed.number(),
				head.number());
		return new Chain(head.number() - 1, "");
	}

}
