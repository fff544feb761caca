package org.web3ecosystem.catalog;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3ecosystem.catalog.Catalogue.Published;
import org.web3ecosystem.catalog.TestFederation.Member;
import org.web3ecosystem.catalog.entry.Blob;
import org.web3ecosystem.catalog.ledger.PackageEntry;
import org.web3ecosystem.catalog.resolve.Constraint;
import org.web3ecosystem.catalog.resolve.Lock;
import org.web3ecosystem.catalog.resolve.Version;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.asset.Asset;
import org.web3ecosystem.spi.asset.AssetKind;
import org.web3ecosystem.spi.asset.AssetState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.web3ecosystem.spitest.Stages.get;

class CatalogueTests {

	@TempDir
	private Path folder;

	private TestFederation federation;

	private Member one;

	private Member two;

	@BeforeEach
	void found() {
		federation = new TestFederation(4, folder);
		one = federation.member(0);
		two = federation.member(1);
	}

	@AfterEach
	void close() {
		federation.close();
	}

	private static Constraint constraint(String text) {
		return Constraint.parse(text);
	}

	@Test
	void whatOneNodePublishesAnotherFindsResolvesAndChecks() {
		one.publish("log 1.0.0", List.of(one.upload("log.jar", new byte[] { 1, 2, 3 })));
		one.publish("app 1.0.0", List.of(), "log ^1");

		assertThat(get(two.catalogue().find("log", constraint("^1"))))
			.hasValueSatisfying(entry -> assertThat(entry.signed().verify(federation.genesis().chainId()).owner())
				.isEqualTo(one.node().id()));
		assertThat(get(two.catalogue().resolve("app", constraint("*"))).packages())
			.extracting(Lock.Locked::name, locked -> locked.version().toString())
			.containsExactly(tuple("app", "1.0.0"), tuple("log", "1.0.0"));
	}

	@Test
	void packagesAreListedInOrderAndSearchedByKeyword() {
		for (int i = 0; i < 70; i++) {
			one.publish("p" + i + " 1.0.0", List.of());
		}

		assertThat(get(two.catalogue().list(62, 5))).extracting(PackageEntry::name)
			.containsExactly("p62", "p63", "p64", "p65", "p66");
		assertThat(get(two.catalogue().search("word", 68, 10))).extracting(PackageEntry::name)
			.containsExactly("p68", "p69");
		assertThat(get(two.catalogue().search("nothing", 0, 10))).isEmpty();
	}

	@Test
	void publishingTheSameAgainIsNothingNew() {
		assertThat(one.publish("log 1.0.0", List.of()).isNew()).isTrue();
		assertThat(one.publish("log 1.0.0", List.of()).isNew()).isFalse();
	}

	@Test
	void aVersionNeverChanges() {
		one.publish("log 1.0.0", List.of());
		Blob more = one.upload("log.jar", new byte[] { 1 });

		assertThatExceptionOfType(RejectedException.class).isThrownBy(() -> one.publish("log 1.0.0", List.of(more)))
			.withMessageContaining("never changes");
	}

	@Test
	void aBlobThatWasNotUploadedCannotBePublished() {
		Blob blob = Manifests.blob("log.jar", new byte[] { 9 });

		assertThatExceptionOfType(RejectedException.class).isThrownBy(() -> one.publish("log 1.0.0", List.of(blob)))
			.withMessageContaining("upload it first");
		assertThat(get(two.catalogue().find("log"))).isEmpty();
	}

	@Test
	void aRefusalOfTheLedgerCanBeMendedAndTriedAgain() {
		assertThatExceptionOfType(RejectedException.class)
			.isThrownBy(() -> one.publish("app 1.0.0", List.of(), "log *"))
			.withMessageContaining("no package 'log'");
		one.publish("log 1.0.0", List.of());

		assertThat(one.publish("app 1.0.0", List.of(), "log *").isNew()).isTrue();
	}

	@Test
	void onlyTheOwnerYanksAndAYankedVersionIsForWhoNamesIt() {
		one.publish("log 1.0.0", List.of());
		one.publish("log 1.1.0", List.of());

		assertThatExceptionOfType(RejectedException.class)
			.isThrownBy(() -> get(two.catalogue().yank("log", Version.parse("1.1.0"), true)));
		get(one.catalogue().yank("log", Version.parse("1.1.0"), true));

		assertThat(get(two.catalogue().find("log", constraint("^1"))).orElseThrow().manifest().version())
			.hasToString("1.0.0");
		assertThat(get(two.catalogue().find("log", constraint("=1.1.0"))).orElseThrow().manifest().version())
			.hasToString("1.1.0");
		get(one.catalogue().yank("log", Version.parse("1.1.0"), false));
		assertThat(get(two.catalogue().find("log", constraint("^1"))).orElseThrow().manifest().version())
			.hasToString("1.1.0");
	}

	@Test
	void aPackageBecomesAnAssetWithAName() {
		Published published = one.publish("log 1.0.0", List.of());

		assertThat(published.name()).isEqualTo("log.asset.local.internal");
		assertThat(federation.assets().get("log").kind()).isEqualTo(AssetKind.PACKAGE);
		assertThat(federation.assets().get("log").owner()).isEqualTo(one.node().id());
	}

	@Test
	void whereTheNameIsSomebodyElsesThePackageIsPublishedAllTheSame() {
		federation.assets()
			.put("log", new Asset("log", AssetKind.CPU, two.node().id(), List.of(), "", Height.GENESIS, 0,
					AssetState.Free.NEW));

		Published published = one.publish("log 1.0.0", List.of());

		assertThat(published.isNew()).isTrue();
		assertThat(published.name()).contains("another asset");
	}

	@Test
	void whatCannotBeResolvedIsExplained() {
		one.publish("log 1.0.0", List.of());

		assertThatExceptionOfType(RejectedException.class)
			.isThrownBy(() -> get(two.catalogue().resolve("log", constraint("^2"))))
			.withMessageContaining("the request wants ^2");
	}

	@Test
	void withoutALedgerItIsUnavailableAndNotEmpty() {
		federation.ledger().reachable(false);

		assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> get(two.catalogue().list(0, 10)));
		assertThatExceptionOfType(UnavailableException.class)
			.isThrownBy(() -> get(two.catalogue().resolve("log", constraint("*"))));
	}

}
