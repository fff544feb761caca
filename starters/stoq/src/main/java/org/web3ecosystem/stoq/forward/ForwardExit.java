package org.web3ecosystem.stoq.forward;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.concurrent.ScheduledExecutorService;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.transport.Stream;
import org.web3ecosystem.stoq.forward.ForwardException.Reason;

/** Where forwards come out: connects peers to targets that the list allows them. */
public final class ForwardExit extends Exit {

	private final AllowList allowed;

	/**
	 * @param timer for idle limits; what it runs is short
	 */
	public ForwardExit(AllowList allowed, ForwardLimits limits, ForwardTally tally, ScheduledExecutorService timer) {
		super(limits, tally, timer);
		this.allowed = allowed;
	}

	@Override
	public String protocol() {
		return Greetings.PROTOCOL;
	}

	@Override
	void serve(NodeId caller, byte[] first, Stream stream) throws IOException, InterruptedException {
		Target target = Greetings.asked(first);
		if (!allowed.allows(caller, target)) {
			throw new ForwardException(Reason.NOT_ALLOWED, target + " is not on the list for this peer");
		}
		switch (target.protocol()) {
			case TCP -> tcp(resolved(target), target.toString(), stream);
			case UDP -> udp(target, stream);
		}
	}

	private void udp(Target target, Stream stream) throws IOException, InterruptedException {
		InetSocketAddress address = resolved(target);
		try (DatagramSocket socket = new DatagramSocket()) {
			try {
				socket.connect(address);
			}
			catch (IOException failure) {
				throw unreachable(target.toString(), failure);
			}
			Pipe.await(stream.write(Greetings.opened()));
			new UdpPipe(socket, stream, tally, limits).run(timer);
		}
	}

	private static InetSocketAddress resolved(Target target) {
		InetSocketAddress address = new InetSocketAddress(target.host(), target.port());
		if (address.isUnresolved()) {
			throw unreachable(target.toString(), new IOException("nobody knows the name"));
		}
		return address;
	}

}
