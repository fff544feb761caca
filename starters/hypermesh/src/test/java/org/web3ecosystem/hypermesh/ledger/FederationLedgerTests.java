package org.web3ecosystem.hypermesh.ledger;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.TestFederation.Member;
import org.web3ecosystem.hypermesh.asset.AssetModule;
import org.web3ecosystem.hypermesh.asset.LedgerAssets;
import org.web3ecosystem.hypermesh.proof.FourProofs.Mode;
import org.web3ecosystem.hypermesh.state.ProofVerifier;
import org.web3ecosystem.hypermesh.state.ProvenEntry;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.asset.Asset;
import org.web3ecosystem.spi.asset.AssetKind;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.web3ecosystem.hypermesh.TestFederation.await;
import static org.web3ecosystem.spitest.Stages.get;

class FederationLedgerTests {

	private final TestFederation federation = new TestFederation(4).start();

	@AfterEach
	void close() {
		federation.close();
	}

	private static LedgerAssets assets(Member member) {
		return new LedgerAssets(member.node().id(), member.ledger(), member.consensus(Mode.MANDATORY));
	}

	@Test
	void anAssetRegisteredOnOneNodeIsFoundOnAll() {
		Receipt receipt = get(assets(federation.member(0)).register("disk-1", AssetKind.STORAGE, "a disk"));

		assertThat(receipt.verdict()).isEqualTo(Verdict.accepted());
		assertThat(get(assets(federation.member(0)).find("disk-1"))).isPresent();
		for (Member member : federation.members()) {
			await(() -> get(assets(member).find("disk-1")).isPresent(), () -> member.node().name());
			assertThat(get(assets(member).list(0, 10))).extracting(Asset::id).containsExactly("disk-1");
		}
	}

	@Test
	void theSecondToRegisterAnIdIsRefused() {
		get(assets(federation.member(0)).register("disk-1", AssetKind.STORAGE, "a disk"));

		Receipt second = get(assets(federation.member(1)).register("disk-1", AssetKind.CPU, "another"));

		assertThat(second.verdict()).isEqualTo(Verdict.rejected("an asset 'disk-1' is registered already"));
		assertThat(get(assets(federation.member(1)).find("disk-1")).orElseThrow().owner())
			.isEqualTo(federation.member(0).node().id());
	}

	@Test
	void anEntryCanBeCheckedWithTheGenesisDocumentAlone() {
		get(assets(federation.member(0)).register("disk-1", AssetKind.STORAGE, "a disk"));

		ProvenEntry present = get(
				federation.member(0).ledger().readProven(AssetModule.NAME, AssetModule.key("disk-1")));
		ProvenEntry absent = get(federation.member(0).ledger().readProven(AssetModule.NAME, AssetModule.key("disk-2")));

		ProofVerifier verifier = new ProofVerifier(federation.genesis());
		assertThat(verifier.verify(present.encode()).value()).isPresent();
		assertThat(verifier.verify(absent.encode()).value()).isEmpty();
		assertThat(present.root().signatures()).hasSizeGreaterThanOrEqualTo(3);
	}

	@Test
	void aNodeThatDoesNotValidateReadsAndSubmits() {
		Member fifth = federation.observer("node5");
		fifth.ledger().start();
		get(assets(federation.member(0)).register("disk-1", AssetKind.STORAGE, "a disk"));
		await(() -> fifth.ledger().readiness().isAccepted(), () -> fifth.ledger().readiness().toString());

		assertThat(get(assets(fifth).find("disk-1"))).isPresent();
		assertThatExceptionOfType(RejectedException.class)
			.isThrownBy(() -> get(assets(fifth).register("disk-5", AssetKind.STORAGE, "mine")))
			.withMessageContaining("stake");
		assertThat(List.of(fifth.ledger().height())).doesNotContain(org.web3ecosystem.spi.Height.GENESIS);
	}

	@Test
	void aNodeThatHearsNobodyButValidatorsThatAreCutOffReadsAndSaysThatItMayBeOld() {
		Member observer = federation.observer("observer");
		observer.ledger().start();
		Freshness freshness = new Freshness(observer.ledger(), Duration.ofSeconds(1));
		await(() -> !freshness.now().stale(), () -> "stale: " + observer.ledger().age());

		federation.engine(2).close();
		federation.engine(3).close();

		await(() -> freshness.now().stale(), () -> "fresh: " + observer.ledger().age());
		assertThat(get(observer.ledger().readProven("ledger", "genesis")).value()).isPresent();
	}

}
