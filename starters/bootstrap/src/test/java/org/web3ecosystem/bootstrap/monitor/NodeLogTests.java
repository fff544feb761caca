package org.web3ecosystem.bootstrap.monitor;

import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NodeLogTests {

	@Test
	void theOnlyNodeOfAProcessHasEveryLineAlsoWhenItIsGone() {
		NodeLog only = NodeLog.enter("one", "11111111");
		only.unbindThread();
		try {
			assertThat(NodeLog.of("ForkJoinPool.commonPool-worker-1")).isSameAs(only);
			assertThat(only.phase()).isEqualTo("-");
			only.phase(() -> 2);
			assertThat(only.phase()).isEqualTo("2");
		}
		finally {
			only.leave();
		}
		assertThat(NodeLog.of("main")).isSameAs(only);
	}

	@Test
	void withSeveralNodesAThreadIsItsMakersOrNobodys() throws InterruptedException {
		NodeLog one = NodeLog.enter("one", "11111111");
		AtomicReference<NodeLog> inherited = new AtomicReference<>();
		NodeLog two;
		Thread ofOne = Thread.ofPlatform().unstarted(() -> inherited.set(NodeLog.of("ForkJoinPool-3-worker-1")));
		two = NodeLog.enter("two", "22222222");
		try {
			ofOne.start();
			ofOne.join();
			assertThat(inherited).as("a pool that a node has made").hasValue(one);
			assertThat(NodeLog.of("one/bootstrap")).isSameAs(one);
			assertThat(NodeLog.of("main")).isSameAs(two);
			assertThat(NodeLog.of("boundedElastic-3")).isNull();
			two.unbindThread();
			assertThat(NodeLog.of("main")).isNull();
		}
		finally {
			one.leave();
			two.leave();
		}
	}

	@Test
	void theLastOfSeveralToGoDoesNotHaveTheLinesOfTheOthers() throws InterruptedException {
		NodeLog one = NodeLog.node("one", "11111111");
		NodeLog two = NodeLog.node("two", "22222222");
		AtomicReference<NodeLog> stopping = new AtomicReference<>();
		AtomicReference<NodeLog> helping = new AtomicReference<>();
		two.leave();
		try {
			two.start("stop", () -> {
				stopping.set(NodeLog.of(Thread.currentThread().getName()));
				join(Thread.ofPlatform().name("netty-shutdown").start(() -> helping.set(NodeLog.of("netty-shutdown"))));
			}).join();
			assertThat(stopping).hasValue(two);
			assertThat(helping).hasValue(two);
			assertThat(NodeLog.of("main")).isNull();
		}
		finally {
			one.leave();
		}
	}

	@Test
	void aThreadThatIsANodesOwnStaysItsOwn() throws InterruptedException {
		NodeLog one = NodeLog.node("one", "11111111");
		NodeLog two = NodeLog.node("two", "22222222");
		AtomicReference<NodeLog> after = new AtomicReference<>();
		try {
			one.start("start", () -> {
				NodeLog.enter("one", "11111111").unbindThread();
				join(Thread.ofPlatform().start(() -> after.set(NodeLog.of("any"))));
			}).join();
			assertThat(after).hasValue(one);
		}
		finally {
			one.leave();
			two.leave();
		}
	}

	@Test
	void aTaskIsCarriedToASharedThreadAndNoFurther() {
		NodeLog one = NodeLog.node("one", "11111111");
		NodeLog two = NodeLog.enter("two", "22222222");
		AtomicReference<NodeLog> seen = new AtomicReference<>();
		try {
			Runnable task = NodeLog.carried(() -> seen.set(NodeLog.of("parallel-1")));
			two.unbindThread();
			task.run();
			assertThat(seen).hasValue(two);
			assertThat(NodeLog.of("parallel-1")).isNull();
		}
		finally {
			one.leave();
			two.leave();
		}
	}

	private static void join(Thread thread) {
		try {
			thread.join();
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
