package org.web3ecosystem.platform.status;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class StatusTests {

	@Test
	void readyAtTheGoal() {
		assertThat(StatusCommand.exitCode(NodeState.parse("{\"phase\":3,\"ready\":true}"), 3))
			.isEqualTo(StatusCommand.READY);
	}

	@Test
	void phaseThreeIsNotComplete() {
		assertThat(StatusCommand.exitCode(NodeState.parse("{\"phase\":3,\"ready\":true}"), 4))
			.isEqualTo(StatusCommand.TIMEOUT);
		assertThat(StatusCommand.exitCode(NodeState.parse("{\"phase\":3,\"complete\":true,\"ready\":true}"), 4))
			.isEqualTo(StatusCommand.READY);
	}

	@Test
	void aNodeThatCameBackIsNotReadyBeforeEverySeatAnswers() {
		NodeState back = NodeState
			.parse("{\"phase\":3,\"ready\":false,\"degradations\":[\"nobody answers for consensus: it starts\"]}");
		assertThat(back.isAt(3)).isFalse();
		assertThat(back.isAt(2)).isTrue();
		assertThat(StatusCommand.exitCode(back, 3)).isEqualTo(StatusCommand.TIMEOUT);
		assertThat(StatusReport.lines(back)).contains("  degraded: nobody answers for consensus: it starts");
	}

	@Test
	void aFallbackIsDegraded() {
		assertThat(StatusCommand.exitCode(NodeState.parse("{\"phase\":3,\"fallbacks\":[\"names\"]}"), 3))
			.isEqualTo(StatusCommand.DEGRADED);
	}

	@Test
	void aStepBackIsRetreated() {
		assertThat(StatusCommand.exitCode(NodeState.parse("{\"phase\":2,\"retreated\":true}"), 3))
			.isEqualTo(StatusCommand.RETREATED);
	}

	@Test
	void whatIsNotADocumentIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> NodeState.parse("<html>"));
	}

}
