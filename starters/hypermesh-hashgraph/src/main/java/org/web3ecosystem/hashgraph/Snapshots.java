package org.web3ecosystem.hashgraph;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;

import com.swirlds.platform.listeners.StateWriteToDiskCompleteNotification;
import com.swirlds.platform.state.snapshot.StateDumpRequest;
import com.swirlds.platform.state.snapshot.StateSnapshotManager;
import org.hiero.consensus.model.state.StateSavingResult;
import org.hiero.consensus.state.signed.ReservedSignedState;
import org.hiero.consensus.state.signed.SignedState;
import org.jspecify.annotations.Nullable;

/**
 * The engine's writer of saved states, which can be asked to finish: the next replica on
 * this directory empties the folder in which a snapshot is being written.
 */
final class Snapshots implements StateSnapshotManager {

	private final StateSnapshotManager writer;

	private final LongConsumer notSaved;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition done = lock.newCondition();

	private boolean writing;

	private boolean stopped;

	/**
	 * @param notSaved told the round of a state that could not be written
	 */
	Snapshots(StateSnapshotManager writer, LongConsumer notSaved) {
		this.writer = writer;
		this.notSaved = notSaved;
	}

	@Override
	public @Nullable StateSavingResult saveStateTask(ReservedSignedState state) {
		if (!begin()) {
			state.close();
			return null;
		}
		SignedState signed = state.get();
		boolean saved = signed.hasStateBeenSavedToDisk();
		long round = signed.getRound();
		try {
			StateSavingResult result = writer.saveStateTask(state);
			// a failure is caught there and logged
			if (result == null && !saved && !isStopped()) {
				notSaved.accept(round);
			}
			return result;
		}
		finally {
			end();
		}
	}

	private boolean isStopped() {
		lock.lock();
		try {
			return stopped;
		}
		finally {
			lock.unlock();
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
