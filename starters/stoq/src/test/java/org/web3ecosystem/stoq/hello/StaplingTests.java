package org.web3ecosystem.stoq.hello;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spi.trust.StapleFinding;
import org.web3ecosystem.spi.trust.StatusStaples;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestStaples;
import org.web3ecosystem.stoq.hello.Stapling.Demand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StaplingTests {

	private final TestFederation federation = new TestFederation(1);

	private final NodeId validator = federation.node(0).id();

	private final NodeId stranger = federation.outsider().id();

	private final CertificateChain chain = federation.issue(TestFederation.keys().getPublic(), stranger);

	private final CertificateChain selfSigned = new CertificateChain(List.of(federation.root()));

	private final Hello plain = new Hello(new ChainId("test-0000000000000001"), Epoch.GENESIS,
			NodeKey.generate().publicKey(), Instant.EPOCH, new byte[64], null);

	@Test
	void aGoodOneIsAcceptedAndCounted() {
		Stapling stapling = stapling(Demand.REQUIRED);
		assertThat(refusal(stapling, "good", stranger)).isEmpty();
		assertThat(stapling.found("good")).isEqualTo(1);
	}

	@ParameterizedTest
	@EnumSource(value = Demand.class, names = { "OPTIONAL", "REQUIRED" })
	void aRevokedOneRefusesWhoeverShowsIt(Demand demand) {
		for (NodeId peer : List.of(stranger, validator)) {
			assertThat(refusal(stapling(demand), "revoked", peer)).hasValueSatisfying(refusal -> {
				assertThat(refusal.code()).isEqualTo(Refusal.Code.REVOKED);
				assertThat(refusal.reason()).contains("2026-01-01");
			});
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "stale", "anything else" })
	void whatDoesNotCountIsAsNothing(String shown) {
		assertThat(refusal(stapling(Demand.OPTIONAL), shown, stranger)).isEmpty();
		assertThat(refusal(stapling(Demand.REQUIRED), shown, stranger)).get()
			.extracting(Refusal::code)
			.isEqualTo(Refusal.Code.STAPLE);
	}

	@Test
	void nothingIsRefusedWhereOneIsRequired() {
		assertThat(refusal(stapling(Demand.OPTIONAL), null, stranger)).isEmpty();
		assertThat(refusal(stapling(Demand.REQUIRED), null, stranger)).hasValueSatisfying(refusal -> {
			assertThat(refusal.code()).isEqualTo(Refusal.Code.STAPLE);
			assertThat(refusal.reason()).contains("absent");
		});
	}

	@Test
	void validatorsAndSelfSignedIdentitiesAreExcused() {
		Stapling stapling = stapling(Demand.REQUIRED);
		assertThat(refusal(stapling, null, validator)).isEmpty();
		StapleFinding finding = stapling.look("revoked".getBytes(StandardCharsets.UTF_8), selfSigned);
		assertThat(finding).isInstanceOf(StapleFinding.NotLookedAt.class);
		assertThat(stapling.refusal(finding, stranger, selfSigned)).isEmpty();
		assertThat(stapling.own(selfSigned)).isEmpty();
	}

	@Test
	void offShowsAndSeesNothing() {
		Stapling off = stapling(Demand.OFF);
		assertThat(refusal(off, "revoked", stranger)).isEmpty();
		assertThat(off.own(chain)).isEmpty();
		assertThat(off.isTakenBy(stranger)).isFalse();
		assertThat(stapling(Demand.OPTIONAL).own(chain)).isPresent();
	}

	@Test
	void requiredWhereNobodyReadsThemDoesNotStart() {
		assertThatThrownBy(new Stapling(Demand.REQUIRED, Optional::empty, node -> false)::check)
			.isInstanceOf(IllegalStateException.class)
			.hasMessageContaining("web3.stoq.stapling")
			.hasMessageContaining("optional");
		assertThatCode(new Stapling(Demand.OPTIONAL, Optional::empty, node -> false)::check).doesNotThrowAnyException();
	}

	@Test
	void whoRefusedOneGetsNoneUntilItSaysThatItTakesThem() {
		Stapling stapling = stapling(Demand.OPTIONAL);
		stapling.notTakenBy(stranger);
		assertThat(stapling.isTakenBy(stranger)).isFalse();
		assertThat(stapling.isTakenBy(validator)).isTrue();
		stapling.takenBy(stranger);
		assertThat(stapling.isTakenBy(stranger)).isTrue();
	}

	@Test
	void oneTooLongToBeLookedAtIsNotShown() {
		TestStaples longest = TestStaples.showing(new byte[StatusStaples.MAX_BYTES]);
		TestStaples longer = TestStaples.showing(new byte[StatusStaples.MAX_BYTES + 1]);
		assertThat(new Stapling(Demand.OPTIONAL, () -> Optional.of(longest), node -> false).own(chain)).isPresent();
		assertThat(new Stapling(Demand.OPTIONAL, () -> Optional.of(longer), node -> false).own(chain)).isEmpty();
	}

	@Test
	void helloCarriesOneAndRefusesWhatIsNone() {
		byte[] staple = new byte[StatusStaples.MAX_BYTES];
		assertThat(Hello.decode(plain.with(staple).toCbor().encode()).staple()).isEqualTo(staple);
		assertThat(plain.toCbor().entries()).doesNotContainKey("staple");
		assertThat(Hello.decode(plain.toCbor().encode()).staple()).isNull();
		assertNoHello(Cbor.of(new byte[StatusStaples.MAX_BYTES + 1]));
		assertNoHello(Cbor.of(new byte[0]));
		assertNoHello(Cbor.of("good"));
	}

	private void assertNoHello(Cbor staple) {
		LinkedHashMap<String, Cbor> entries = new LinkedHashMap<>(plain.toCbor().entries());
		entries.put("staple", staple);
		byte[] body = new Cbor.Struct(entries).encode();
		assertThatThrownBy(() -> Hello.decode(body)).isInstanceOf(RefusedHelloException.class);
	}

	private Optional<Refusal> refusal(Stapling stapling, String shown, NodeId peer) {
		byte[] staple = (shown != null) ? shown.getBytes(StandardCharsets.UTF_8) : null;
		return stapling.refusal(stapling.look(staple, chain), peer, chain);
	}

	private Stapling stapling(Demand demand) {
		return new Stapling(demand, () -> Optional.of(TestStaples.saying("good")), validator::equals);
	}

}
