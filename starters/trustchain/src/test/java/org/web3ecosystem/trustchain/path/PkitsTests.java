package org.web3ecosystem.trustchain.path;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

/**
 * The sections of NIST's Public Key Interoperability Test Suite that need neither
 * revocation lists nor policies: 4.1 to 4.3, 4.5 to 4.7, 4.13 and 4.16. The name of an
 * end entity's certificate begins with what is expected.
 */
class PkitsTests {

	/** Within the life of the suite's certificates, 2010 to 2030. */
	private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");

	private static final String ANCHOR = "TrustAnchorRootCertificate";

	/** What we answer otherwise than the suite, and why. */
	private static final Map<String, String> OTHERWISE = Map.ofEntries(
			Map.entry("ValidDSASignaturesTest4EE", "DSA is no algorithm here"),
			Map.entry("ValidDSAParameterInheritanceTest5EE", "DSA is no algorithm here"),
			Map.entry("ValidNameUIDsTest6EE",
					"unique identifiers: RFC 5280, section 4.1.2.8, has no conforming CA make them"),
			Map.entry("InvalidLongSerialNumberTest18EE", "revoked, which is not the path's to know"),
			Map.entry("ValidbasicConstraintsNotCriticalTest4EE",
					"critical they must be, RFC 5280, section 4.2.1.9; the algorithm alone would let it pass"),
			Map.entry("InvalidBasicSelfIssuedOldWithNewTest2EE", "revoked, which is not the path's to know"),
			Map.entry("InvalidBasicSelfIssuedNewWithOldTest5EE", "revoked, which is not the path's to know"));

	private final Map<String, Optional<X509Certificate>> certificates = new TreeMap<>();

	PkitsTests() {
		Vectors.read("pkits").forEach(fields -> certificates.put(fields[0], Vectors.certificate(fields[1])));
	}

	private Optional<String> fault(String name) {
		if (certificates.get(name).isEmpty()) {
			return Optional.of("the certificate is malformed");
		}
		X509Certificate anchor = certificates.get(ANCHOR).orElseThrow();
		List<X509Certificate> issuers = new ArrayList<>();
		certificates.forEach((each, certificate) -> {
			if (!each.endsWith("EE") && !each.equals(ANCHOR)) {
				certificate.ifPresent(issuers::add);
			}
		});
		return Vectors.fault(certificates.get(name).get(), issuers, List.of(anchor),
				path -> root -> new CertificationPath(root, CertificationPath.STRONG).fault(path, null, NOW));
	}

	private Stream<String> cases() {
		return certificates.keySet().stream().filter(name -> name.endsWith("EE"));
	}

	@TestFactory
	Stream<DynamicTest> eachCaseIsJudgedAsTheSuiteSays() {
		return cases().map(name -> dynamicTest(name, () -> {
			boolean expected = name.startsWith("Valid") != OTHERWISE.containsKey(name);
			assertThat(fault(name)).matches(fault -> fault.isEmpty() == expected, expected ? "accepted" : "refused");
		}));
	}

	@Test
	void whatIsListedAsOtherwiseIsThere() {
		assertThat(cases().toList()).hasSizeGreaterThan(80).containsAll(OTHERWISE.keySet());
	}

}
