package org.web3ecosystem.trustchain.ledger;

import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.trustchain.Federation;
import org.web3ecosystem.trustchain.ca.Pem;
import org.web3ecosystem.trustchain.ca.RootCeremony;
import org.web3ecosystem.trustchain.ledger.CertificateCommand.ForeignAdmitted;
import org.web3ecosystem.trustchain.ledger.CertificateCommand.ForeignRemoved;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ForeignAdmissionTests {

	private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

	private static final String URL = "https://ca.other.example:8443/trustchain/bundle";

	@TempDir
	private Path directory;

	private Federation federation;

	private TestLedger ledger;

	private ForeignFederations known;

	private long number;

	@BeforeEach
	void found() {
		federation = Federation.of(4, directory, NOW);
		ledger = new TestLedger(federation.genesis());
		known = reader();
	}

	private ForeignFederations reader() {
		return new ForeignFederations(federation.genesis(), ledger.of(federation.node(1).id()),
				directory.resolve("foreign"));
	}

	private static X509Certificate root(String zone) {
		try (RootCeremony ceremony = RootCeremony.begin("other", zone, NOW)) {
			return Pem.certificate(ceremony.root());
		}
		catch (CertificateException impossible) {
			throw new IllegalStateException(impossible);
		}
	}

	private static ForeignFederation of(String domain) {
		return new ForeignFederation(domain, URL, Optional.empty(), List.of(root(domain)));
	}

	private Verdict submit(NodeId author, CertificateCommand command) {
		return ledger.of(author).submit(command).toCompletableFuture().join().verdict();
	}

	private Verdict admit(int validator, ForeignFederation other) {
		return submit(federation.node(validator).id(), new ForeignAdmitted(number++, other));
	}

	private Verdict remove(int validator, String domain) {
		return submit(federation.node(validator).id(), new ForeignRemoved(number++, domain));
	}

	private void admitByAll(ForeignFederation other) {
		for (int validator = 1; validator <= 4; validator++) {
			assertThat(admit(validator, other)).isEqualTo(Verdict.accepted());
		}
	}

	@Test
	void aQuorumAdmitsAndIsRemembered() {
		ForeignFederation other = of("other.example");
		for (int validator : new int[] { 1, 1, 2 }) {
			assertThat(admit(validator, other)).isEqualTo(Verdict.accepted());
		}
		known.look();
		assertThat(known.all()).isEmpty();
		assertThat(known.votes(other)).isEqualTo(new ForeignVotes(false, 2));

		admit(4, other);
		known.look();

		assertThat(known.votes(other)).isEqualTo(new ForeignVotes(true, 3));
		assertThat(known.find("other.example")).contains(other);
		ledger.down(true);
		assertThat(reader().all()).containsExactly(other);
	}

	@Test
	void thoseWhoWantDifferentRootsAdmitNobody() {
		ForeignFederation one = of("other.example");
		ForeignFederation two = of("other.example");
		admit(1, one);
		admit(2, one);
		admit(3, two);
		admit(4, two);
		known.look();
		assertThat(known.all()).isEmpty();

		// whoever changes its mind leaves the other side
		admit(2, two);
		known.look();

		assertThat(known.all()).containsExactly(two);
	}

	@Test
	void aQuorumRemovesAndTheSameMayComeAgain() {
		ForeignFederation other = of("other.example");
		admitByAll(other);
		remove(1, "other.example");
		remove(2, "other.example");
		known.look();
		assertThat(known.votesForRemoval("other.example")).isEqualTo(new ForeignVotes(false, 2));
		assertThat(known.all()).containsExactly(other);

		remove(3, "other.example");
		assertThat(remove(4, "other.example")).isEqualTo(Verdict.accepted());
		known.look();
		assertThat(known.all()).isEmpty();
		assertThat(known.votesForRemoval("other.example")).isEqualTo(new ForeignVotes(true, 3));

		admitByAll(other);
		known.look();
		assertThat(known.all()).containsExactly(other);
	}

	@Test
	void otherPinsTakeThePlaceOfThoseBefore() {
		admitByAll(of("other.example"));
		ForeignFederation anew = of("other.example");
		admitByAll(anew);
		known.look();

		assertThat(known.all()).containsExactly(anew);
	}

	@ParameterizedTest
	@ValueSource(strings = { "local.internal", "below.local.internal", "a.b.local.internal" })
	void aZoneThatIsNotApartFromOursIsRefused(String domain) {
		assertThat(admit(1, of(domain)).reason()).contains("not apart from this federation's");
	}

	@Test
	void aZoneAroundOursIsRefused() {
		Federation below = Federation.of(1, directory.resolve("below"), NOW, "deep.local.internal");
		TestLedger own = new TestLedger(below.genesis());

		Verdict verdict = own.of(below.node(1).id())
			.submit(new ForeignAdmitted(1, of("local.internal")))
			.toCompletableFuture()
			.join()
			.verdict();

		assertThat(verdict.reason()).contains("not apart from this federation's");
	}

	@Test
	void aZoneThatIsNotApartFromAnAdmittedOneIsRefused() {
		admitByAll(of("other.example"));

		for (String domain : List.of("more.other.example", "a.b.other.example")) {
			assertThat(admit(1, of(domain)).reason()).contains("not apart from other.example");
		}
		admitByAll(of("another.example"));
		admitByAll(of("x.third.example"));
		assertThat(admit(1, of("third.example")).reason()).contains("not apart from x.third.example");
	}

	@Test
	void onlyValidatorsAreAsked() {
		assertThat(submit(NodeKey.generate().id(), new ForeignAdmitted(1, of("other.example"))).reason())
			.contains("only a validator");
		assertThat(submit(NodeKey.generate().id(), new ForeignRemoved(1, "other.example")).reason())
			.contains("only a validator");
		assertThat(ledger.size()).isZero();
	}

	@Test
	void thereAreBoundsForAllAndForTheWishesOfOne() {
		for (int i = 0; i < ForeignAdmission.MAX_FEDERATIONS; i++) {
			admitByAll(of("f" + i + ".example"));
		}
		assertThat(admit(1, of("late.example")).reason()).contains("all there may be");
		known.look();
		assertThat(known.all()).hasSize(ForeignAdmission.MAX_FEDERATIONS);
		int before = ledger.size();

		for (int i = 0; i < ForeignAdmission.MAX_FEDERATIONS; i++) {
			remove(1, "f" + i + ".example");
			admit(1, of("f" + i + ".example"));
		}

		assertThat(ledger.size()).isLessThanOrEqualTo(before + 1);
		ForeignWishes wishes = ForeignWishes.NONE;
		for (int i = 0; i < 100; i++) {
			wishes = wishes.with(ForeignWishes.Wish.removal("w" + i + ".example"));
		}
		assertThat(wishes.wishes()).hasSize(ForeignWishes.MAX)
			.last()
			.isEqualTo(ForeignWishes.Wish.removal("w99.example"));
		assertThat(ForeignWishes.decode(wishes.encode())).isEqualTo(wishes);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "example", "Other.example", "other.example.", ".other.example", "*.other.example",
			"other..example", "10.0.0.1", "münchen.example", "other_.example", "other.example/x" })
	void whatIsNoZoneIsRefused(String domain) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ForeignFederation(domain, URL, Optional.empty(), List.of(root("other.example"))));
		assertThatIllegalArgumentException().isThrownBy(() -> new ForeignRemoved(1, domain));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "http://ca.other.example/", "https://", "https://user@ca.other.example/",
			"https://ca.other.example/?x=1", "https://ca.other.example/#x", "https://ca.other.example:0/",
			"https://ca.other.example/a b", "https://ca.other.example/\r\nX: y", "https://[fe80::1%eth0]/",
			"ftp://ca.other.example/" })
	void whatIsNoEndpointIsRefused(String url) {
		assertThatIllegalArgumentException().isThrownBy(
				() -> new ForeignFederation("other.example", url, Optional.empty(), List.of(root("other.example"))));
	}

	@Test
	void anEndpointsIdIsOfItsDomainAndRootsAreFewAndDifferent() {
		X509Certificate root = root("other.example");
		for (String id : List.of("spiffe://other.example", "spiffe://other.example/", "spiffe://third.example/a",
				"spiffe://other.example.third/a", "https://other.example/a")) {
			assertThatIllegalArgumentException().as(id)
				.isThrownBy(() -> new ForeignFederation("other.example", URL, Optional.of(id), List.of(root)));
		}
		for (List<X509Certificate> roots : List.of(List.<X509Certificate>of(), List.of(root, root),
				List.of(root("a.b"), root("a.b"), root("a.b"), root("a.b"), root("a.b")))) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> new ForeignFederation("other.example", URL, Optional.empty(), roots));
		}
	}

	@Test
	void thereIsOneEncodingAndEveryTruncationIsRefused() {
		X509Certificate one = root("other.example");
		X509Certificate two = root("other.example");
		Optional<String> id = Optional.of("spiffe://other.example/spire/server");
		ForeignFederation other = new ForeignFederation("other.example", URL, id, List.of(one, two));
		byte[] encoded = new ForeignAdmitted(7, other).encode();

		assertThat(new ForeignFederation("other.example", URL, id, List.of(two, one))).isEqualTo(other);
		assertThat(CertificateCommand.decode(encoded)).isEqualTo(new ForeignAdmitted(7, other));
		assertThat(encoded.length).isLessThan(CertificateCommand.MAX_BYTES);
		for (int length = 0; length < encoded.length; length++) {
			byte[] cut = Arrays.copyOf(encoded, length);
			assertThatIllegalArgumentException().isThrownBy(() -> CertificateCommand.decode(cut));
		}
	}

}
