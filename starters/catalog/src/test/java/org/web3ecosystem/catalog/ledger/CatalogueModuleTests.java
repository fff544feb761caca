package org.web3ecosystem.catalog.ledger;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.catalog.Manifests;
import org.web3ecosystem.catalog.entry.Blob;
import org.web3ecosystem.catalog.entry.Content;
import org.web3ecosystem.catalog.entry.Manifest;
import org.web3ecosystem.catalog.resolve.Constraint;
import org.web3ecosystem.catalog.resolve.Release;
import org.web3ecosystem.catalog.resolve.Version;
import org.web3ecosystem.catalog.signing.SignedManifest;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.asset.NewPackage;
import org.web3ecosystem.spi.consensus.LedgerModule.Command;
import org.web3ecosystem.spi.usage.Economy;

import static org.assertj.core.api.Assertions.assertThat;

/** Publishing and yanking. */
class CatalogueModuleTests {

	private final ModuleBench bench = new ModuleBench(true);

	private static void assertRefused(Verdict verdict, String why) {
		assertThat(verdict).isInstanceOfSatisfying(Verdict.Rejected.class,
				rejected -> assertThat(rejected.reason()).contains(why));
	}

	@Test
	void whatIsPublishedIsListedFoundByKeywordAndReadBack() {
		Manifest manifest = Manifests.of(bench.alice.id(), "log 1.0.0", List.of("text", "json"),
				List.of(Manifests.blob("log.jar", new byte[] { 1, 2 })));

		assertThat(bench.publish(bench.alice, manifest).isAccepted()).isTrue();
		assertThat(bench.list(Keys.PACKAGES)).containsExactly("log");
		assertThat(bench.list(Keys.keyword("json"))).containsExactly("log");
		assertThat(bench.list(Keys.BLOBS)).hasSize(1);
		assertThat(bench.find("log")).hasValueSatisfying(entry -> {
			assertThat(entry.owner()).isEqualTo(bench.alice.id());
			assertThat(entry.releases()).hasSize(1);
		});
		assertThat(bench.blob(new byte[] { 1, 2 }).holders()).isEmpty();
	}

	@Test
	void publishingTheSameAgainChangesNothingAndCostsNothing() {
		bench.publish("log 1.0.0");
		Map<String, String> before = bench.everything();

		assertThat(bench.publish("log 1.0.0").isAccepted()).isTrue();
		assertThat(bench.everything()).isEqualTo(before);
		assertThat(bench.asked).hasSize(1);
	}

	@Test
	void aVersionNeverChanges() {
		bench.publish("log 1.0.0");
		bench.publish("net 1.0.0");

		assertRefused(bench.publish("log 1.0.0", "net *"), "a version never changes");
		assertRefused(bench.publish("log 1.0.0+build"), "a version never changes");
	}

	@Test
	void aNameBelongsToWhoPublishedItFirst() {
		bench.publish("log 1.0.0");

		assertRefused(bench.publish(bench.bob, Manifests.of(bench.bob.id(), "log 2.0.0")), "another owner's");
		assertRefused(bench.yank(bench.bob, "log 1.0.0", true), "another owner's");
	}

	@Test
	void onlyTheOwnerPublishesAManifest() {
		SignedManifest signed = SignedManifest.sign(bench.alice, bench.genesis.chainId(),
				Manifests.of(bench.alice.id(), "log 1.0.0"));

		assertRefused(bench.run(bench.bob, new CatalogueCommand.Publish(signed, 1)), "by its owner");
		SignedManifest foreign = SignedManifest.sign(bench.alice, new ChainId("other-0123456789abcdef"),
				Manifests.of(bench.alice.id(), "log 1.0.0"));
		assertRefused(bench.run(bench.alice, new CatalogueCommand.Publish(foreign, 1)), "did not sign");
	}

	@Test
	void noModulePublishesForAnybody() {
		SignedManifest signed = SignedManifest.sign(bench.alice, bench.genesis.chainId(),
				Manifests.of(bench.alice.id(), "log 1.0.0"));
		byte[] body = new CatalogueCommand.Publish(signed, 1).encode();

		assertRefused(bench.module.check(
				new Command("0".repeat(64), bench.alice.id(), body, bench.now, Height.GENESIS, Optional.of("broker"))),
				"no module");
	}

