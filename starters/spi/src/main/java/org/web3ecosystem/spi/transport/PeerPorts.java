package org.web3ecosystem.spi.transport;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.web3ecosystem.spi.NodeId;

/**
 * TCP ports that peers reach through the transport and in no other way. A port has a name
 * that says what is spoken there, so that a peer can ask for nothing else.
 * <p>
 * Laws:
 * <ol>
 * <li>a conversation is under way only between nodes that admit each other: it ends with
 * the transport's connection, at once if that ends because a peer is not trusted any
 * more;
 * <li>it is under way only as long as the serving side allows the peer; who is not
 * allowed any more has it ended within two seconds;
 * <li>bytes arrive in order, and who does not read holds up whoever writes to it;
 * <li>what cannot be opened is closed on the asking side, soon.
 * </ol>
 */
public interface PeerPorts {

	/**
	 * Lets peers reach a port of this node. A name has one port; the last one given.
	 * @param name lower-case letters, at most 32
	 * @param port where something listens, or will
	 * @param peers who may; asked again and again, must answer at once
	 */
	Way serve(String name, InetSocketAddress port, Predicate<NodeId> peers);

	/**
	 * Opens a port at a loopback address that leads to what a peer serves by a name.
	 * Nobody is dialled before somebody connects.
	 * @param peer who, asked for each connection; empty if that is not known now
	 * @throws org.web3ecosystem.spi.UnavailableException if there is no port
	 */
	Way reach(String name, Supplier<Optional<Peer>> peer);

	/** Given until it is closed, which ends what goes through it. */
	interface Way extends AutoCloseable {

		/** The port at this node: the one that is served, or the one that leads away. */
		InetSocketAddress at();

		/** Peers that talk through it now. */
		int peers();

		@Override
		void close();

	}

}
