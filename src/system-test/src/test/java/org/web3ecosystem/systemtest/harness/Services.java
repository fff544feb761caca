package org.web3ecosystem.systemtest.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Machines as pods are behind Services: what a node advertises is an address that no
 * machine has, and that each translates into that of a machine, which may change.
 */
public final class Services implements Machines {

	private static final String TABLE = "services";

	private static final String CHAIN = "output";

	private final Network pods;

	/** Where the machines are. */
	private final List<String> addresses;

	/**
	 * Skips or fails the test where that cannot be made.
	 * @param machines how many
	 */
	public Services(int machines) {
		this.pods = new Network(machines);
		Peer.NFT.require();
		this.addresses = new ArrayList<>(IntStream.rangeClosed(1, machines).mapToObj(pods::address).toList());
		for (int machine = 1; machine <= machines; machine++) {
			run(machine, "ip", "route", "add", "10.96.0.0/24", "dev", "eth0");
			run(machine, "nft", "add", "table", "ip", TABLE);
			run(machine, "nft", "add", "chain", "ip", TABLE, CHAIN,
					"{ type nat hook output priority -100 ; policy accept ; }");
		}
		translate();
	}

	/** What a node is told so that it listens where it is. */
	public String bind(int machine) {
		return "--web3.node.bind-address=" + addresses.get(machine - 1) + ",127.0.0.1";
	}

	/**
	 * From now on the machine has another address, and what goes to its Service comes
	 * there.
	 */
	public void move(int machine) {
		Peer.CONNTRACK.require();
		String moved = "10.77.0." + (100 + machine);
		run(machine, "ip", "address", "flush", "dev", "eth0");
		run(machine, "ip", "address", "add", moved + "/24", "dev", "eth0");
		run(machine, "ip", "route", "add", "10.96.0.0/24", "dev", "eth0");
		addresses.set(machine - 1, moved);
		translate();
		// as kube-proxy does: a flow over UDP that goes on would be translated as before
		for (int other = 1; other <= addresses.size(); other++) {
			Program.run(on(other, List.of("conntrack", "--delete", "--orig-dst", address(machine))));
		}
	}

	private void translate() {
		for (int machine = 1; machine <= addresses.size(); machine++) {
			run(machine, "nft", "flush", "chain", "ip", TABLE, CHAIN);
			for (int service = 1; service <= addresses.size(); service++) {
				run(machine, "nft", "add", "rule", "ip", TABLE, CHAIN, "ip", "daddr", address(service), "dnat", "to",
						addresses.get(service - 1));
			}
		}
	}

	private void run(int machine, String... command) {
		Program.run(on(machine, List.of(command))).successfully();
	}

	@Override
	public List<String> options() {
		return List.of("--hosts="
				+ String.join(",", IntStream.rangeClosed(1, addresses.size()).mapToObj(this::address).toList()));
	}

	/** Of the Service. */
	@Override
	public String address(int machine) {
		return "10.96.0." + machine;
	}

	@Override
	public Ports ports(int machine) {
		return pods.ports(machine);
	}

	@Override
	public List<String> on(int machine, List<String> command) {
		return pods.on(machine, command);
	}

	@Override
	public Reach reach(int machine) {
		return pods.reach(machine);
	}

	@Override
	public void close() {
		pods.close();
	}

}
