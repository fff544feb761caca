package org.web3ecosystem.hypermesh.plot;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.TestFederation.Member;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.consensus.LedgerModule.Command;

import static org.assertj.core.api.Assertions.assertThat;

/** A node writes its plot and registers it. */
class OwnPlotTests {

	private final TestFederation federation = new TestFederation(4).start();

	@TempDir
	private Path home;

	@AfterEach
	void close() {
		federation.close();
	}

	private OwnPlot plot(Member member, int depth) {
		Node node = member.node();
		return new OwnPlot(new Node(node.name(), node.key(), home, node.bind(), node.endpoints(), node.genesis()),
				depth, member.ledger(), member.ledger()::readiness, member.prover()::prove, federation.scheduler());
	}

	private static Optional<Plot> registered(Member at, NodeId node) {
		return PlotModule.plot(node,
				at.ledger().read(PlotModule.NAME, PlotModule.key(node)).toCompletableFuture().join());
	}

	@Test
	void whatIsWrittenIsRegisteredAndTakesThePlaceOfTheOneBefore() {
		Member member = federation.member(0);
		NodeId id = member.node().id();
		try (OwnPlot own = plot(member, PlotModule.LEAST_DEPTH)) {
			assertThat(own.ready().met()).isFalse();
			assertThat(own.ready().reason()).contains("the plot is being written");
			own.start();
			TestFederation.await(() -> own.ready().met(), () -> own.ready().reason());

			assertThat(registered(member, id)).hasValueSatisfying(known -> {
				assertThat(known.depth()).isEqualTo(PlotModule.LEAST_DEPTH);
				assertThat(own.state()).isInstanceOfSatisfying(PlotState.Ready.class,
						ready -> assertThat(ready.file().plot()).isEqualTo(known));
			});
		}
	}

	@Test
	void aNodeThatDoesNotValidateHasAPlotToo() {
		Member observer = federation.observer("node9");
		observer.ledger().start();
		try (OwnPlot own = plot(observer, PlotModule.LEAST_DEPTH)) {
			own.start();
			TestFederation.await(() -> own.ready().met(), () -> own.ready().reason());
			TestFederation.await(() -> federation.member(2)
				.ledger()
				.plot(observer.node().id())
				.filter(plot -> plot.depth() == PlotModule.LEAST_DEPTH)
				.isPresent(), () -> "not known to a validator");
		}
	}

	@Test
	void theLedgerTakesNoSmallOrMalformedPlot() {
		PlotModule module = new PlotModule();
		NodeId node = federation.member(0).node().id();

		assertThat(check(module, new Plot(node, PlotModule.LEAST_DEPTH, new byte[32]).encode()))
			.isEqualTo(Verdict.accepted());
		assertThat(check(module, new Plot(node, PlotModule.LEAST_DEPTH - 1, new byte[32]).encode()).reason())
			.contains("at least");
		for (byte[] junk : List.of(new byte[0], new byte[200], Cbor.struct().encode(),
				Arrays.copyOf(new Plot(node, 20, new byte[32]).encode(), 60))) {
			assertThat(check(module, junk).isAccepted()).isFalse();
		}
	}

	private Verdict check(PlotModule module, byte[] body) {
		return module.check(new Command("id", federation.member(0).node().id(), body, Instant.MIN, Height.GENESIS));
	}

}
