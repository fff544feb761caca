package org.web3ecosystem.systemtest.harness;

import java.util.List;

/** Where the processes of a federation run: node 1 on machine 1 and so on. */
public interface Machines extends AutoCloseable {

	/** What {@code init} is told, so that the nodes are there. */
	List<String> options();

	/** An IP literal. */
	String address(int machine);

	Ports ports(int machine);

	/** By which name or address HTTPS is asked for from there. */
	default String https(int machine) {
		return "localhost";
	}

	/** What a node there is started with, {@code --name=value}. */
	default List<String> settings(int machine) {
		return List.of();
	}

	/** What lies between them, where it can be harmed. */
	default Links links() {
		throw new UnsupportedOperationException("nothing between these can be harmed: take Relays or a Network");
	}

	/** {@code command}, to be run there by the same process id. */
	List<String> on(int machine, List<String> command);

	/** How a request gets there. */
	Reach reach(int machine);

	@Override
	default void close() {
	}

	/**
	 * All on this machine, each at a loopback address of its own: 127.0.0.1 and so on.
	 */
	static Machines ownAddresses() {
		Ports all = Ports.free();
		Reach direct = Reach.direct();
		return new Machines() {

			@Override
			public List<String> options() {
				return List.of("--hosts=127.0.0.1,127.0.0.2,127.0.0.3,127.0.0.4", "--port-offset=" + all.offset());
			}

			@Override
			public String address(int machine) {
				return "127.0.0." + machine;
			}

			@Override
			public String https(int machine) {
				return address(machine);
			}

			@Override
			public Ports ports(int machine) {
				return all;
			}

			@Override
			public List<String> on(int machine, List<String> command) {
				return command;
			}

			@Override
			public Reach reach(int machine) {
				return direct;
			}

		};
	}

	/** All on this machine, told apart by their ports. */
	static Machines loopback() {
		Ports first = Ports.free();
		Reach direct = Reach.direct();
		return new Machines() {

			@Override
			public List<String> options() {
				return List.of("--port-offset=" + first.offset());
			}

			@Override
			public String address(int machine) {
				return "127.0.0.1";
			}

			@Override
			public Ports ports(int machine) {
				return first.ofNode(machine);
			}

			@Override
			public List<String> on(int machine, List<String> command) {
				return command;
			}

			@Override
			public Reach reach(int machine) {
				return direct;
			}

		};
	}

}
