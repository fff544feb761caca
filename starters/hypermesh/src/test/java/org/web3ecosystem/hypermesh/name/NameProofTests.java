package org.web3ecosystem.hypermesh.name;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.TestFederation.Member;
import org.web3ecosystem.hypermesh.asset.LedgerAssets;
import org.web3ecosystem.hypermesh.proof.FourProofs.Mode;
import org.web3ecosystem.hypermesh.state.ProofException;
import org.web3ecosystem.spi.asset.AssetKind;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceRegistration;
import org.web3ecosystem.spi.genesis.FederationNames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.web3ecosystem.spitest.Stages.get;

/** Proofs of a federation of one, so that no signature is one too many. */
class NameProofTests {

	private static final Name WEB = new Name("web.local.internal");

	private static final ResourceRecord RECORD = new ResourceRecord.Address(InetAddress.ofLiteral("192.0.2.1"));

	private final TestFederation federation = new TestFederation(1).start();

	private final Member member = federation.member(0);

	private final NameProof proofs = new NameProof(federation.genesis(), federation.clock());

	@AfterEach
	void close() {
		federation.close();
	}

	private void register(Name name, Duration lease) {
		get(member.names().register(new ServiceRegistration(name, List.of(RECORD), Duration.ofSeconds(30), lease)));
	}

	private byte[] proof(Name name) {
		return get(member.names().prove(name)).encode();
	}

	private ProvenName check(Name name) {
		return proofs.check(proof(name), name, NameProof.MAX_AGE);
	}

	private void refused(byte[] proof, Name name, String why) {
		assertThatExceptionOfType(ProofException.class).isThrownBy(() -> proofs.check(proof, name, NameProof.MAX_AGE))
			.withMessageContaining(why);
	}

	@Test
	void recordsAndTheirLeasesAreProven() {
		register(WEB, Duration.ofHours(1));

		assertThat(check(WEB)).isInstanceOfSatisfying(ProvenName.Registered.class, proven -> {
			assertThat(proven.founding()).isEmpty();
			assertThat(proven.leases()).singleElement().satisfies(lease -> {
				assertThat(lease.node()).isEqualTo(member.node().id());
				assertThat(lease.records()).containsExactly(RECORD);
				assertThat(lease.ttl()).isEqualTo(Duration.ofSeconds(30));
				assertThat(lease.until()).isAfter(proven.root().consensusTime());
			});
		});
	}

	@Test
	void whatNobodyHasIsProvenToBeAbsent() {
		register(WEB, Duration.ofHours(1));

		assertThat(check(new Name("none.local.internal"))).isInstanceOf(ProvenName.Absent.class);
		assertThat(check(new Name("none.asset.local.internal"))).isInstanceOf(ProvenName.Absent.class);
	}

	@Test
	void whatIsOverIsNotProven() {
		register(WEB, Duration.ofSeconds(10));
		byte[] proof = proof(WEB);
		federation.pass(Duration.ofSeconds(13));

		assertThat(proofs.check(proof, WEB, NameProof.MAX_AGE)).isInstanceOf(ProvenName.Absent.class);
	}

	@Test
	void whatTheGenesisDocumentSaysHoldsUntilItsValidatorSaysOtherwise() {
		register(WEB, Duration.ofHours(1));
		Name own = new Name("node1.node.local.internal");

		assertThat(check(own)).isInstanceOfSatisfying(ProvenName.Registered.class, proven -> {
			assertThat(proven.leases()).isEmpty();
			assertThat(proven.founding()).isEqualTo(FederationNames.addresses(member.node().endpoints()));
		});
		get(member.names().withdraw(own));
		assertThat(check(own)).isInstanceOf(ProvenName.Absent.class);
	}

	@Test
	void theNameOfAnAssetIsProvenByTheAsset() {
		LedgerAssets assets = new LedgerAssets(member.node().id(), member.ledger(), member.consensus(Mode.QUORUM));
		get(assets.register("disk", AssetKind.STORAGE, ""));
		Name disk = new Name("disk.asset.local.internal");

		assertThat(proofs.of(disk)).isEqualTo(new NameProof.Place("assets", "asset/disk"));
		assertThat(check(disk)).isInstanceOfSatisfying(ProvenName.OfAsset.class,
				proven -> assertThat(proven.nodes()).containsExactly(member.node().id()));
	}

	@Test
	void aProofOfAnotherNameIsRefused() {
		register(WEB, Duration.ofHours(1));
		register(new Name("web2.local.internal"), Duration.ofHours(1));

		refused(proof(new Name("web2.local.internal")), WEB, "proof of names name/web2.local.internal");
		refused(proof(new Name("none.local.internal")), WEB, "proof of names name/none.local.internal");
		refused(proof(new Name("none.asset.local.internal")), WEB, "proof of assets");
		refused(get(member.ledger().readProven("register", NameModule.key(WEB))).encode(), WEB, "proof of register");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> proofs.check(proof(WEB), new Name("example.com"), NameProof.MAX_AGE));
	}

	@Test
	void anOldStateIsRefusedAndSoIsOneThatIsNotYet() {
		register(WEB, Duration.ofDays(1));
		byte[] proof = proof(WEB);
		federation.pass(Duration.ofMinutes(59));
		assertThat(proofs.check(proof, WEB, NameProof.MAX_AGE)).isInstanceOf(ProvenName.Registered.class);
		federation.pass(Duration.ofMinutes(2));

		refused(proof, WEB, "longer ago than PT1H");
		assertThat(proofs.check(proof, WEB, Duration.ofHours(2))).isInstanceOf(ProvenName.Registered.class);
		federation.pass(Duration.ofHours(-3));
		refused(proof, WEB, "not yet");
	}

	@Test
	void everyFlippedBitIsRefused() {
		register(WEB, Duration.ofHours(1));
		everyFlippedBitIsRefused(WEB);
		everyFlippedBitIsRefused(new Name("none.local.internal"));
	}

	private void everyFlippedBitIsRefused(Name name) {
		byte[] proof = proof(name);
		assertThat(proofs.check(proof, name, NameProof.MAX_AGE)).isNotNull();
		for (int bit = 0; bit < proof.length * Byte.SIZE; bit++) {
			byte[] flipped = proof.clone();
			flipped[bit >>> 3] ^= (byte) (1 << (bit & 7));
			assertThatExceptionOfType(ProofException.class).as("bit %d of the proof of %s", bit, name)
				.isThrownBy(() -> proofs.check(flipped, name, NameProof.MAX_AGE));
		}
	}

}
