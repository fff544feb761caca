package org.web3ecosystem.trustchain.ca;

import java.util.List;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.trust.Purpose;

/**
 * An order to issue a leaf, given by someone who has checked that the subject may have
 * it: the authority asks no questions about that.
 *
 * @param request the verified request
 * @param purpose what for
 * @param node whose
 * @param commonName for people
 * @param names DNS names and IP literals to certify, which need not be those asked for
 */
public record Order(SigningRequest request, Purpose purpose, NodeId node, String commonName, List<String> names) {

	public Order {
		names = List.copyOf(names);
	}

}
