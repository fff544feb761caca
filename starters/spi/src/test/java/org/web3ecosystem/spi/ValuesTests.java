package org.web3ecosystem.spi;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.web3ecosystem.spi.asset.Asset;
import org.web3ecosystem.spi.asset.AssetKind;
import org.web3ecosystem.spi.asset.AssetState;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.ProofBundle;
import org.web3ecosystem.spi.consensus.ProofKind;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.transport.RequestHandler;
import org.web3ecosystem.spi.trust.CertificateChain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What the values of the SPI refuse to be. */
class ValuesTests {

	private final NodeId node = new NodeId("0".repeat(NodeId.LENGTH));

	@ParameterizedTest
	@ValueSource(strings = { "", "local", "local-123", "Local-0123456789abcdef", "-0123456789abcdef",
			"local-0123456789abcdeg", "local-0123456789abcdef\n" })
	void whatIsNoChainIdIsRefused(String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> new ChainId(value));
	}

	@Test
	void aNodeIdIsADigestInLowerCase() {
		for (String hex : List.of("", "0".repeat(63), "0".repeat(65), "A".repeat(64), "g".repeat(64))) {
			assertThatIllegalArgumentException().isThrownBy(() -> new NodeId(hex));
		}
	}

	@Test
	void countsAreNotNegative() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Epoch(-1));
		assertThatIllegalArgumentException().isThrownBy(() -> new Height(-1));
		assertThat(Height.GENESIS.next()).isGreaterThan(Height.GENESIS);
		assertThat(Epoch.GENESIS.next()).isGreaterThan(Epoch.GENESIS);
	}

	@Test
	void onlyAcceptedIsAccepted() {
		assertThat(Verdict.accepted().isAccepted()).isTrue();
		assertThat(Verdict.rejected("no").isAccepted()).isFalse();
		assertThat(Verdict.unavailable("later").isAccepted()).isFalse();
	}

	@Test
	void anAssetStaysWithinItsLimits() {
		assertThat(asset("a-1", 0, 256).description()).hasSize(256);
		assertThatIllegalArgumentException().isThrownBy(() -> asset("a", 0, 257));
		assertThatIllegalArgumentException().isThrownBy(() -> asset("a", 17, 0));
		for (String id : List.of("", "-a", "a-", "A", "a.b", "a".repeat(64))) {
			assertThatIllegalArgumentException().isThrownBy(() -> asset(id, 0, 0));
		}
	}

	@Test
	void aBundleIsEqualByContentAndBounded() {
		ProofBundle bundle = new ProofBundle(new byte[] { 1 }, Set.of(ProofKind.WORK));
		assertThat(bundle).isEqualTo(new ProofBundle(new byte[] { 1 }, Set.of(ProofKind.WORK)))
			.isNotEqualTo(new ProofBundle(new byte[] { 1 }, Set.of()))
			.isNotEqualTo(new ProofBundle(new byte[] { 2 }, Set.of(ProofKind.WORK)));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ProofBundle(new byte[ProofBundle.MAX_BYTES + 1], Set.of()));
	}

	@Test
	void anOperationIsADigest() {
		assertThat(new Operation("a.b", new byte[32], true)).isEqualTo(new Operation("a.b", new byte[32], true))
			.isNotEqualTo(new Operation("a.b", new byte[32], false));
		assertThatIllegalArgumentException().isThrownBy(() -> new Operation("a.b", new byte[31], true));
	}

	@Test
	void whatMustNotBeEmptyIsNot() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Peer(node, List.of()));
		assertThatIllegalArgumentException().isThrownBy(() -> new CertificateChain(List.of()));
	}

	@Test
	void oneMethodHasOneHandler() {
		RequestHandler handler = new RequestHandler() {

			@Override
			public String method() {
				return "a.b";
			}

			@Override
			public java.util.concurrent.CompletionStage<byte[]> handle(NodeId caller, byte[] request) {
				return CompletableFuture.completedStage(request);
			}

		};
		assertThatIllegalArgumentException().isThrownBy(() -> new Inbound(List.of(handler, handler), List.of()));
	}

	private Asset asset(String id, int holders, int description) {
		return new Asset(id, AssetKind.SERVICE, node, Collections.nCopies(holders, node), "d".repeat(description),
				Height.GENESIS, 0, AssetState.Free.NEW);
	}

}
