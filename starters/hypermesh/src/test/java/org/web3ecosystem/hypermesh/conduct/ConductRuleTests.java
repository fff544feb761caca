package org.web3ecosystem.hypermesh.conduct;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.trust.NodeKey;

import static org.assertj.core.api.Assertions.assertThat;

/** When those who contradicted themselves are too many. */
class ConductRuleTests {

	private final Roster roster = roster();

	private static Roster roster() {
		try (TestFederation federation = new TestFederation(4)) {
			return Roster.of(federation.genesis());
		}
	}

	private Standing convicted(NodeId node) {
		return new Standing(node, "ab".repeat(32), new Height(1), Instant.EPOCH, roster.members().getFirst().weight(),
				0, 0);
	}

	private NodeId member(int index) {
		return roster.members().get(index).validator().id();
	}

	@Test
	void oneOfFourIsNotTooManyAndTwoAre() {
		assertThat(Conduct.NONE.with(convicted(member(0))).in(roster).stopped()).isFalse();
		assertThat(Conduct.NONE.with(convicted(member(0))).with(convicted(member(1))).in(roster).stopped()).isTrue();
	}

	@Test
	void whoIsNoMemberAnyMoreCountsForNothing() {
		Conduct conduct = Conduct.NONE.with(convicted(NodeKey.generate().id())).with(convicted(member(0)));

		assertThat(conduct.in(roster).stopped()).isFalse();
	}

	@Test
	void whatStoppedStaysStopped() {
		Conduct stopped = Conduct.NONE.with(convicted(member(0))).with(convicted(member(1))).in(roster);

		assertThat(stopped.with(convicted(member(1)).settled(7)).in(roster).stopped()).isTrue();
		assertThat(List.copyOf(stopped.isolated())).containsExactlyInAnyOrder(member(0), member(1));
	}

}
