package org.web3ecosystem.stoq.forward;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.transport.Stream;
import org.web3ecosystem.spi.transport.StreamHandler;
import org.web3ecosystem.stoq.forward.ForwardException.Reason;

/**
 * Where something comes out here. Each conversation has a virtual thread that waits until
 * it has ended; no peer has more of them than its share.
 */
abstract class Exit implements StreamHandler {

	private static final Logger LOG = System.getLogger(Exit.class.getName());

	final ForwardLimits limits;

	final ForwardTally tally;

	final ScheduledExecutorService timer;

	private final Shares shares;

	Exit(ForwardLimits limits, ForwardTally tally, ScheduledExecutorService timer) {
		this.limits = limits;
		this.tally = tally;
		this.timer = timer;
		this.shares = new Shares(limits.perPeer());
	}

	/**
	 * Looks what is wanted and passes it on; blocks until that has ended.
	 * @param first the first message
	 * @throws ForwardException if it is not opened
	 */
	abstract void serve(NodeId caller, byte[] first, Stream stream) throws IOException, InterruptedException;

	/** What comes is taken by threads of their own. */
	@Override
	public final boolean isNonBlocking() {
		return true;
	}

	@Override
	public final void accept(NodeId caller, Stream stream) {
		Thread.startVirtualThread(() -> admit(caller, stream));
	}

	private void admit(NodeId caller, Stream stream) {
		if (!shares.take(caller)) {
			refuse(caller, stream, new ForwardException(Reason.OVERLOADED,
					"as many forwards as allowed, " + limits.perPeer() + ", are open for this peer"));
			return;
		}
		try {
			Optional<byte[]> first = Pipe.await(stream.read(), limits.connect());
			serve(caller,
					first.orElseThrow(
							() -> new ForwardException(Reason.MALFORMED, "ended before it was said what is wanted")),
					stream);
		}
		catch (ForwardException refusal) {
			refuse(caller, stream, refusal);
		}
		catch (IOException | UnavailableException gone) {
			LOG.log(Level.DEBUG, "forward ended peer={0} why={1}", caller.brief(), gone.getMessage());
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
		}
		finally {
			stream.close();
			shares.giveBack(caller);
		}
	}

	/**
	 * Connects to a port and passes on.
	 * @param what for people
	 */
	final void tcp(InetSocketAddress port, String what, Stream stream) throws IOException, InterruptedException {
		Socket socket = new Socket();
		try {
			connect(socket, port, what);
			Pipe.await(stream.write(Greetings.opened()));
			new TcpPipe(socket, stream, tally, limits.idle()).run(timer);
		}
		finally {
			// closed already, unless the peer went away in between
			TcpPipe.reset(socket);
		}
	}

	private void connect(Socket socket, InetSocketAddress port, String what) {
		try {
			socket.connect(port, Math.toIntExact(limits.connect().toMillis()));
			socket.setTcpNoDelay(true);
		}
		catch (IOException failure) {
			throw unreachable(what, failure);
		}
	}

	static ForwardException unreachable(String what, IOException failure) {
		return new ForwardException(Reason.UNREACHABLE, what + ": " + failure.getMessage());
	}

	/** In its own words; the peer ends the stream when it has read them. */
	private void refuse(NodeId caller, Stream stream, ForwardException why) {
		tally.refused(why.reason());
		told(caller, why);
		try {
			Pipe.await(stream.write(Greetings.refused(why)), limits.connect());
			Pipe.await(stream.finish(), limits.connect());
			Pipe.await(stream.read(), limits.connect());
		}
		catch (IOException | UnavailableException gone) {
			LOG.log(Level.DEBUG, "a refusal was not taken peer={0}", caller.brief());
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
		}
		finally {
			stream.close();
		}
	}

	/** What is said of it here. */
	void told(NodeId caller, ForwardException why) {
		tally.log().mention("forward refused", why.reason().word(), caller, String.valueOf(why.getMessage()));
	}

}
