package org.web3ecosystem.hashgraph.evidence;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

import com.hedera.hapi.node.state.roster.Roster;
import com.hedera.hapi.node.state.roster.RosterEntry;
import com.hedera.pbj.runtime.io.buffer.Bytes;
import org.hiero.base.crypto.BytesSigner;
import org.hiero.base.crypto.SigningFactory;
import org.hiero.consensus.crypto.PbjStreamHasher;
import org.hiero.consensus.model.event.EventOrigin;
import org.hiero.consensus.model.event.PlatformEvent;
import org.hiero.consensus.model.event.UnsignedEvent;
import org.hiero.consensus.model.hashgraph.EventWindow;
import org.hiero.consensus.model.node.NodeId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3ecosystem.hashgraph.GossipFixtures;
import org.web3ecosystem.spi.consensus.LedgerApplication.Misbehaviour;

import static org.assertj.core.api.Assertions.assertThat;

class EquivocationWatchTests {

	private static final long CREATOR = 3;

	private final List<Misbehaviour> found = new ArrayList<>();

	private final EquivocationWatch watch = new EquivocationWatch(
			Roster.newBuilder().rosterEntries(RosterEntry.newBuilder().nodeId(CREATOR).build()).build(), found::add,
			InstantSource.system());

	@TempDir
	private Path home;

	private BytesSigner signer;

	@BeforeEach
	void drawKey() {
		watch.updateEventWindow(EventWindow.getGenesisEventWindow());
		signer = SigningFactory.createSigner(GossipFixtures.keys(home, GossipFixtures.create(home, "node4")));
	}

	private void sees(long birthRound, String content) {
		UnsignedEvent event = new UnsignedEvent(NodeId.of(CREATOR), List.of(), birthRound, Instant.EPOCH,
				List.of(Bytes.wrap(content)), 0);
		new PbjStreamHasher().hashUnsignedEvent(event);
		PlatformEvent signed = new PlatformEvent(event, signer.sign(event.getHash().getBytes()), EventOrigin.GOSSIP);
		PlatformEvent branching = watch.checkForBranches(signed);
		if (branching != null) {
			watch.reportBranch(branching);
		}
	}

	@Test
	void aHintDoesNotHideTheProofThatFollowsInTheSameRound() {
		sees(5, "first");
		sees(6, "may follow it after a state transfer");
		sees(6, "may follow it too, and both cannot");

		assertThat(found).extracting(each -> each.messages().size()).containsExactly(1, 2);
	}

	@Test
	void whoBranchesAtEveryEventIsReportedOnceARound() {
		sees(5, "first");
		for (int i = 0; i < 10; i++) {
			sees(5, "another " + i);
		}

		assertThat(found).hasSize(1);
	}

}
