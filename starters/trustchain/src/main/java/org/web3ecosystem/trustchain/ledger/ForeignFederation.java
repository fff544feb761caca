package org.web3ecosystem.trustchain.ledger;

import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.path.AnchorRules;

/**
 * Another federation whose certificates are believed for what is in its zone, and for
 * nothing else. Every replica reads the same into it: no URL is parsed by a library, no
 * name resolved.
 *
 * @param domain its zone, which is its SPIFFE trust domain: names below it are all that
 * its certificates may name
 * @param endpoint where its bundle is, {@code https}
 * @param endpointId the SPIFFE ID by which the endpoint is known (profile
 * {@code https_spiffe}); if absent it is known by the host in its URL
 * @param roots the pinned ones, in the order of their digests
 */
public record ForeignFederation(String domain, String endpoint, Optional<String> endpointId,
		List<X509Certificate> roots) {

	/** The most pinned roots. */
	public static final int MAX_ROOTS = 4;

	/** The longest URL, in characters. */
	public static final int MAX_ENDPOINT = 512;

	/** Of all roots, in bytes: a command has to hold them. */
	private static final int MAX_DER = 3000;

	/** Labels of letters, digits and hyphens; two at least, the last no number. */
	private static final Pattern DOMAIN = Pattern
		.compile("(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

	/** A host name or an address, a port, a path; no user, no query. */
	private static final Pattern ENDPOINT = Pattern
		.compile("https://([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|\\[[0-9a-f:.]{2,45}\\])(:[1-9][0-9]{0,4})?"
				+ "(/[A-Za-z0-9._~!$&'()*+,;=:@%-]*)*");

	private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._-]+)+");

	private static final Comparator<X509Certificate> ORDER = (one, other) -> Arrays.compareUnsigned(Digest.of(one),
			Digest.of(other));

	public ForeignFederation {
		domain = requireDomain(domain);
		if (endpoint.length() > MAX_ENDPOINT || !ENDPOINT.matcher(endpoint).matches()) {
			throw new IllegalArgumentException(
					"the endpoint of a bundle is an address such as https://ca.example.org/trustchain/bundle, without "
							+ "user and query and of at most " + MAX_ENDPOINT + " characters");
		}
		String authority = "spiffe://" + domain;
		if (endpointId.isPresent()
				&& (endpointId.get().length() > MAX_ENDPOINT || !endpointId.get().startsWith(authority)
						|| !PATH.matcher(endpointId.get().substring(authority.length())).matches())) {
			throw new IllegalArgumentException("the endpoint's SPIFFE ID begins with " + authority + "/");
		}
		roots = roots.stream().sorted(ORDER).toList();
		if (roots.isEmpty() || roots.size() > MAX_ROOTS || new HashSet<>(roots).size() != roots.size()
				|| roots.stream().mapToInt(root -> Digest.encoded(root).length).sum() > MAX_DER) {
			throw new IllegalArgumentException(
					"1 to " + MAX_ROOTS + " roots are pinned, different ones and of " + MAX_DER + " bytes in all");
		}
	}

	/**
	 * The same, if it may be a federation's zone.
	 * @throws IllegalArgumentException if not
	 */
	public static String requireDomain(String domain) {
		if (!DOMAIN.matcher(domain).matches()) {
			throw new IllegalArgumentException(
					"a foreign zone is a host name in lower case with two labels at least, such as other.internal");
		}
		return domain;
	}

	/** Whether one of two zones is the other, or within it. */
	static boolean overlap(String one, String other) {
		return one.equals(other) || one.endsWith("." + other) || other.endsWith("." + one);
	}

	/** SHA-256 of the roots, in hexadecimal. */
	public List<String> pins() {
		return roots.stream().map(root -> Digest.hex(Digest.encoded(root))).toList();
	}

	/** The one encoding. */
	public byte[] encode() {
		return Cbor
			.struct(Map.entry("domain", Cbor.of(domain)), Map.entry("endpoint", Cbor.of(endpoint)),
					Map.entry("endpointId", Cbor.of(endpointId.orElse(""))),
					Map.entry("roots", Cbor.of(roots.stream().map(Digest::encoded).map(Cbor::of).toList())))
			.encode();
	}

	/**
	 * Reads one.
	 * @throws IllegalArgumentException if it is none
	 */
	static ForeignFederation decode(byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, CertificateCommand.MAX_BYTES)
			.only("domain", "endpoint", "endpointId", "roots");
		List<Cbor> roots = map.array("roots");
		if (roots.size() > MAX_ROOTS) {
			throw new IllegalArgumentException("at most " + MAX_ROOTS + " roots are pinned");
		}
		ForeignFederation federation = new ForeignFederation(map.text("domain"), map.text("endpoint"),
				Optional.of(map.text("endpointId")).filter(id -> !id.isEmpty()),
				roots.stream()
					.map(item -> AnchorRules.parse((item instanceof Cbor.Bytes bytes) ? bytes.value() : new byte[0]))
					.toList());
		if (!Arrays.equals(federation.encode(), encoded)) {
			throw new IllegalArgumentException("not a federation as it is written");
		}
		return federation;
	}

}
