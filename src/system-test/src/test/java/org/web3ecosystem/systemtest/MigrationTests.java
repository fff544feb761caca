package org.web3ecosystem.systemtest;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.Figures;
import org.web3ecosystem.systemtest.harness.Operator;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestFederation;
import org.web3ecosystem.systemtest.harness.TestNode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three of four processes walk from phase 0 to phase 3, and the fourth comes late. All
 * the while every name of the genesis document is asked for at every server.
 */
@SystemTest
class MigrationTests {

	private static final Duration PATIENCE = TestFederation.PATIENCE;

	private static final Duration EVERY = Duration.ofMillis(100);

	private static final int SRV = 33;

	private static final int A = 1;

	@Test
	void everyNameIsAnsweredWhileNamesComeIntoTheLedger() {
		try (Processes federation = new Processes(Scratch.directory(getClass()));
				ScheduledExecutorService clock = Executors.newScheduledThreadPool(4)) {
			List<TestNode> early = federation.nodes().subList(0, 3);
			TestNode late = federation.node(4);
			List<Asked> asked = new ArrayList<>();
			for (TestNode server : early) {
				for (TestNode node : federation.nodes()) {
					asked.add(new Asked(server, node.name() + ".node." + FederationContract.ZONE, A, 1));
				}
				asked.add(new Asked(server, "_stoq._udp." + FederationContract.ZONE, SRV, 4));
			}
			early.forEach(federation::start);
			asked.forEach(one -> clock.scheduleWithFixedDelay(one::ask, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS));
			early.forEach(node -> node.awaitPhase(3, PATIENCE));
			Operator operator = Operator.of(federation.root(), federation.node(1).home());
			JsonNode before = migration(operator, federation.node(1));
			assertThat(before.path("names").asInt()).isEqualTo(4);
			assertThat(before.path("confirmed").asInt()).isEqualTo(3);
			assertThat(before.path("waiting").toString()).contains(late.name());

			federation.start(late);
			late.awaitPhase(3, PATIENCE);
			Awaitility.await("all names are in the ledger")
				.atMost(PATIENCE)
				.until(() -> migration(operator, federation.node(1)).path("done").asBoolean());
			clock.shutdown();

			assertThat(asked).allSatisfy(one -> {
				assertThat(one.troubles).as("%s", one).isEmpty();
				assertThat(one.answered.get()).as("%s", one).isPositive();
			});
			assertThat(asked).extracting(one -> one.most.get()).as("nobody has a name twice").containsOnly(1, 4);
			Figures.note("three processes and a late one: names asked while they walked",
					asked.stream().mapToLong(one -> one.answered.get()).sum() + ", each answered");
		}
	}

	private static JsonNode migration(Operator operator, TestNode node) {
		return new JsonMapper().readTree(operator.get(node.https("/actuator/dns")).body()).path("migration");
	}

	/** A name that is asked for at a server, from its first good answer on. */
	private static final class Asked {

		private final TestNode server;

		private final String name;

		private final int type;

		private final int wanted;

		private final AtomicLong answered = new AtomicLong();

		private final AtomicInteger most = new AtomicInteger();

		private final Queue<String> troubles = new ConcurrentLinkedQueue<>();

		Asked(TestNode server, String name, int type, int wanted) {
			this.server = server;
			this.name = name;
			this.type = type;
			this.wanted = wanted;
		}

		void ask() {
			try (DatagramSocket socket = new DatagramSocket()) {
				socket.connect(InetAddress.getLoopbackAddress(), server.ports().dns());
				socket.setSoTimeout(10_000);
				byte[] query = query();
				socket.send(new DatagramPacket(query, query.length));
				DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
				socket.receive(packet);
				ByteBuffer answer = ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
				int rcode = answer.get(3) & 15;
				int records = answer.getShort(6);
				most.accumulateAndGet(records, Math::max);
				if (rcode == 0 && records >= wanted) {
					answered.incrementAndGet();
				}
				else if (answered.get() > 0) {
					troubles.add("rcode " + rcode + " with " + records + " records");
				}
			}
			catch (IOException | RuntimeException failure) {
				if (answered.get() > 0) {
					troubles.add(failure.toString());
				}
			}
		}

		private byte[] query() {
			ByteBuffer query = ByteBuffer.allocate(300).putShort((short) 7).putShort((short) 0x100);
			query.putShort((short) 1).putShort((short) 0).putInt(0);
			for (String label : name.split("\\.")) {
				query.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
			}
			query.put((byte) 0).putShort((short) type).putShort((short) 1);
			byte[] bytes = new byte[query.position()];
			query.flip().get(bytes);
			return bytes;
		}

		@Override
		public String toString() {
			return name + " at " + server + ", " + answered + " answers";
		}

	}

}
