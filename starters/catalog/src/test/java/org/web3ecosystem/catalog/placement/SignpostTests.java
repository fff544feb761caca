package org.web3ecosystem.catalog.placement;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3ecosystem.catalog.Manifests;
import org.web3ecosystem.catalog.TestFederation;
import org.web3ecosystem.catalog.TestFederation.Member;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.asset.Asset;

import static org.assertj.core.api.Assertions.assertThat;

class SignpostTests {

	@TempDir
	private Path folder;

	private TestFederation federation;

	private Member publisher;

	@BeforeEach
	void publish() {
		federation = new TestFederation(4, folder);
		publisher = federation.member(0);
		publisher.publish("log 1.0.0", List.of(publisher.upload("log.jar", Manifests.bytes(new Random(1), 5000)),
				publisher.upload("log.txt", Manifests.bytes(new Random(2), 5000))));
	}

	@AfterEach
	void close() {
		federation.close();
	}

	private Asset asset() {
		return federation.assets().get("log");
	}

	private void lookAll() {
		federation.members().forEach(member -> member.signpost().look());
	}

	@Test
	void theNamePointsToWhoeverHasEveryBlob() {
		federation.look(3);
		List<NodeId> both = federation.members()
			.stream()
			.filter(member -> member.custodian().observation().held() == 2)
			.map(member -> member.node().id())
			.toList();

		lookAll();

		assertThat(asset().holders()).containsExactlyInAnyOrderElementsOf(both).contains(publisher.node().id());
	}

	@Test
	void whatIsRightIsLeftAlone() {
		federation.look(3);
		lookAll();
		long revision = asset().revision();

		lookAll();

		assertThat(asset().revision()).isEqualTo(revision);
	}

	@Test
	void nobodyPointsTheNameOfAnAssetThatIsAnothers() {
		Asset mine = asset();
		federation.assets()
			.put("log", new Asset("log", mine.kind(), federation.member(2).node().id(), List.of(), "",
					mine.registeredAt(), 7, mine.state()));
		federation.look(3);

		lookAll();

		assertThat(asset().revision()).isEqualTo(7);
	}

	@Test
	void aNewVersionIsWhatTheNameMeans() {
		federation.look(3);
		lookAll();
		publisher.publish("log 1.1.0", List.of(publisher.upload("log.jar", Manifests.bytes(new Random(3), 100))));
		publisher.custodian().look();

		lookAll();

		assertThat(asset().holders()).contains(publisher.node().id());
	}

}
