package org.web3ecosystem.trustchain.bundle;

import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.ledger.CertificateCommand.ForeignAdmitted;
import org.web3ecosystem.trustchain.ledger.CertificateCommand.ForeignRemoved;
import org.web3ecosystem.trustchain.ledger.CertificatesModule;
import org.web3ecosystem.trustchain.ledger.CriticalOrder;
import org.web3ecosystem.trustchain.ledger.ForeignFederation;
import org.web3ecosystem.trustchain.ledger.ForeignFederations;
import org.web3ecosystem.trustchain.ledger.ForeignVotes;
import org.web3ecosystem.trustchain.path.ForeignPath;
import org.web3ecosystem.trustchain.path.ForeignPath.Finding;

/**
 * Says in this node's name that another federation is to be believed, or not any more.
 * The operator gives digests of roots; the certificates are taken from the endpoint,
 * which nobody has to trust for that, and pinned by the ledger. Blocks.
 */
public final class ForeignOffice {

	private static final Logger logger = LoggerFactory.getLogger(ForeignOffice.class);

	private final CriticalOrder order;

	private final ForeignFederations federations;

	private final BundleClient client;

	private final InstantSource clock;

	private final RandomGenerator random;

	public ForeignOffice(CriticalOrder order, ForeignFederations federations, BundleClient client, InstantSource clock,
			RandomGenerator random) {
		this.order = order;
		this.federations = federations;
		this.client = client;
		this.clock = clock;
		this.random = random;
	}

	/**
	 * Wants a federation to be believed. Said again, it changes nothing.
	 * @param domain its zone
	 * @param endpoint URL of its bundle
	 * @param endpointId SPIFFE ID of the endpoint, if it is not known by its host
	 * @param pins SHA-256 of its roots in hexadecimal, as its operators told them
	 * @return who wants so by now
	 * @throws IllegalArgumentException if a part of it is malformed
	 * @throws RejectedException if the endpoint has not these roots, or is not below
	 * them, or the ledger refuses
	 * @throws UnavailableException if the endpoint or the ledger does not answer
	 */
	public ForeignVotes admit(String domain, String endpoint, Optional<String> endpointId, Set<String> pins) {
		ForeignFederation.requireDomain(domain);
		if (!federations.isApart(domain)) {
			throw RejectedException.of("trustchain:not-ordered",
					"the zone " + domain + " is not apart from this federation's own");
		}
		Place place = Place.of(endpoint);
		List<X509Certificate> shown = new ArrayList<>();
		String document = client.fetch(place, chain -> {
			// nobody is believed yet: what comes is held against the pins
			shown.addAll(chain);
			return Optional.empty();
		});
		ForeignFederation federation = new ForeignFederation(domain, endpoint, endpointId, pinned(document, pins));
		requireBelow(federation, place, shown);
		ForeignAdmitted command = new ForeignAdmitted(random.nextLong(Long.MAX_VALUE), federation);
		order.submit(command, CertificatesModule.operation(command));
		ForeignVotes votes = federations.votes(federation);
		logger.atWarn()
			.addKeyValue("domain", domain)
			.addKeyValue("pins", federation.pins())
			.addKeyValue("decided", votes.decided())
			.log("the operator wants a foreign federation to be believed");
		federations.look();
		return votes;
	}

	/**
	 * Wants one not to be believed any more. Said again, it changes nothing.
	 * @throws RejectedException if the ledger refuses
	 * @throws UnavailableException if it does not answer
	 */
	public ForeignVotes remove(String domain) {
		ForeignRemoved command = new ForeignRemoved(random.nextLong(Long.MAX_VALUE), domain);
		order.submit(command, CertificatesModule.operation(command));
		ForeignVotes votes = federations.votesForRemoval(domain);
		logger.atWarn()
			.addKeyValue("domain", domain)
			.addKeyValue("decided", votes.decided())
			.log("the operator wants a foreign federation not to be believed any more");
		federations.look();
		return votes;
	}

	private static List<X509Certificate> pinned(String document, Set<String> pins) {
		List<X509Certificate> roots = bundle(document).anchors()
			.stream()
			.filter(root -> pins.contains(Digest.hex(Digest.encoded(root))))
			.distinct()
			.toList();
		Set<String> missing = new HashSet<>(pins);
		roots.forEach(root -> missing.remove(Digest.hex(Digest.encoded(root))));
		if (!missing.isEmpty() || pins.isEmpty()) {
			throw RejectedException.of("trustchain:pin-mismatch",
					"the bundle there has no root of SHA-256 " + String.join(", ", missing.stream().sorted().toList()));
		}
		return roots;
	}

	private static TrustBundle bundle(String document) {
		try {
			return TrustBundle.parse(document);
		}
		catch (IllegalArgumentException malformed) {
			throw RejectedException.of("trustchain:foreign-endpoint",
					"what is there cannot be used: " + malformed.getMessage());
		}
	}

	/** Otherwise nobody could ever refresh it. */
	private void requireBelow(ForeignFederation federation, Place place, List<X509Certificate> shown) {
		ForeignPath path = new ForeignPath(federation.roots());
		if (!path.speaksFor(federation.domain())) {
			throw RejectedException.of("trustchain:foreign-endpoint",
					"the name constraints of a pinned root leave it nothing in the zone " + federation.domain());
		}
		Optional<String> fault = switch (path.judgeEndpoint(shown, place.host(), place.address(),
				federation.endpointId(), clock.instant())) {
			case Finding.Good _ -> Optional.empty();
			case Finding.Unknown _ -> Optional.of("its certificate is by none of the pinned roots");
			case Finding.Bad(String reason) -> Optional.of(reason);
		};
		fault.ifPresent(why -> {
			throw RejectedException.of("trustchain:foreign-endpoint",
					"the endpoint cannot be followed from these roots on: " + why);
		});
	}

}
