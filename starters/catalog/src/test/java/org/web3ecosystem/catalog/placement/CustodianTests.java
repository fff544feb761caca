package org.web3ecosystem.catalog.placement;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3ecosystem.catalog.Manifests;
import org.web3ecosystem.catalog.TestFederation;
import org.web3ecosystem.catalog.TestFederation.Member;
import org.web3ecosystem.catalog.entry.Content;
import org.web3ecosystem.catalog.ledger.BlobEntry;
import org.web3ecosystem.catalog.ledger.BlobEntry.Holder;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.spi.transport.Stream;
import org.web3ecosystem.spi.transport.StreamHandler;
import org.web3ecosystem.spi.trust.NodeKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.web3ecosystem.spitest.Stages.get;

class CustodianTests {

	private static final Duration WINDOW = Duration.ofMinutes(1);

	@TempDir
	private Path folder;

	private TestFederation federation;

	private Member publisher;

	private final byte[] bytes = Manifests.bytes(new Random(1), 3 * StoredBlob.PIECE + 17);

	private Content content;

	@BeforeEach
	void publish() {
		federation = new TestFederation(4, folder);
		publisher = federation.member(0);
		content = publisher.upload("log.jar", bytes).content();
		publisher.publish("log 1.0.0", List.of(publisher.upload("log.jar", bytes)));
	}

	@AfterEach
	void close() {
		federation.close();
	}

	private BlobEntry entry() {
		return get(publisher.entries().blob(content)).orElseThrow();
	}

	private List<NodeId> holders() {
		return entry().holders().stream().map(Holder::node).toList();
	}

	private Member keeper() {
		NodeId chosen = Placement
			.keepers(content, publisher.node().id(),
					federation.members().stream().map(member -> member.node().id()).toList(), 2)
			.get(1);
		return federation.members().stream().filter(member -> member.node().id().equals(chosen)).findFirst().get();
	}

	@Test
	void aPublishedBlobIsHeldByItsPublisherAndTheOneChosen() {
		federation.look(2);

		assertThat(holders()).containsExactlyInAnyOrder(publisher.node().id(), keeper().node().id());
		assertThat(keeper().store().find(content.digest())).contains(content);
		assertThat(federation.members().stream().mapToLong(member -> member.custodian().fetched()).sum()).isEqualTo(1);
		assertThat(publisher.custodian().observation().trouble()).isEmpty();
		assertThat(publisher.custodian().observation().held()).isEqualTo(1);
	}

	@Test
	void challengesAreAnsweredOnceEachAndCounted() {
		federation.look(3);
		federation.ledger().pass(WINDOW);
		federation.look(3);

		assertThat(entry().holders()).hasSize(2)
			.allSatisfy(holder -> assertThat(holder.byteSeconds()).isEqualTo(bytes.length * 60L));
		assertThat(publisher.custodian().proven()).isEqualTo(2);
		assertThat(publisher.custodian().refused()).isZero();
	}

	@Test
	void aFlippedByteIsNotProvenButFetchedAgain() throws IOException {
		federation.look(2);
		byte[] onDisk = bytes.clone();
		onDisk[0] ^= 1;
		Files.write(publisher.store().file(content), onDisk);
		federation.ledger().pass(WINDOW);

		publisher.custodian().look();

		assertThat(publisher.custodian().fetched()).isEqualTo(1);
		assertThat(publisher.store().corrupted()).isEqualTo(1);
		assertThat(Files.readAllBytes(publisher.store().file(content))).isEqualTo(bytes);
		assertThat(entry().holder(publisher.node().id()).orElseThrow().byteSeconds()).isEqualTo(bytes.length * 60L);
	}

	@Test
	void whoeverAsksGetsItFromAHolder() {
		federation.look(2);
		Member other = federation.members()
			.stream()
			.filter(member -> !holders().contains(member.node().id()))
			.findFirst()
			.orElseThrow();

		try (StoredBlob blob = other.custodian().obtain(content)) {
			assertThat(blob.read(0)).hasSize(StoredBlob.PIECE);
		}
	}

