package org.web3ecosystem.trustchain.acme;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;

import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.trustchain.acme.jose.StrictJson;
import org.web3ecosystem.trustchain.acme.problem.ErrorType;
import org.web3ecosystem.trustchain.ca.SigningRequest;
import org.web3ecosystem.trustchain.path.LeafRules;

/**
 * Which names a certificate may be ordered for: host names of the zone, lower case, that
 * are no node's and not the root of a subtree. No wildcards, because a certificate for
 * one would be good for names of others; no labels of internationalized names, because
 * what looks alike is not told apart here; not {@code localhost}, which is everybody's.
 */
final class OrderableNames {

	/**
	 * {@code xn--} and whatever else is to mean something by its third and fourth letter.
	 */
	private static final Pattern RESERVED = Pattern.compile("(^|.*\\.)[a-z0-9-]{2}--.*");

	private final Name zone;

	OrderableNames(String zone) {
		this.zone = new Name(zone);
	}

	/**
	 * The names of an order's identifiers.
	 * @throws org.web3ecosystem.trustchain.acme.problem.AcmeException malformed,
	 * unsupportedIdentifier or rejectedIdentifier
	 */
	List<String> of(StrictJson order) {
		List<String> names = new ArrayList<>();
		for (JsonNode identifier : order.array("identifiers", LeafRules.MAX_NAMES)) {
			if (!identifier.isObject()) {
				throw ErrorType.MALFORMED.because("an identifier is an object with type and value");
			}
			StrictJson read = new StrictJson(identifier);
			if (!read.text("type").equals("dns")) {
				throw ErrorType.UNSUPPORTED_IDENTIFIER.because("identifiers are of type dns");
			}
			String name = read.text("value");
			check(name);
			if (names.contains(name)) {
				throw ErrorType.MALFORMED.because("an order names each name once");
			}
			names.add(name);
		}
		if (names.isEmpty()) {
			throw ErrorType.MALFORMED.because("an order has 1 to " + LeafRules.MAX_NAMES + " identifiers");
		}
		return names;
	}

	private void check(String name) {
		if (name.length() > Name.MAX_LENGTH || !name.chars().allMatch(c -> c > ' ' && c < 127)) {
			throw ErrorType.MALFORMED
				.because("a DNS name has at most " + Name.MAX_LENGTH + " characters, all of them of ASCII");
		}
		if (name.indexOf('*') >= 0) {
			throw ErrorType.REJECTED_IDENTIFIER.because("no certificates for wildcards are issued here");
		}
		if (SigningRequest.isAddress(name)) {
			throw ErrorType.UNSUPPORTED_IDENTIFIER.because("an address is no DNS name");
		}
		if (!LeafRules.isHostName(name)) {
			throw ErrorType.REJECTED_IDENTIFIER
				.because("'" + name + "' is not a host name in lower case: letters, digits and hyphens");
		}
		if (RESERVED.matcher(name).matches()) {
			throw ErrorType.REJECTED_IDENTIFIER
				.because("no certificates for internationalized names are issued here: '" + name + "'");
		}
		if (!isOrderable(new Name(name))) {
			throw ErrorType.REJECTED_IDENTIFIER.because("'" + name + "' is not a name of " + zone
					+ " that a certificate can be ordered for; those of nodes are the nodes' own");
		}
	}

	private boolean isOrderable(Name name) {
		return name.isWithin(zone) && !name.isWithin(zone.child("node")) && !name.equals(zone)
				&& !name.equals(zone.child("asset"));
	}

}
