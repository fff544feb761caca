package org.web3ecosystem.systemtest.history;

import java.util.Optional;

/**
 * What one client alone would see: a state, and what each operation does to it.
 *
 * @param <S> states, with {@code equals} and {@code hashCode}
 * @param <O> kinds of calls with their outcomes
 */
public interface Model<S, O> {

	S begin();

	/**
	 * The state after an operation; empty if in this state it cannot have had the outcome
	 * that was seen. One whose outcome is not known is possible in every state.
	 */
	Optional<S> after(S state, O operation);

}
