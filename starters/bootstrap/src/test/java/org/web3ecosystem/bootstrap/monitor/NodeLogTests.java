package org.web3ecosystem.bootstrap.monitor;

import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NodeLogTests {

	@Test
	void theOnlyNodeOfAProcessHasEveryLine() {
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
		assertThat(NodeLog.of("main")).isNull();
	}

	@Test
	void withSeveralNodesAThreadIsItsMakersOrNobodys() throws InterruptedException {
		NodeLog one = NodeLog.enter("one", "11111111");
		AtomicReference<NodeLog> inherited = new AtomicReference<>();
		NodeLog two;
		Thread ofOne = Thread.ofPlatform().unstarted(() -> inherited.set(NodeLog.of("some-thread")));
		two = NodeLog.enter("two", "22222222");
		try {
			ofOne.start();
			ofOne.join();
			assertThat(inherited).hasValue(one);
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

}
