package org.web3ecosystem.bootstrap.home;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.web3ecosystem.bootstrap.TestFederation;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spi.trust.NodeKeyFile;
import org.web3ecosystem.spitest.Loopback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class NodeHomeTests {

	@TempDir
	Path directory;

	private final TestFederation federation = TestFederation.of(4);

	@Test
	void aValidatorKnowsItselfFromItsDirectory() {
		Path path = federation.home(1, directory);
		try (NodeHome home = NodeHome.enter(path, List.of(), null)) {
			Node node = home.node();
			assertThat(node.name()).isEqualTo("node2");
			assertThat(node.id()).isEqualTo(federation.keys().get(1).id());
			assertThat(node.isValidator()).isTrue();
			assertThat(node.bind()).containsExactly(InetAddress.getLoopbackAddress());
			assertThat(node.endpoints()).isEqualTo(TestFederation.endpoints(1));
		}
	}

	@Test
	void aNodeListensAtEveryAddressItAdvertisesUnlessToldOtherwise() throws IOException {
		Path path = joined("node5");
		InetAddress ipv6 = Loopback.ipv6();
		Endpoints both = new Endpoints(List.of("127.0.0.1", "::1", "0::1"), 1, 2, 3, 4, 5);
		try (NodeHome home = NodeHome.enter(path, List.of(), both)) {
			assertThat(home.node().bind()).containsExactly(Loopback.IPV4, ipv6);
		}
		try (NodeHome home = NodeHome.enter(path, List.of(ipv6), both)) {
			assertThat(home.node().bind()).containsExactly(ipv6);
		}
	}

	@Test
	void aJoinedNodeHasItsNameFromAFileAndItsEndpointsFromProperties() throws IOException {
		Path path = joined("node5");
		Endpoints endpoints = TestFederation.endpoints(4);
		try (NodeHome home = NodeHome.enter(path, List.of(), endpoints)) {
			assertThat(home.node().name()).isEqualTo("node5");
			assertThat(home.node().isValidator()).isFalse();
			assertThat(home.node().endpoints()).isEqualTo(endpoints);
		}
		assertThat(refused(path, null).action()).contains("web3.node.endpoints");
	}

	@Test
	void aSecondNodeInTheSameDirectoryIsRefused() {
		Path path = federation.home(0, directory);
		try (NodeHome home = NodeHome.enter(path, List.of(), null)) {
			assertThat(home.folder()).exists();
			assertThat(refused(path, null)).hasMessageContaining("another node is running in " + path);
		}
		NodeHome.enter(path, List.of(), null).close();
	}

	@Test
	void aMissingDirectoryIsNotMade() {
		Path path = directory.resolve("nowhere");
		assertThat(refused(path, null).action()).contains("init");
		assertThat(path).doesNotExist();
	}

	@Test
	void nothingIsWrittenIntoAForeignDirectory() throws IOException {
		Path path = Files.createDirectory(directory.resolve("photos"));
		Files.writeString(path.resolve("cat.jpg"), "cat");
		assertThat(refused(path, null)).hasMessageContaining("is not a node's directory");
		try (Stream<Path> files = Files.list(path)) {
			assertThat(files).hasSize(1);
		}
	}

	@Test
	void anotherFederationsGenesisIsRefused() throws IOException {
		Path path = federation.home(0, directory);
		NodeHome.enter(path, List.of(), null).close();
		TestFederation other = new TestFederation(TestFederation.of(4).signed(), federation.keys());
		Files.write(path.resolve(NodeHome.GENESIS), other.signed().encode());
		Files.writeString(path.resolve(NodeHome.NAME), "node1");
		assertThat(refused(path, TestFederation.endpoints(0))).hasMessageContaining("belongs to another federation");
	}

	@Test
	void anotherNodesKeyIsRefused() throws IOException {
		Path path = federation.home(0, directory);
		NodeHome.enter(path, List.of(), null).close();
		Files.delete(path.resolve(NodeKeyFile.NAME));
		NodeKeyFile.write(path.resolve(NodeKeyFile.NAME), federation.keys().get(1));
		assertThat(refused(path, null)).hasMessageContaining("belongs to another federation or node");
	}

	@Test
	void aKeyThatIsNotInTheGenesisNeedsAName() throws IOException {
		Path path = federation.home(0, directory);
		Files.delete(path.resolve(NodeKeyFile.NAME));
		NodeKeyFile.write(path.resolve(NodeKeyFile.NAME), NodeKey.generate());
		assertThat(refused(path, null)).hasMessageContaining("is not in the genesis document");
	}

	@Test
	void aForgedGenesisIsRefused() throws IOException {
		Path path = federation.home(0, directory);
		byte[] genesis = Files.readAllBytes(path.resolve(NodeHome.GENESIS));
		for (int position : List.of(0, 40, genesis.length / 2, genesis.length - 1)) {
			byte[] forged = genesis.clone();
			forged[position] ^= 1;
			Files.write(path.resolve(NodeHome.GENESIS), forged);
			assertThat(refused(path, null)).hasMessageContaining("genesis document");
		}
		assertThat(path.resolve(NodeHome.FOLDER)).doesNotExist();
	}

	@Test
	void theLockIsGivenBackWhenTheNodeIsRefused() throws IOException {
		Path path = joined("node5");
		assertThatExceptionOfType(HomeException.class).isThrownBy(() -> NodeHome.enter(path, List.of(), null));
		NodeHome.enter(path, List.of(), TestFederation.endpoints(4)).close();
	}

	private Path joined(String name) throws IOException {
		Path path = federation.home(0, directory);
		Files.delete(path.resolve(NodeKeyFile.NAME));
		NodeKeyFile.write(path.resolve(NodeKeyFile.NAME), NodeKey.generate());
		Files.writeString(path.resolve(NodeHome.NAME), name + "\n");
		return path;
	}

	private static HomeException refused(Path path, @Nullable Endpoints endpoints) {
		HomeException refused = catchThrowableOfType(HomeException.class,
				() -> NodeHome.enter(path, List.of(), endpoints).close());
		assertThat(refused).as("it was not refused").isNotNull();
		return refused;
	}

}
