package org.web3ecosystem.hypermesh.queue;

import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.ScheduledExecutorService;

import org.web3ecosystem.hypermesh.TestFederation.Member;
import org.web3ecosystem.hypermesh.proof.FourProofs.Mode;

/** Queues for tests. */
public final class QueueFixtures {

	private QueueFixtures() {
	}

	/** One that forgets with the process, and is not open yet. */
	public static DurableQueue queue() {
		return queue(new MemoryStore(), QueueLimits.of(100, 1 << 20));
	}

	static DurableQueue queue(QueueStore store, QueueLimits limits) {
		return new DurableQueue(store, limits, InstantSource.system(), new Random(), Runnable::run);
	}

	/** What empties a queue by way of a member. */
	public static Drain drain(DurableQueue queue, Member member, ScheduledExecutorService scheduler) {
		return new Drain(new Drain.Parts(queue, member.ledger(), member.consensus(Mode.MANDATORY), member.node().id(),
				scheduler, Thread::startVirtualThread, System::nanoTime));
	}

}
