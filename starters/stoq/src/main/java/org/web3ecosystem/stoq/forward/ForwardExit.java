package org.web3ecosystem.stoq.forward;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.DatagramSocket;
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
 * Where forwards come out: connects peers to targets that the list allows them. Blocks
 * the virtual thread it is called on until a forward has ended.
 */
public final class ForwardExit implements StreamHandler {

	private static final Logger LOG = System.getLogger(ForwardExit.class.getName());

	private final AllowList allowed;

	private final ForwardLimits limits;

	private final ForwardTally tally;

	private final ScheduledExecutorService timer;

	private final Shares shares;

	/**
	 * @param timer for idle limits; what it runs is short
	 */
	public ForwardExit(AllowList allowed, ForwardLimits limits, ForwardTally tally, ScheduledExecutorService timer) {
		this.allowed = allowed;
		this.limits = limits;
		this.tally = tally;
		this.timer = timer;
		this.shares = new Shares(limits.perPeer());
	}

	@Override
	public String protocol() {
		return Greetings.PROTOCOL;
	}

	@Override
	public void accept(NodeId caller, Stream stream) {
		if (!shares.take(caller)) {
			refuse(caller, stream, new ForwardException(Reason.OVERLOADED,
					"as many forwards as allowed, " + limits.perPeer() + ", are open for this peer"));
			return;
		}
		try {
			serve(caller, stream);
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

	private void serve(NodeId caller, Stream stream) throws IOException, InterruptedException {
		Optional<byte[]> first = Pipe.await(stream.read(), limits.connect());
		Target target = Greetings
			.asked(first.orElseThrow(() -> new ForwardException(Reason.MALFORMED, "ended before a target was named")));
		if (!allowed.allows(caller, target)) {
			throw new ForwardException(Reason.NOT_ALLOWED, target + " is not on the list for this peer");
		}
		switch (target.protocol()) {
			case TCP -> tcp(target, stream);
			case UDP -> udp(target, stream);
		}
	}

	private void tcp(Target target, Stream stream) throws IOException, InterruptedException {
		Socket socket = new Socket();
		try {
			connect(socket, target);
			Pipe.await(stream.write(Greetings.opened()));
			new TcpPipe(socket, stream, tally, limits.idle()).run(timer);
		}
		finally {
			// closed already, unless the peer went away in between
			TcpPipe.reset(socket);
		}
	}

	private void connect(Socket socket, Target target) {
		try {
			socket.connect(resolved(target), Math.toIntExact(limits.connect().toMillis()));
			socket.setTcpNoDelay(true);
		}
		catch (IOException failure) {
			throw unreachable(target, failure);
		}
	}

	private void udp(Target target, Stream stream) throws IOException, InterruptedException {
		try (DatagramSocket socket = new DatagramSocket()) {
			try {
				socket.connect(resolved(target));
			}
			catch (IOException failure) {
				throw unreachable(target, failure);
			}
			Pipe.await(stream.write(Greetings.opened()));
			new UdpPipe(socket, stream, tally, limits).run(timer);
		}
	}

	private static InetSocketAddress resolved(Target target) throws IOException {
		InetSocketAddress address = new InetSocketAddress(target.host(), target.port());
		if (address.isUnresolved()) {
			throw new IOException("nobody knows the name");
		}
		return address;
	}

	private static ForwardException unreachable(Target target, IOException failure) {
		return new ForwardException(Reason.UNREACHABLE, target + ": " + failure.getMessage());
	}

	/** In its own words; the peer ends the stream when it has read them. */
	private void refuse(NodeId caller, Stream stream, ForwardException why) {
		tally.refused(why.reason());
		tally.log().mention("forward refused", why.reason().word(), caller, String.valueOf(why.getMessage()));
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

}
