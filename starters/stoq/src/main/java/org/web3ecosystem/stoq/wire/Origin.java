package org.web3ecosystem.stoq.wire;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.NodeId;

/** Whom something comes from: a node that has proven which it is, else an address. */
public sealed interface Origin {

	/** Who proved to be this node. */
	record Peer(NodeId id) implements Origin {
	}

	/**
	 * Somebody.
	 *
	 * @param address null if the connection had ended before anybody asked
	 */
	record Stranger(@Nullable InetSocketAddress address) implements Origin {

		/** Wherever in its network, and from whatever port. */
		private Network network() {
			return new Network((address != null) ? Origin.network(address.getAddress()) : null);
		}

	}

	static Origin of(NodeId peer) {
		return new Peer(peer);
	}

	static Origin of(@Nullable SocketAddress address) {
		return new Stranger((address instanceof InetSocketAddress internet) ? internet : null);
	}

	/** Equal for those that are one and the same source. */
	default Object source() {
		return switch (this) {
			case Peer(NodeId id) -> id;
			case Stranger stranger -> stranger.network();
		};
	}

	/** An IPv6 address stands for its /64, which one host may have whole. */
	static InetAddress network(InetAddress address) {
		if (!(address instanceof Inet6Address)) {
			return address;
		}
		byte[] bytes = address.getAddress();
		Arrays.fill(bytes, bytes.length / 2, bytes.length, (byte) 0);
		try {
			return InetAddress.getByAddress(bytes);
		}
		catch (UnknownHostException impossible) {
			throw new IllegalStateException(impossible);
		}
	}

	/** What strangers share. */
	record Network(@Nullable InetAddress prefix) {
	}

}
