package org.web3ecosystem.platform.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.caesar.ledger.Refusal;
import org.web3ecosystem.catalog.ledger.CatalogueRefusal;
import org.web3ecosystem.hypermesh.asset.AssetRefusal;
import org.web3ecosystem.hypermesh.name.NameRefusal;

import static org.assertj.core.api.Assertions.assertThat;

class ProblemTypeTests {

	private static final Path GUIDE = Path.of("../src/docs/guide/problems.md");

	/** Those that are no table in the code. */
	private static final Stream<String> SINGLE = Stream.of("ledger:blocks-gone", "ledger:no-stake",
			"ledger:emergency-mode", "queue:full", "trustchain:no-authority", "trustchain:too-many-tokens",
			"trustchain:name-not-own", "trustchain:challenges-full", "trustchain:no-such-leaf",
			"trustchain:not-own-leaf", "trustchain:not-revoked", "trustchain:no-next-intermediates",
			"trustchain:unfit-intermediates", "trustchain:not-ordered", "trustchain:no-such-authority",
			"trustchain:pin-mismatch", "trustchain:foreign-endpoint");

	@Test
	void theGuideHasEveryTypeAndNoOther() throws IOException {
		Set<String> listed = Pattern.compile("`(urn:[A-Za-z0-9:-]+)`")
			.matcher(Files.readString(GUIDE))
			.results()
			.map((MatchResult result) -> result.group(1))
			.collect(Collectors.toCollection(TreeSet::new));
		Stream<String> known = Stream.of(Arrays.stream(AssetRefusal.values()).map(AssetRefusal::kind),
				Arrays.stream(NameRefusal.values()).map(NameRefusal::kind),
				Arrays.stream(CatalogueRefusal.values()).map(CatalogueRefusal::kind),
				Arrays.stream(Refusal.values()).map(refusal -> "economy:" + refusal.text().replace(' ', '-')), SINGLE)
			.flatMap(kinds -> kinds)
			.map(kind -> "urn:web3:" + kind);

		assertThat(listed).containsExactlyInAnyOrderElementsOf(
				Stream.concat(known, Arrays.stream(ProblemType.values()).map(type -> type.uri().toString())).toList());
	}

	@Test
	void itIsSaidInTheProblem() {
		assertThat(ProblemType.ACCESS_TOO_MANY_WRITES.uri()).hasToString("urn:web3:access:too-many-writes");
		assertThat(ProblemType.ACME_RATE_LIMITED.uri()).hasToString("urn:ietf:params:acme:error:rateLimited");
	}

}
