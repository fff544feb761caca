package org.web3ecosystem.catalog.placement;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.catalog.TestFederation;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.discovery.ServiceRegistration;
import org.web3ecosystem.spi.genesis.FederationNames;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.trust.NodeKey;

import static org.assertj.core.api.Assertions.assertThat;

class HoldersTests {

	private static final Name ZONE = new Name("local.internal");

	private final NodeKey own = NodeKey.generate();

	private final NodeKey validator = NodeKey.generate();

	private final NodeId member = NodeKey.generate().id();

	private final Names names = new Names();

	private final Holders holders = new Holders(
			new Node("node1", own, Path.of("."), List.of(InetAddress.getLoopbackAddress()), TestFederation.endpoints(0),
					TestFederation.genesis(List.of(own, validator), List.of())),
			names);

	private static final class Names implements ServiceDiscovery {

		private final Map<Name, List<ResourceRecord>> records = new HashMap<>();

		private final AtomicInteger asked = new AtomicInteger();

		private void speaksStoq(String node, int port) {
			records.merge(FederationNames.stoq(ZONE),
					List.of(new ResourceRecord.Service(0, 0, port, FederationNames.nodeName(ZONE, node))),
					(before, more) -> java.util.stream.Stream.concat(before.stream(), more.stream()).toList());
			records.put(FederationNames.nodeName(ZONE, node),
					List.of(new ResourceRecord.Address(InetAddress.getLoopbackAddress())));
		}

		@Override
		public CompletionStage<Resolution> resolve(Name name) {
			asked.incrementAndGet();
			List<ResourceRecord> found = records.get(name);
			return CompletableFuture.completedFuture(found == null ? new Resolution.NotFound(Duration.ZERO, "test")
					: new Resolution.Found(found, Duration.ofMinutes(1), false, "test"));
		}

		@Override
		public CompletionStage<Void> register(ServiceRegistration registration) {
			throw new AssertionError("nobody registers here");
		}

	}

	@Test
	void aMemberIsTriedWhereNodesThatAreNoValidatorsSpeakStoq() {
		names.speaksStoq("node1", 9_292);
		names.speaksStoq("node2", 9_392);
		names.speaksStoq("catalog", 9_700);
		names.speaksStoq("other", 9_800);

		assertThat(holders.places(List.of(own.id(), member))).containsExactly(at(member, 9_700), at(member, 9_800));
	}

	@Test
	void validatorsAreAskedFirstAndNobodyIsLookedUpForThem() {
		names.speaksStoq("catalog", 9_700);
		assertThat(holders.places(List.of(member, validator.id())).findFirst().orElseThrow().id())
			.isEqualTo(validator.id());
		assertThat(names.asked).hasValue(0);
	}

	@Test
	void soManyPlacesAreTriedAndNoMore() {
		for (int i = 0; i < Holders.MAX_PLACES + 5; i++) {
			names.speaksStoq("member" + i, 20_000 + i);
		}
		assertThat(holders.places(List.of(member))).hasSize(Holders.MAX_PLACES);
	}

	private static Peer at(NodeId id, int port) {
		return new Peer(id, List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
	}

}
