package org.web3ecosystem.hashgraph;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import com.swirlds.platform.listeners.StateWriteToDiskCompleteNotification;
import com.swirlds.platform.state.snapshot.StateDumpRequest;
import com.swirlds.platform.state.snapshot.StateSnapshotManager;
import org.hiero.consensus.model.state.StateSavingResult;
import org.hiero.consensus.state.signed.ReservedSignedState;
import org.jspecify.annotations.Nullable;

/**
 * The engine's writer of saved states, which can be asked to finish: the next replica on
 * this directory empties the folder in which a snapshot is being written.
 */
final class Snapshots implements StateSnapshotManager {

	private final StateSnapshotManager writer;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition done = lock.newCondition();

	private boolean writing;

	private boolean stopped;

	Snapshots(StateSnapshotManager writer) {
		this.writer = writer;
	}

	@Override
	public @Nullable StateSavingResult saveStateTask(ReservedSignedState state) {
		if (!begin()) {
			state.close();
			return null;
		}
		try {
			return writer.saveStateTask(state);
		}
		finally {
			end();
		}
	}

	@Override
	public void dumpStateTask(StateDumpRequest request) {
		writer.dumpStateTask(request);
	}

	@Override
	public StateWriteToDiskCompleteNotification toNotification(StateSavingResult result) {
		return writer.toNotification(result);
	}

	@Override
	public Long extractOldestMinimumBirthRoundOnDisk(StateSavingResult result) {
		return writer.extractOldestMinimumBirthRoundOnDisk(result);
	}

	private boolean begin() {
		lock.lock();
		try {
			writing = !stopped;
			return writing;
		}
		finally {
			lock.unlock();
		}
	}

	private void end() {
		lock.lock();
		try {
			writing = false;
			done.signalAll();
		}
		finally {
			lock.unlock();
		}
	}

	/** Begins no other snapshot and waits for the one being written, if any. */
	boolean stop(long patienceNanos) {
		lock.lock();
		try {
			stopped = true;
			long left = patienceNanos;
			while (writing && left > 0) {
				left = done.awaitNanos(left);
			}
			return !writing;
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
			return false;
		}
		finally {
			lock.unlock();
		}
	}

}
