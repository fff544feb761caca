package org.web3ecosystem.bootstrap.discovery;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import org.web3ecosystem.bootstrap.ManualClock;
import org.web3ecosystem.bootstrap.TestFederation;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.spi.transport.Listener;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.transport.RequestHandler;
import org.web3ecosystem.spi.transport.TransportProvider;
import org.web3ecosystem.spitest.transport.InMemoryNetwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Validators that answer DNS inside of their transport, and a node that asks them. */
class RemoteNamesTests {

	private static final Name ASSET = new Name("printer.asset.test.internal");

	@TempDir
	private Path directory;

	private final ManualClock clock = new ManualClock();

	private final InMemoryNetwork network = new InMemoryNetwork();

	private final TestFederation federation = TestFederation.of(4);

	/** Questions by who was asked. */
	private final Map<NodeId, List<Message>> asked = new ConcurrentHashMap<>();

	private final Map<NodeId, Integer> lengths = new ConcurrentHashMap<>();

	private volatile UnaryOperator<Message> answer = query -> answering(query, "A 127.0.0.9");

	private volatile boolean silent;

	private RemoteNames names;

	@BeforeEach
	void listen() {
		List<Validator> validators = federation.genesis().validators();
		for (Validator validator : validators.subList(1, 4)) {
			network.node(validator.id())
				.listen(Peer.of(validator).addresses().getFirst(),
						new Inbound(List.of(handler(validator.id())), List.of()))
				.toCompletableFuture()
				.join();
		}
		names = new RemoteNames(federation.node(0, directory), network.node(validators.getFirst().id()), clock);
	}

	private RequestHandler handler(NodeId id) {
		return new RequestHandler() {

			@Override
			public String method() {
				return "trustchain.dns";
			}

			@Override
			public CompletionStage<byte[]> handle(NodeId caller, byte[] request) {
				try {
					Message query = new Message(request);
					lengths.put(id, request.length);
					asked.computeIfAbsent(id, key -> new ArrayList<>()).add(query);
					return silent ? new CompletableFuture<>()
							: CompletableFuture.completedFuture(answer.apply(query).toWire());
				}
				catch (IOException malformed) {
					return CompletableFuture.failedFuture(malformed);
				}
			}
		};
	}

	/**
	 * With authority, these records, each {@code TYPE data}, where their type is asked.
	 */
	private static Message answering(Message query, String... records) {
		Message reply = FakeResolver.reply(query);
		reply.getHeader().setFlag(Flags.AA);
		for (String line : records) {
			String[] parts = line.split(" ", 2);
			int type = Type.value(parts[0]);
			if (type == query.getQuestion().getType() || type == Type.CNAME) {
				try {
					reply.addRecord(Record.fromString(query.getQuestion().getName(), type, DClass.IN, 60, parts[1],
							org.xbill.DNS.Name.root), Section.ANSWER);
				}
				catch (IOException impossible) {
					throw new IllegalStateException(impossible);
				}
			}
		}
		return reply;
	}

	private static Message failing(Message query, int rcode) {
		Message reply = FakeResolver.reply(query);
		reply.getHeader().setRcode(rcode);
		return reply;
	}

	private Resolution resolve(Name name) {
		return names.resolve(name).toCompletableFuture().join();
	}

	private List<ResourceRecord> records(Name name) {
		return ((Resolution.Found) resolve(name)).records();
	}

	private NodeId id(int number) {
		return federation.genesis().validators().get(number - 1).id();
	}

	@Test
	void aValidatorIsAskedForAllTypesInBlocksAndItsAnswerIsKept() {
		answer = query -> answering(query, "A 127.0.0.9", "TXT hello", "SRV 1 2 3 node2.node.test.internal.");
		assertThat(records(ASSET)).containsExactlyInAnyOrder(
				new ResourceRecord.Address(InetAddress.ofLiteral("127.0.0.9")), new ResourceRecord.Text("hello"),
				new ResourceRecord.Service(1, 2, 3, new Name("node2.node.test.internal")));
		assertThat(asked).hasSize(1);
		assertThat(lengths.values()).allMatch(length -> length % 128 == 0);
		int before = asked.values().iterator().next().size();
		assertThat(resolve(ASSET).answeredBy()).isEqualTo("hypermesh");
		assertThat(asked.values().iterator().next()).hasSize(before);
		clock.forward(Duration.ofSeconds(3));
		resolve(ASSET);
		assertThat(asked.values().iterator().next()).hasSize(2 * before);
	}

