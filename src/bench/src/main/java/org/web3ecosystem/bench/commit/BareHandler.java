package org.web3ecosystem.bench.commit;

import java.util.function.Consumer;

import com.hedera.hapi.node.base.SemanticVersion;
import com.hedera.hapi.platform.event.StateSignatureTransaction;
import com.hedera.pbj.runtime.ParseException;
import com.hedera.pbj.runtime.io.buffer.Bytes;
import com.swirlds.platform.state.ConsensusStateEventHandler;
import com.swirlds.platform.system.InitTrigger;
import com.swirlds.platform.system.Platform;
import com.swirlds.state.State;
import org.hiero.consensus.model.event.Event;
import org.hiero.consensus.model.hashgraph.Round;
import org.hiero.consensus.model.transaction.ScopedSystemTransaction;
import org.jspecify.annotations.Nullable;

/** Sees what comes back and keeps nothing. */
final class BareHandler implements ConsensusStateEventHandler {

	private final Own own;

	BareHandler(Own own) {
		this.own = own;
	}

	@Override
	public void onPreHandle(Event event, State state,
			Consumer<ScopedSystemTransaction<StateSignatureTransaction>> signatures) {
		event.forEachTransaction(transaction -> signature(event, transaction.getApplicationTransaction(), signatures));
	}

	private static void signature(Event event, Bytes frame,
			Consumer<ScopedSystemTransaction<StateSignatureTransaction>> signatures) {
		if (frame.getByte(0) != BareExecution.OF_THE_LOAD) {
			try {
				signatures.accept(new ScopedSystemTransaction<>(event.getCreatorId(), event.getBirthRound(),
						StateSignatureTransaction.PROTOBUF.parse(frame.slice(1, frame.length() - 1))));
			}
			catch (ParseException impossible) {
				throw new IllegalStateException("nobody lies here", impossible);
			}
		}
	}

	@Override
	public void onHandleConsensusRound(Round round, State state,
			Consumer<ScopedSystemTransaction<StateSignatureTransaction>> signatures) {
		round.forEachEventTransaction((event, transaction) -> {
			Bytes frame = transaction.getApplicationTransaction();
			if (frame.getByte(0) == BareExecution.OF_THE_LOAD) {
				own.ordered(frame.toByteArray(1, (int) frame.length() - 1));
			}
			else {
				signature(event, frame, signatures);
			}
		});
	}

	@Override
	public boolean onSealConsensusRound(Round round, State state) {
		return true;
	}

	@Override
	public void onStateInitialized(State state, Platform platform, InitTrigger trigger,
			@Nullable SemanticVersion previousVersion) {
		// it keeps nothing
	}

	@Override
	public void onNewRecoveredState(State recoveredState) {
		throw new UnsupportedOperationException("nothing is recovered here");
	}

}
