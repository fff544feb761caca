package org.web3ecosystem.trustchain.node;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.trustchain.dns.NameServer;
import org.web3ecosystem.trustchain.dns.Naming;
import org.web3ecosystem.trustchain.dns.SelfProbe;
import org.web3ecosystem.trustchain.secondary.Notifier;

/** By this node's own name server, which is asked again and again whether it answers. */
public final class ServedNames implements Naming {

	private final Node node;

	private final NameServer server;

	private final Notifier notifier;

	private final SelfProbe probe;

	/**
	 * @param notifier what tells secondaries of the zone's news
	 */
	public ServedNames(Node node, NameServer server, Notifier notifier, InstantSource clock, RandomGenerator random) {
		this.node = node;
		this.server = server;
		this.notifier = notifier;
		this.probe = new SelfProbe(server, new Name(node.genesis().zone()), clock, random);
	}

	@Override
	public void start() throws IOException {
		server.start(node.bind(), node.endpoints().dns());
		probe.start();
		notifier.start();
	}

	@Override
	public boolean answers() {
		return probe.answers();
	}

	@Override
	public String how() {
		return "SOA over UDP from this node's name server";
	}

	@Override
	public Optional<String> fault() {
		return probe.fault();
	}

	@Override
	public Optional<String> trouble() {
		return server.tlsFault();
	}

	@Override
	public void tryAgain() {
		server.tryTlsAgain();
	}

	@Override
	public Map<String, Object> details() {
		return Map.of("dnsQueries", server.answering().queries());
	}

	@Override
	public void close() {
		notifier.close();
		probe.pause();
		server.close();
	}

}
