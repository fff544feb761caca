package org.web3ecosystem.catalog.placement;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import org.web3ecosystem.catalog.entry.Content;
import org.web3ecosystem.catalog.entry.Digest;
import org.web3ecosystem.spi.NodeId;

/**
 * Who keeps a blob: its publisher, and of the others those with the highest hash of blob
 * and node (rendezvous hashing). Every node comes to the same answer without asking, and
 * one node more or less moves no blob between the others.
 */
final class Placement {

	private static final byte[] DOMAIN = "web3:catalog-placement/1\0".getBytes(StandardCharsets.US_ASCII);

	private Placement() {
	}

	/**
	 * The keepers, the publisher first.
	 * @param nodes who can be chosen
	 * @param replicas how many there are to be, with the publisher
	 */
	static List<NodeId> keepers(Content content, NodeId publisher, Collection<NodeId> nodes, int replicas) {
		Stream<NodeId> others = nodes.stream()
			.filter(node -> !node.equals(publisher))
			.sorted(Comparator.comparing((NodeId node) -> weight(content, node)).reversed());
		return Stream.concat(Stream.of(publisher), others).limit(replicas).toList();
	}

	private static Digest weight(Content content, NodeId node) {
		return Digest.over(DOMAIN, content.digest().bytes(), node.bytes());
	}

}
