package org.web3ecosystem.trustchain.acme.store;

import java.security.KeyPair;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.trustchain.acme.jose.AccountKey;
import org.web3ecosystem.trustchain.acme.problem.ErrorType;
import org.web3ecosystem.trustchain.acme.problem.Problem;
import org.web3ecosystem.trustchain.acme.state.Account;
import org.web3ecosystem.trustchain.acme.state.Authorization;
import org.web3ecosystem.trustchain.acme.state.Challenge;
import org.web3ecosystem.trustchain.acme.state.ChallengeType;
import org.web3ecosystem.trustchain.acme.state.ExternalKey;
import org.web3ecosystem.trustchain.acme.state.IssuedCertificate;
import org.web3ecosystem.trustchain.acme.state.Order;
import org.web3ecosystem.trustchain.ca.TestAuthority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The laws of {@link AcmeStore}. */
abstract class AcmeStoreContract {

	static final NodeId OWNER = new NodeId("a1".repeat(32));

	static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

	private AcmeStore store;

	abstract AcmeStore open() throws Exception;

	/** After {@code open}: closes it and opens it again, if it is one that survives. */
	AcmeStore reopened(AcmeStore open) {
		return open;
	}

	@BeforeEach
	void begin() throws Exception {
		store = open();
	}

	@AfterEach
	void end() {
		store.close();
	}

	@Test
	void whatWasAddedIsFound() {
		Account account = account("a");
		Order order = order("o", account, Optional.empty());
		IssuedCertificate certificate = certificate("c", account);
		ExternalKey key = new ExternalKey("k", new byte[32], NOW, Optional.empty());
		assertThat(store.add(account)).isTrue();
		assertThat(store.add(order)).isTrue();
		store.add(key);
		store.changeOrder("o", pending -> validated(pending).at(NOW).finalizing());
		assertThat(store.issued("o", certificate).state()).isEqualTo(new Order.Valid("c"));

		store = reopened(store);

		assertThat(store.account("a")).contains(account);
		assertThat(store.accountOfKey(account.thumbprint())).contains(account);
		assertThat(store.order("o").map(Order::state)).contains(new Order.Valid("c"));
		assertThat(store.order("o").map(Order::authorizations)).contains(validated(order).authorizations());
		assertThat(store.certificate("c")).contains(certificate);
		assertThat(store.externalKey("k")).contains(key);
		assertThat(store.account("b")).isEmpty();
		assertThat(store.order("p")).isEmpty();
		assertThat(store.certificate("d")).isEmpty();
	}

	@Test
	void everyStateSurvives() {
		Account account = account("a");
		store.add(account);
		Order order = order("o", account, Optional.empty());
		store.add(order);
		for (Order.State state : List.of(new Order.Pending(), new Order.Ready(), new Order.Processing(),
				new Order.Valid("x"), new Order.Invalid(new Problem(ErrorType.DNS, "gone")))) {
			store.changeOrder("o", any -> new Order(any.id(), any.account(), any.created(), any.expires(),
					any.authorizations(), state, any.replaces()));
			assertThat(store.order("o").map(Order::state)).contains(state);
		}
		for (Challenge.State state : List.of(new Challenge.Pending(), new Challenge.Processing(true),
				new Challenge.Processing(false), new Challenge.Valid(NOW),
				new Challenge.Invalid(new Problem(ErrorType.TLS, "a \"quote\" and ünicode")))) {
			Authorization authorization = new Authorization("n",
					List.of(new Challenge(ChallengeType.TLS_ALPN_01, "t", state)), true);
			store.changeOrder("o", any -> new Order(any.id(), any.account(), any.created(), any.expires(),
					List.of(authorization), any.state(), Optional.of("r")));
			assertThat(store.order("o").map(Order::authorizations)).contains(List.of(authorization));
		}
	}

	@Test
	void aKeyHasOneAccount() {
		Account first = account("a");
		store.add(first);
		Account second = new Account("b", first.key(), List.of(), Account.Status.VALID, NOW, Optional.empty(),
				Optional.empty());

		assertThat(store.add(second)).isFalse();
		assertThat(store.account("b")).isEmpty();

		Account third = account("c");
		store.add(third);
		assertThat(store.changeAccount("c", account -> account.with(first.accountKey()))).isEmpty();
		assertThat(store.account("c")).contains(third);
		Account moved = store.changeAccount("c", account -> account.with(key())).orElseThrow();
		assertThat(store.accountOfKey(third.thumbprint())).isEmpty();
		assertThat(store.accountOfKey(moved.thumbprint())).contains(moved);
	}

	@Test
	void anExternalKeyServesOnce() {
		store.add(new ExternalKey("k", new byte[32], NOW, Optional.empty()));

		assertThat(store.add(account("a", Optional.of("k")))).isTrue();
		assertThat(store.externalKey("k").flatMap(ExternalKey::account)).contains("a");
		assertThat(store.add(account("b", Optional.of("k")))).isFalse();
		assertThat(store.add(account("c", Optional.of("unknown")))).isFalse();
		assertThat(store.account("b")).isEmpty();
		assertThat(store.account("c")).isEmpty();
	}