	@Test
	void aDependencyThatIsNotThereIsRefused() {
		assertRefused(bench.publish("app 1.0.0", "ghost *"), "no package 'ghost'");
		bench.publish("log 1.0.0");
		assertRefused(bench.publish("app 1.0.0", "log ^2"), "app 1.0.0 wants ^2");
		assertThat(bench.find("app")).isEmpty();
	}

	@Test
	void aCycleIsRefusedWithItsPath() {
		bench.publish("b 1.0.0");
		bench.publish("a 1.0.0", "b ^1");

		assertRefused(bench.publish("b 1.1.0", "a *"), "a cycle: a -> b -> a");
		assertThat(bench.find("b").orElseThrow().releases()).hasSize(1);
	}

	@Test
	void theFeeIsByDeclaredBytesAndWhoCannotPayPublishesNothing() {
		byte[] bytes = Manifests.bytes(new Random(1), 10 * 1_024 + 1);
		Manifest manifest = Manifests.of(bench.alice.id(), "log 1.0.0", List.of("text"),
				List.of(Manifests.blob("log.jar", bytes)));
		bench.economy = request -> Verdict.rejected("the account has 3");
		Map<String, String> before = bench.everything();

		assertRefused(bench.publish(bench.alice, manifest), "the account has 3");
		assertThat(bench.everything()).isEqualTo(before);

		bench.economy = request -> Verdict.accepted();
		assertThat(bench.publish(bench.alice, manifest).isAccepted()).isTrue();
		assertThat(bench.asked).singleElement()
			.isInstanceOfSatisfying(Economy.Request.Charge.class,
					charge -> assertThat(charge.amount()).isEqualTo(1_000 + 11));
	}

	@Test
	void withItsFirstVersionAPackageBecomesAnAsset() {
		bench.publish("log 1.0.0");
		bench.publish("log 1.1.0");

		assertThat(bench.assets).containsExactly(new NewPackage("log", "a package"));
	}

	@Test
	void aRefusedPackageBecomesNone() {
		bench.economy = request -> Verdict.rejected("the account has 3");
		bench.publish("log 1.0.0");
		bench.publish("app 1.0.0", "ghost *");

		assertThat(bench.assets).isEmpty();
	}

	@Test
	void itIsPublishedThoughAnAssetHasItsNameAlready() {
		bench.registry = wanted -> Verdict.rejected("an asset 'log' is registered already");

		assertThat(bench.publish("log 1.0.0").isAccepted()).isTrue();
		assertThat(bench.find("log")).isPresent();
	}

	@Test
	void withoutAnEconomyNothingIsCharged() {
		ModuleBench free = new ModuleBench(false);

		assertThat(free.publish("log 1.0.0").isAccepted()).isTrue();
	}

	@Test
	void aYankedVersionIsOnlyForWhoNamesIt() {
		bench.publish("log 1.0.0");
		bench.publish("log 1.1.0");

		assertThat(bench.yank(bench.alice, "log 1.1.0", true).isAccepted()).isTrue();
		assertThat(newest("^1")).contains(Version.parse("1.0.0"));
		assertThat(newest("1.1.0")).contains(Version.parse("1.1.0"));
		assertRefused(bench.publish("app 1.0.0", "log >=1.1"), "1.1.0 (yanked)");
		assertThat(bench.yank(bench.alice, "log 1.1.0", false).isAccepted()).isTrue();
		assertThat(newest("^1")).contains(Version.parse("1.1.0"));
		assertRefused(bench.yank(bench.alice, "log 9.0.0", true), "there is no log 9.0.0");
	}

	private Optional<Version> newest(String constraint) {
		return CatalogueEntries.newest(bench.find("log").orElseThrow(), Constraint.parse(constraint));
	}

