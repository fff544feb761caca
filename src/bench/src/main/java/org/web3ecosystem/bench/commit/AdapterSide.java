package org.web3ecosystem.bench.commit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

import org.jspecify.annotations.Nullable;
import org.web3ecosystem.hashgraph.HashgraphEngine;
import org.web3ecosystem.hashgraph.HashgraphSettings;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.ConsensusEngine.Submission;
import org.web3ecosystem.spi.consensus.LedgerApplication;
import org.web3ecosystem.spi.consensus.LedgerState;
import org.web3ecosystem.spi.consensus.Roster;

/** The engine behind our interface, with an application that does nothing. */
final class AdapterSide implements Contender {

	private final List<Replica> replicas = new ArrayList<>();

	AdapterSide(Path directory, int n) throws IOException {
		for (Node node : Members.found(directory, n, List.of())) {
			replicas.add(
					new Replica(new HashgraphEngine(node, HashgraphSettings.DEFAULT), new Own(new SplittableRandom())));
		}
		replicas.forEach(replica -> replica.engine.start(new Nothing(replica.own)));
	}

	private record Replica(HashgraphEngine engine, Own own) {
	}

	@Override
	public boolean isActive() {
		return replicas.stream().allMatch(replica -> replica.engine.report().isActive());
	}

	@Override
	public boolean submit(int number, Runnable done) {
		Replica replica = replicas.get(number);
		byte[] transaction = replica.own.begin(done);
		if (replica.engine.submit(transaction) == Submission.TAKEN) {
			return true;
		}
		replica.own.refused(transaction);
		return false;
	}

	@Override
	public void close() {
		replicas.forEach(replica -> replica.engine.close());
	}

	/** Sees what comes back and keeps nothing. */
	private record Nothing(Own own) implements LedgerApplication {

		@Override
		public Verdict check(byte[] transaction) {
			return Verdict.accepted();
		}

		@Override
		public @Nullable Object prepare(byte[] transaction) {
			return null;
		}

		@Override
		public Optional<Roster> commit(Block block, LedgerState state) {
			block.transactions().forEach(ordered -> own.ordered(ordered.transaction()));
			return Optional.empty();
		}

		@Override
		public void restored(LedgerState state) {
			// it keeps nothing
		}

		@Override
		public void misbehaviour(Misbehaviour found) {
			throw new IllegalStateException("nobody lies here: " + found.kind());
		}

	}

}