	@Test
	void aCertificateIsReplacedOnce() {
		Account account = account("a");
		store.add(account);
		store.add(order("o", account, Optional.empty()));
		store.issued("o", certificate("c", account));

		assertThat(store.add(order("p", account, Optional.of("c")))).isTrue();
		assertThat(store.certificate("c").flatMap(IssuedCertificate::replacedBy)).contains("p");
		assertThat(store.add(order("q", account, Optional.of("c")))).isFalse();
		assertThat(store.order("q")).isEmpty();
	}

	@Test
	void aChangeThatThrowsChangesNothing() {
		Account account = account("a");
		store.add(account);
		store.add(order("o", account, Optional.empty()));

		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> store.changeOrder("o", order -> {
			throw new IllegalStateException("no");
		}));
		assertThat(store.order("o").map(Order::state)).contains(new Order.Pending());
		assertThatExceptionOfType(NoSuchElementException.class)
			.isThrownBy(() -> store.changeOrder("none", order -> order));
		assertThatExceptionOfType(NoSuchElementException.class)
			.isThrownBy(() -> store.changeAccount("none", one -> one));
		assertThatExceptionOfType(NoSuchElementException.class)
			.isThrownBy(() -> store.changeCertificate("none", one -> one));
	}

	@Test
	void ofManyChangesAtOnceNoneIsLost() {
		Account account = account("a");
		store.add(account);
		List<CompletableFuture<Void>> all = IntStream.range(0, 16)
			.mapToObj(i -> CompletableFuture.runAsync(() -> store.changeAccount("a", before -> {
				List<String> contacts = new java.util.ArrayList<>(before.contacts());
				contacts.add("mailto:" + i + "@x");
				return before.with(contacts);
			})))
			.toList();
		all.forEach(CompletableFuture::join);

		assertThat(store.account("a").orElseThrow().contacts()).hasSize(17).doesNotHaveDuplicates();
	}

	@Test
	void listsAreOfOneAccountAndBounded() {
		Account account = account("a");
		Account other = account("b");
		store.add(account);
		store.add(other);
		store.add(order("other", other, Optional.empty()));
		IntStream.range(0, AcmeStore.AT_ONCE + 3)
			.forEach(i -> store.add(order("o%03d".formatted(i), account, Optional.empty())));

		List<String> first = store.orders("a", "");
		assertThat(first).hasSize(AcmeStore.AT_ONCE).isSorted().doesNotContain("other");
		assertThat(store.orders("a", first.getLast())).containsExactly("o100", "o101", "o102");
	}

	@Test
	void whatEndedIsForgottenAndNothingElse() {
		Account account = account("a");
		store.add(account);
		store.add(order("o", account, Optional.empty()));
		store.issued("o", certificate("c", account));
		store.add(new ExternalKey("k", new byte[32], NOW, Optional.empty()));
		store.add(new ExternalKey("used", new byte[32], NOW, Optional.empty()));
		store.add(account("b", Optional.of("used")));

		assertThat(store.forget(NOW)).isZero();
		assertThat(store.forget(NOW.plus(2, ChronoUnit.DAYS))).isEqualTo(3);
		assertThat(store.order("o")).isEmpty();
		assertThat(store.certificate("c")).isEmpty();
		assertThat(store.externalKey("k")).isEmpty();
		assertThat(store.externalKey("used")).isPresent();
		assertThat(store.account("a")).isPresent();
	}

	private static Order validated(Order order) {
		return order.answered(0, ChallengeType.HTTP_01, true)
			.validated(0, ChallengeType.HTTP_01, new Challenge.Valid(NOW));
	}

	static Account account(String id) {
		return account(id, Optional.empty());
	}

	private static Account account(String id, Optional<String> external) {
		return new Account(id, key().json(), List.of("mailto:a@example.org"), Account.Status.VALID, NOW, external,
				external.map(kid -> "{\"payload\":\"" + kid + "\"}"));
	}

	static AccountKey key() {
		KeyPair pair = TestAuthority.keys();
		return AccountKey
			.parse(new ECKey.Builder(Curve.P_256, (java.security.interfaces.ECPublicKey) pair.getPublic()).build()
				.toJSONString());
	}

	static Order order(String id, Account account, Optional<String> replaces) {
		List<Challenge> challenges = List.of(new Challenge(ChallengeType.HTTP_01, "t", new Challenge.Pending()),
				new Challenge(ChallengeType.DNS_01, "t", new Challenge.Pending()));
		return new Order(id, account.id(), NOW, NOW.plus(1, ChronoUnit.DAYS),
				List.of(new Authorization("www.local.internal", challenges, false)), new Order.Pending(), replaces);
	}

	private static IssuedCertificate certificate(String id, Account account) {
		return new IssuedCertificate(id, account.id(), List.of("www.local.internal"), NOW, NOW.plus(1, ChronoUnit.DAYS),
				"a chain", Optional.empty(), Optional.empty());
	}

}
