package org.web3ecosystem.stoq.rpc;

import java.util.Optional;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.NodeId;

/** Follows requests across nodes. */
public interface Tracing {

	/** Follows nothing. */
	Tracing NONE = new Tracing() {

		@Override
		public Span calling(String method, NodeId peer) {
			return Span.NONE;
		}

		@Override
		public Span handling(String method, NodeId caller, Optional<TraceParent> parent) {
			return Span.NONE;
		}

	};

	/** A request is made, on the thread of who makes it. */
	Span calling(String method, NodeId peer);

	/** A request is handled. */
	Span handling(String method, NodeId caller, Optional<TraceParent> parent);

	/** One side of a request, until it has ended. */
	interface Span {

		/** Nothing. */
		Span NONE = new Span() {

			@Override
			public Optional<TraceParent> place() {
				return Optional.empty();
			}

			@Override
			public <T> T within(Supplier<T> work) {
				return work.get();
			}

			@Override
			public void end(@Nullable Throwable failure) {
				// nothing began
			}

		};

		/** What the other side is told. */
		Optional<TraceParent> place();

		/** Does something on this thread as a part of it. */
		<T> T within(Supplier<T> work);

		/**
		 * @param failure why there is no answer, null if there is one
		 */
		void end(@Nullable Throwable failure);

	}

}
