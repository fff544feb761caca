package org.web3ecosystem.trustchain.path;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

/** The cases of x509-limbo that are about RFC 5280 and about the length of paths. */
class LimboTests {

	/** At which cases say nothing of time. */
	private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");

	/** What we answer otherwise than the suite, and why. */
	private static final Map<String, String> OTHERWISE = Map.of();

	private record Case(String id, boolean good, Instant at, boolean server, String peer,
			List<Optional<X509Certificate>> anchors, List<Optional<X509Certificate>> intermediates,
			Optional<X509Certificate> leaf) {

		static Case of(String[] fields) {
			return new Case(fields[0], fields[1].equals("SUCCESS"),
					fields[2].isEmpty() ? NOW : Instant.parse(fields[2]), fields[3].equals("SERVER"), fields[4],
					certificates(fields[5]), certificates(fields[6]), Vectors.certificate(fields[7]));
		}

		private static List<Optional<X509Certificate>> certificates(String field) {
			return Arrays.stream(field.split(",")).filter(each -> !each.isEmpty()).map(Vectors::certificate).toList();
		}

		Optional<String> fault() {
			if (leaf.isEmpty()) {
				return Optional.of("the certificate is malformed");
			}
			KeyPurposeId purpose = server ? KeyPurposeId.id_kp_serverAuth : KeyPurposeId.id_kp_clientAuth;
			return Vectors
				.fault(leaf.get(), intermediates.stream().flatMap(Optional::stream).toList(),
						anchors.stream().flatMap(Optional::stream).toList(),
						path -> anchor -> new CertificationPath(anchor, CertificationPath.STRONG).fault(path, purpose,
								at))
				.or(() -> isNamed() ? Optional.empty() : Optional.of("is not named " + peer));
		}

		/** Whom TLS wants to talk to is for TLS to compare; the suite has it in one. */
		private boolean isNamed() {
			if (peer.isEmpty()) {
				return true;
			}
			try {
				Collection<List<?>> names = leaf.orElseThrow().getSubjectAlternativeNames();
				return names != null && names.stream().anyMatch(name -> isPeer(String.valueOf(name.get(1))));
			}
			catch (CertificateParsingException malformed) {
				return false;
			}
		}

		private boolean isPeer(String name) {
			return name.equals(peer) || name.contains(":") && peer.contains(":")
					&& InetAddress.ofLiteral(name).equals(InetAddress.ofLiteral(peer));
		}

	}

	private static Stream<Case> cases() {
		return Vectors.read("limbo").stream().map(Case::of);
	}

	@TestFactory
	Stream<DynamicTest> eachCaseIsJudgedAsTheSuiteSays() {
		return cases().map(each -> dynamicTest(each.id(), () -> {
			boolean expected = each.good() != OTHERWISE.containsKey(each.id());
			assertThat(each.fault()).matches(fault -> fault.isEmpty() == expected, expected ? "accepted" : "refused");
		}));
	}

	@Test
	void whatIsListedAsOtherwiseIsThere() {
		Set<String> ids = new HashSet<>();
		cases().map(Case::id).forEach(ids::add);

		assertThat(ids).hasSizeGreaterThan(100).containsAll(OTHERWISE.keySet());
	}

}
