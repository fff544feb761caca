package org.web3ecosystem.trustchain.ca;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * A validator's two intermediates, made together and replaced together.
 *
 * @param nodes for nodes and their operators
 * @param servers for servers
 */
public record Generation(Issuer nodes, Issuer servers) {

	/** Whether {@link #load} would find something. */
	public static boolean exists(Path directory) {
		return Issuer.exists(directory, RootCeremony.NODE_CA) && Issuer.exists(directory, RootCeremony.SERVER_CA);
	}

	/**
	 * The same with keys in open files.
	 */
	public static Generation load(Path directory) {
		return load(directory, KeyCustody.OPEN);
	}

	/**
	 * Reads them.
	 * @throws CaException if they cannot be read or do not belong together
	 */
	public static Generation load(Path directory, KeyCustody custody) {
		return new Generation(Issuer.load(directory, RootCeremony.NODE_CA, custody),
				Issuer.load(directory, RootCeremony.SERVER_CA, custody));
	}

	/** The intermediate for a purpose. */
	public Issuer issuer(Ca ca) {
		return switch (ca) {
			case NODE -> nodes;
			case SERVER -> servers;
		};
	}

	/** When the first of them ends. */
	public Instant end() {
		Instant node = nodes.certificate().getNotAfter().toInstant();
		Instant server = servers.certificate().getNotAfter().toInstant();
		return node.isBefore(server) ? node : server;
	}

	/** What signs what they say of their leaves. */
	public List<StatusSigner> statuses(Publication publication) {
		return List.of(new StatusSigner(Ca.NODE, nodes, publication),
				new StatusSigner(Ca.SERVER, servers, publication));
	}

}
