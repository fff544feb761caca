package org.web3ecosystem.trustchain.acme.challenge;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.acme.problem.AcmeException;
import org.web3ecosystem.trustchain.acme.problem.ErrorType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ChallengeTextsTests {

	private static final Name WWW = new Name("www.local.internal");

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-02T03:04:05Z"));

	private final ChallengeTexts texts = new ChallengeTexts(now::get);

	@Test
	void severalStandForOneNameUntilTheyEnd() {
		texts.put(WWW, "a");
		texts.put(WWW, "b");
		assertThat(texts.of(WWW)).containsExactly("a", "b");
		assertThat(texts.of(new Name("local.internal"))).isEmpty();
		assertThat(texts.remove(WWW, "a")).isTrue();
		assertThat(texts.remove(WWW, "a")).isFalse();
		now.set(now.get().plus(ChallengeTexts.LIFE));
		assertThat(texts.of(WWW)).isEmpty();
	}

	@Test
	void thereAreNotTooMany() {
		for (int i = 0; i < ChallengeTexts.MAX_TEXTS; i++) {
			texts.put(WWW, "v" + i);
		}
		assertThatExceptionOfType(RejectedException.class).isThrownBy(() -> texts.put(WWW, "one more"));
		texts.put(WWW, "v0");
		now.set(now.get().plus(ChallengeTexts.LIFE));
		texts.put(WWW, "one more");
	}

	@Test
	void theNameServerTellsThemAndAllElseAsBefore() {
		texts.put(WWW, "a");
		ChallengeNames names = new ChallengeNames(new FixedNames(false, List.of(List.of("192.0.2.1"))), texts);

		assertThat(records(names, "_acme-challenge.www.local.internal")).containsExactly(new ResourceRecord.Text("a"));
		assertThat(records(names, "_acme-challenge.other.local.internal"))
			.hasOnlyElementsOfType(ResourceRecord.Address.class);
		assertThat(records(names, "www.local.internal")).hasOnlyElementsOfType(ResourceRecord.Address.class);
		assertThat(records(names, "_acme-challenge.x")).hasOnlyElementsOfType(ResourceRecord.Address.class);
	}

	private static List<ResourceRecord> records(ChallengeNames names, String name) {
		return ((Resolution.Found) names.resolve(new Name(name)).toCompletableFuture().join()).records();
	}

	@Test
	void whatIsLookedForIsTheDigestOfTheKeyAuthorization() {
		DnsValidation validation = new DnsValidation(texts);
		Validation.Claim claim = new Validation.Claim(WWW.text(), "token", "token.thumbprint", false);
		assertRefused(validation, claim, ErrorType.DNS);
		texts.put(WWW, "token.thumbprint");
		assertRefused(validation, claim, ErrorType.INCORRECT_RESPONSE);
		texts.put(WWW,
				Base64.getUrlEncoder()
					.withoutPadding()
					.encodeToString(Digest.sha256("token.thumbprint".getBytes(StandardCharsets.US_ASCII))));
		validation.validate(claim);
	}

	private static void assertRefused(DnsValidation validation, Validation.Claim claim, ErrorType type) {
		assertThatExceptionOfType(AcmeException.class).isThrownBy(() -> validation.validate(claim))
			.satisfies(refusal -> assertThat(refusal.problem().type()).isEqualTo(type));
	}

}