	@Test
	void whatAValidatorSaysIsNotThereIsNot() {
		answer = query -> {
			Message reply = answering(query);
			reply.getHeader().setRcode(Rcode.NXDOMAIN);
			return reply;
		};
		assertThat(resolve(ASSET)).isInstanceOf(Resolution.NotFound.class);
	}

	@Test
	void anAliasIsGivenAsOne() {
		answer = query -> answering(query, "CNAME node3.node.test.internal.");
		assertThat(records(ASSET)).containsExactly(new ResourceRecord.Alias(new Name("node3.node.test.internal")));
	}

	@Test
	void whatIsStaleThereIsStaleHere() {
		answer = query -> {
			Message reply = answering(query, "A 127.0.0.9");
			reply.addRecord(
					new OPTRecord(1232, 0, 0, 0,
							List.of(new ExtendedErrorCodeOption(ExtendedErrorCodeOption.STALE_ANSWER))),
					Section.ADDITIONAL);
			return reply;
		};
		assertThat(((Resolution.Found) resolve(ASSET)).stale()).isTrue();
	}

	@Test
	void whereOneIsAwayTheNextIsAskedAndIsTheFirstFromThenOn() {
		network.isolate(id(2));
		assertThat(records(ASSET)).hasSize(1);
		assertThat(asked).containsOnlyKeys(id(3));
		network.restore(id(2));
		clock.forward(Duration.ofSeconds(3));
		resolve(ASSET);
		assertThat(asked).containsOnlyKeys(id(3));
	}

	@Test
	void whereNobodyAnswersThatIsSaidAndNotThatTheNameIsNotThere() {
		answer = query -> failing(query, Rcode.SERVFAIL);
		assertThat(names.probe().isAccepted()).isTrue();
		assertThatThrownBy(() -> resolve(ASSET)).hasCauseInstanceOf(UnavailableException.class)
			.hasMessageContaining("of 3 validators nobody answers");
		assertThat(names.probe().isAccepted()).isFalse();
		clock.forward(Duration.ofSeconds(6));
		assertThat(names.probe().isAccepted()).isTrue();
	}

	@Test
	void anAnswerWithoutAuthorityOrToAnotherQuestionIsNone() {
		answer = query -> {
			Message reply = answering(query, "A 127.0.0.9");
			reply.getHeader().unsetFlag(Flags.AA);
			return reply;
		};
		assertThatThrownBy(() -> resolve(ASSET)).hasMessageContaining("no authority");
		answer = query -> answering(Message.newQuery(
				Record.newRecord(org.xbill.DNS.Name.fromConstantString("other.test.internal."), Type.A, DClass.IN)),
				"A 127.0.0.9");
		assertThatThrownBy(() -> resolve(ASSET)).hasMessageContaining("cannot be used");
	}

	@Test
	void namesOutsideTheZoneAreNotAskedForAndNothingIsRegistered() {
		assertThatThrownBy(() -> resolve(new Name("www.example.com"))).hasCauseInstanceOf(UnavailableException.class);
		assertThat(asked).isEmpty();
	}

	/** A way that is slow takes from the time for the answers. */
	@Test
	void validatorsThatAreSilentAreAllAskedBeforeTheSeatGivesUp() {
		silent = true;
		TransportProvider near = network.node(id(1));
		names = new RemoteNames(federation.node(0, directory), new TransportProvider() {

			@Override
			public CompletionStage<Connection> connect(Peer peer, Duration deadline) {
				return near.connect(peer, deadline)
					.thenApplyAsync(Function.identity(), CompletableFuture.delayedExecutor(600, TimeUnit.MILLISECONDS));
			}

			@Override
			public CompletionStage<Listener> listen(InetSocketAddress address, Inbound inbound) {
				return near.listen(address, inbound);
			}

		}, clock);
		Instant began = Instant.now();

		assertThatThrownBy(() -> resolve(ASSET)).hasMessageContaining("of 3 validators nobody answers")
			.hasMessageContaining("within 900 ms");

		assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(3));
		assertThat(asked).hasSize(3);
	}

}