	@Test
	void aFullPackageFitsIntoOneValueAndTakesNoMore() {
		List<Release> full = IntStream.range(0, PackageEntry.MAX_RELEASES)
			.mapToObj(i -> new Release(Version.parse("1.0.0-" + "a".repeat(55) + (100 + i)), false, "ab".repeat(32)))
			.toList();
		PackageEntry entry = new PackageEntry("log", bench.alice.id(), full,
				IntStream.range(0, 64)
					.mapToObj(i -> "k".repeat(30) + i)
					.collect(Collectors.toCollection(TreeSet::new)));
		bench.put(Keys.packageOf("log"), entry.encode());

		assertThat(PackageEntry.decode(entry.encode())).isEqualTo(entry);
		assertRefused(bench.publish("log 2.0.0"), "at most " + PackageEntry.MAX_RELEASES);
	}

	@Test
	void keywordsOfAllVersionsAreBounded() {
		for (int v = 0; v < 4; v++) {
			int version = v;
			assertThat(bench
				.publish(bench.alice,
						Manifests.of(bench.alice.id(), "log 1." + v + ".0",
								IntStream.range(0, 16).mapToObj(i -> "k" + version + "-" + i).toList(), List.of()))
				.isAccepted()).isTrue();
		}
		assertRefused(
				bench.publish(bench.alice, Manifests.of(bench.alice.id(), "log 2.0.0", List.of("more"), List.of())),
				"64 keywords");
	}

	@Test
	void aClaimedRootDoesNotTakeTheDigestFromOthers() {
		byte[] bytes = { 1, 2, 3 };
		Content right = Manifests.content(bytes);
		Content wrong = new Content(right.digest(), right.digest(), right.size());
		bench.publish(bench.bob,
				Manifests.of(bench.bob.id(), "evil 1.0.0", List.of(), List.of(new Blob("a", "a/b", wrong))));

		assertThat(bench
			.publish(bench.alice,
					Manifests.of(bench.alice.id(), "log 1.0.0", List.of(), List.of(Manifests.blob("a", bytes))))
			.isAccepted()).isTrue();
		assertThat(bench.hold(bench.alice, bytes).isAccepted()).isTrue();
	}

	@Test
	void everyTruncationAndAnyChangeOfACommandIsRefusedOrMeansItself() {
		byte[] body = new CatalogueCommand.Hold(ModuleBench.evidence(new byte[5_000], 1, 2)).encode();
		for (int length = 0; length < body.length; length++) {
			assertThat(bench.run(bench.alice, Arrays.copyOf(body, length))).isInstanceOf(Verdict.Rejected.class);
		}
		long seed = new Random().nextLong();
		Random random = new Random(seed);
		for (int i = 0; i < 2_000; i++) {
			byte[] changed = body.clone();
			changed[random.nextInt(changed.length)] = (byte) random.nextInt();
			assertThat(bench.run(bench.alice, changed)).as("seed %d", seed).isInstanceOf(Verdict.Rejected.class);
		}
		assertRefused(bench.run(bench.alice, new byte[CatalogueCommand.MAX_BYTES + 1]), "at most");
	}

	@Test
	void publishingProvesStakeAndWorkYankingWorkHoldingItself() {
		byte[] publish = new CatalogueCommand.Publish(
				SignedManifest.sign(bench.alice, bench.genesis.chainId(), Manifests.of(bench.alice.id(), "log 1.0.0")),
				1)
			.encode();
		byte[] yank = new CatalogueCommand.Yank("log", Version.parse("1.0.0"), true, 1).encode();
		byte[] hold = new CatalogueCommand.Hold(ModuleBench.evidence(new byte[10], 1, 0)).encode();

		assertThat(bench.module.proves(command(publish))).hasValueSatisfying(operation -> {
			assertThat(operation.kind()).isEqualTo("package.publish");
			assertThat(operation.critical()).isTrue();
		});
		assertThat(bench.module.proves(command(yank)).orElseThrow().critical()).isFalse();
		assertThat(bench.module.proves(command(hold))).isEmpty();
	}

	private Command command(byte[] body) {
		return new Command("0".repeat(64), bench.alice.id(), body, bench.now, Height.GENESIS);
	}

}
