package org.web3ecosystem.hypermesh.ledger;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.state.AttestedRoot;
import org.web3ecosystem.hypermesh.state.GenesisState;
import org.web3ecosystem.hypermesh.state.NodeSignature;
import org.web3ecosystem.hypermesh.state.ProofVerifier;
import org.web3ecosystem.hypermesh.state.ProvenEntry;
import org.web3ecosystem.hypermesh.state.Rosters;
import org.web3ecosystem.hypermesh.state.SignedRoot;
import org.web3ecosystem.hypermesh.state.StateRoot;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.spi.transport.RequestHandler;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spitest.transport.InMemoryNetwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.web3ecosystem.spitest.Stages.get;

/** Validators that answer wrongly. */
class LiarsTests {

	private static final int N = 4;

	private final List<NodeKey> keys = IntStream.range(0, N).mapToObj(i -> NodeKey.generate()).toList();

	private final Genesis genesis = TestFederation.genesis(keys);

	private final InMemoryNetwork network = new InMemoryNetwork();

	private final ScheduledExecutorService scheduler = Executors
		.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

	private final StateRoot root = new StateRoot(genesis.chainId(), Epoch.GENESIS, new Height(3), new byte[32],
			Instant.EPOCH);

	private final Counters counters = new Counters();

	@AfterEach
	void close() {
		scheduler.shutdownNow();
	}

	private void answer(int validator, String method, byte[] answer) {
		RequestHandler handler = new RequestHandler() {

			@Override
			public String method() {
				return method;
			}

			@Override
			public CompletionStage<byte[]> handle(NodeId caller, byte[] request) {
				return CompletableFuture.completedFuture(answer);
			}

		};
		network.node(keys.get(validator).id())
			.listen(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"),
					TestFederation.endpoints(validator).stoq()), new Inbound(List.of(handler), List.of()));
	}

	private ObserverLedger observer() {
		NodeKey key = NodeKey.generate();
		var node = TestFederation.node(genesis, key, "node5", TestFederation.endpoints(5));
		return new ObserverLedger(node.key(), node.genesis(), new Validators(node, network.node(key.id()))::servers,
				new ProofVerifier(genesis), TestFederation.limits(), new SecureRandom(), scheduler, Runnable::run);
	}

	private RootAttestor attestor() {
		var node = TestFederation.node(genesis, keys.getFirst(), "node1", TestFederation.endpoints(0));
		return new RootAttestor(node, new Validators(node, network.node(node.id())), new Rosters(genesis),
				TestFederation.limits(), counters, nobody -> false);
	}

	private ProvenEntry entry(String key) {
		return GenesisState.prove(genesis, GenesisState.LEDGER, key);
	}

	@Test
	void anObserverLeavesOutAValidatorThatForges() {
		ProvenEntry honest = entry("genesis");
		ProvenEntry forged = new ProvenEntry(honest.module(), honest.key(), Optional.of(new byte[] { 1 }),
				honest.proof(), honest.root());
		answer(0, ReadHandler.METHOD, forged.encode());
		answer(1, ReadHandler.METHOD, entry("policy/work-bits").encode());
		answer(2, ReadHandler.METHOD, new byte[] { 1, 2, 3 });
		answer(3, ReadHandler.METHOD, honest.encode());

		assertThat(get(observer().readProven(GenesisState.LEDGER, "genesis")).value().orElseThrow())
			.isEqualTo(honest.value().orElseThrow());
	}

	@Test
	void anObserverBelievesNobodyWhenAllForge() {
		for (int i = 0; i < N; i++) {
			answer(i, ReadHandler.METHOD, entry("policy/work-bits").encode());
		}

		assertThatExceptionOfType(UnavailableException.class)
			.isThrownBy(() -> get(observer().readProven(GenesisState.LEDGER, "genesis")));
	}

	@Test
	void aQuorumSignsInSpiteOfOneLiar() {
		answer(1, RootHandler.METHOD, SignedRoot.sign(root, keys.get(1)).encode());
		answer(2, RootHandler.METHOD, SignedRoot.sign(root, keys.get(2)).encode());
		answer(3, RootHandler.METHOD, new SignedRoot(root, root.sign(NodeKey.generate())).encode());

		AttestedRoot attested = get(attestor().attest(root));

		new ProofVerifier(genesis).verify(attested);
		assertThat(attested.signatures()).extracting(NodeSignature::signer)
			.containsExactlyInAnyOrder(keys.get(0).id(), keys.get(1).id(), keys.get(2).id());
	}

	@Test
	void aSignatureGivenInAnothersNameDoesNotCount() {
		answer(1, RootHandler.METHOD, SignedRoot.sign(root, keys.get(1)).encode());
		answer(2, RootHandler.METHOD, SignedRoot.sign(root, keys.get(1)).encode());

		assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> get(attestor().attest(root)))
			.withMessageContaining("only 2 validators");
	}

	@Test
	void oneLiarIsADisagreementAndNotAnOutvote() {
		StateRoot other = new StateRoot(genesis.chainId(), Epoch.GENESIS, new Height(3), keys.getFirst().id().bytes(),
				Instant.EPOCH);
		answer(1, RootHandler.METHOD, SignedRoot.sign(other, keys.get(1)).encode());
		RootAttestor attestor = attestor();

		assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> get(attestor.attest(root)));

		assertThat(counters.disagreements.sum()).isEqualTo(1);
		assertThat(attestor.isOutvoted()).isFalse();
	}

	@Test
	void moreThanFOthersThatSignAnotherStateOutvoteThisNode() {
		StateRoot other = new StateRoot(genesis.chainId(), Epoch.GENESIS, new Height(3), keys.getFirst().id().bytes(),
				Instant.EPOCH);
		for (int i = 1; i < N; i++) {
			answer(i, RootHandler.METHOD, SignedRoot.sign(other, keys.get(i)).encode());
		}

		RootAttestor attestor = attestor();

		assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> get(attestor.attest(root)));

		assertThat(counters.disagreements.sum()).isEqualTo(3);
		assertThat(attestor.isOutvoted()).isTrue();
	}

}
