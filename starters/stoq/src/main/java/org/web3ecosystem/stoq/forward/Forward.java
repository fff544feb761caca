package org.web3ecosystem.stoq.forward;

import java.net.InetSocketAddress;

import org.web3ecosystem.spi.transport.Peer;

/**
 * A port here that leads to what a peer reaches.
 *
 * @param at where it is opened
 * @param peer through whom
 * @param to where it leads, seen from there; says whether the port is of TCP or UDP
 */
public record Forward(InetSocketAddress at, Peer peer, Target to) implements Destination {

	@Override
	public String protocol() {
		return Greetings.PROTOCOL;
	}

	@Override
	public byte[] ask() {
		return Greetings.ask(to);
	}

	/** For people. */
	@Override
	public String toString() {
		return at.getAddress().getHostAddress() + ":" + at.getPort() + " to " + to + " through " + peer.id().brief();
	}

}
