package org.web3ecosystem.spi.transport;

import org.web3ecosystem.spi.UnavailableException;

/**
 * Why a connection, request or stream failed. Extends {@link UnavailableException}
 * because another peer or another moment may do better, except {@link RefusedIdentity},
 * which callers must not paper over.
 */
public sealed class TransportException extends UnavailableException {

	private static final long serialVersionUID = 1L;

	private TransportException(String message, Throwable cause) {
		super(message, cause);
	}

	private TransportException(String message) {
		super(message);
	}

	/** Nobody answers there. */
	public static final class Unreachable extends TransportException {

		private static final long serialVersionUID = 1L;

		public Unreachable(String message, Throwable cause) {
			super(message, cause);
		}

	}

	/** One side did not accept who the other is. */
	public static final class RefusedIdentity extends TransportException {

		private static final long serialVersionUID = 1L;

		private final boolean provisional;

		/**
		 * @param provisional the refusal was of a self-signed identity as such: an issued
		 * one may be accepted
		 */
		public RefusedIdentity(String message, boolean provisional) {
			super(message);
			this.provisional = provisional;
		}

		public boolean isProvisional() {
			return provisional;
		}

	}

	/** The deadline passed. */
	public static final class TimedOut extends TransportException {

		private static final long serialVersionUID = 1L;

		public TimedOut(String message) {
			super(message);
		}

	}

	/** A stated limit here or there is reached. */
	public static final class Overloaded extends TransportException {

		private static final long serialVersionUID = 1L;

		public Overloaded(String message) {
			super(message);
		}

	}

	/** The peer or the network ended it. */
	public static final class Closed extends TransportException {

		private static final long serialVersionUID = 1L;

		public Closed(String message) {
			super(message);
		}

	}

	/** The peer's handler answered with a failure. */
	public static final class RemoteFailure extends TransportException {

		private static final long serialVersionUID = 1L;

		private final boolean rejected;

		/**
		 * @param rejected the peer understood and refused, as opposed to could not now
		 */
		public RemoteFailure(String message, boolean rejected) {
			super(message);
			this.rejected = rejected;
		}

		public boolean isRejected() {
			return rejected;
		}

	}

}