	@Test
	void whileOneHolderIsThereTheBlobCanBeHad() {
		federation.look(2);
		Member other = federation.members()
			.stream()
			.filter(member -> !holders().contains(member.node().id()))
			.findFirst()
			.orElseThrow();
		Content blob = content;
		federation.network().isolate(publisher.node().id());
		federation.network().isolate(keeper().node().id());
		assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> other.custodian().obtain(blob))
			.withMessageContaining("cannot be had");

		federation.network().restore(keeper().node().id());
		try (StoredBlob got = other.custodian().obtain(blob)) {
			assertThat(got.content()).isEqualTo(blob);
		}
	}

	@Test
	void bytesThatAreNotTheBlobAreThrownAway() {
		byte[] wrong = bytes.clone();
		wrong[5] ^= 1;
		assertThat(fetchFrom(wrong)).contains("the bytes are not the blob");
		assertThat(fetchFrom(Manifests.bytes(new Random(2), bytes.length + 1))).contains("more than");
		assertThat(fetchFrom(Arrays.copyOf(bytes, 100))).contains("the bytes are not the blob");
		assertThat(federation.member(1).store().count()).isZero();
		assertThat(federation.member(1).store().used()).isZero();
	}

	/** Lets node 2 fetch from a liar, and tells why it did not. */
	private String fetchFrom(byte[] sent) {
		NodeKey liar = NodeKey.generate();
		int port = 1_000 + sent.length % 1_000 + sent[5];
		federation.network()
			.node(liar.id())
			.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
					new Inbound(List.of(), List.of(new Sender(sent))));
		Validator validator = new Validator("liar", 9, liar.publicKey().getEncoded(), new byte[] { 1 },
				new Endpoints(List.of("127.0.0.1"), port, 1, 1, 1, 1), 1);
		Member two = federation.member(1);
		try {
			new BlobClient(two.transport(), two.store()).fetch(content, Peer.of(validator));
			return "";
		}
		catch (RuntimeException refused) {
			return String.valueOf(refused.getMessage());
		}
	}

	private record Sender(byte[] bytes) implements StreamHandler {

		@Override
		public String protocol() {
			return BlobMessage.PROTOCOL;
		}

		@Override
		public void accept(NodeId caller, Stream stream) {
			stream.read().thenCompose(asked -> stream.write(BlobMessage.answer(true, ""))).thenCompose(done -> {
				stream.write(bytes);
				return stream.finish();
			});
		}

	}

	@Test
	void aRestartedNodeKnowsItsDutiesFromTheLedger() {
		federation.look(2);
		Member before = publisher;
		Custodian again = new Custodian(before.node(), before.entries(), before.store(),
				new BlobClient(before.transport(), before.store()), TestFederation.NO_NAMES, 2);
		again.look();

		assertThat(again.observation().duties()).isEqualTo(1);
		assertThat(again.observation().held()).isEqualTo(1);
		assertThat(again.proven()).isZero();
	}

	@Test
	void whileTheLedgerIsAwayItSaysSoAndGoesOnAfterwards() {
		federation.ledger().reachable(false);
		publisher.custodian().look();
		assertThat(publisher.custodian().observation().trouble()).contains("cannot be reached");

		federation.ledger().reachable(true);
		publisher.custodian().look();
		assertThat(publisher.custodian().observation().trouble()).isEmpty();
		assertThat(holders()).contains(publisher.node().id());
	}

	@Test
	void aBlobThatNobodyGivesIsMissingAndSaidToBe() {
		publisher.custodian().look();
		Member keeper = keeper();
		federation.network().isolate(publisher.node().id());
		keeper.custodian().look();

		assertThat(keeper.custodian().observation().missing()).isEqualTo(content.digest().hex());
		federation.network().restore(publisher.node().id());
		for (int i = 0; i < 4; i++) {
			keeper.custodian().look();
		}
		assertThat(keeper.custodian().observation().missing()).isEmpty();
		assertThat(holders()).hasSize(2);
	}

}
