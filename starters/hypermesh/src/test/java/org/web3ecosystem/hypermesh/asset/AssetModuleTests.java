package org.web3ecosystem.hypermesh.asset;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.asset.Asset;
import org.web3ecosystem.spi.asset.AssetKind;
import org.web3ecosystem.spi.asset.AssetState;
import org.web3ecosystem.spi.asset.NewPackage;
import org.web3ecosystem.spi.consensus.LedgerModule.Command;
import org.web3ecosystem.spitest.consensus.MapModuleState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AssetModuleTests {

	private static final NodeId OWNER = new NodeId("0a".repeat(32));

	private static final NodeId LESSEE = new NodeId("1e".repeat(32));

	private static final NodeId OTHER = new NodeId("ff".repeat(32));

	private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

	private final AssetModule module = new AssetModule();

	private final Map<String, byte[]> entries = new HashMap<>();

	private final MapModuleState state = new MapModuleState(entries);

	private Instant now = NOW;

	@Test
	void whoComesFirstHasTheId() {
		register(AssetKind.STORAGE);
		assertThat(run(OTHER, new AssetCommand.Register("disk", AssetKind.CPU, "")))
			.isEqualTo(Verdict.rejected("an asset 'disk' is registered already"));
		assertThat(asset().owner()).isEqualTo(OWNER);
		assertThat(asset().state()).isEqualTo(new AssetState.Free(0));
	}

	@Test
	void aLeaseEndsByItselfAndTheNextHasTheNextTerm() {
		register(AssetKind.STORAGE);
		accepted(LESSEE, new AssetCommand.Lease("disk", 0, NOW.plusSeconds(60)));
		assertThat(asset().state()).isEqualTo(new AssetState.Leased(LESSEE, 1, NOW.plusSeconds(60)));
		assertThat(run(OTHER, new AssetCommand.Lease("disk", 1, NOW.plusSeconds(90))).isAccepted()).isFalse();

		now = NOW.plusSeconds(60);
		accepted(OTHER, new AssetCommand.Lease("disk", 1, NOW.plusSeconds(90)));
		assertThat(asset().state().term()).isEqualTo(2);
	}

	@Test
	void whoWasAwayTooLongCannotActOnTheNextLease() {
		register(AssetKind.STORAGE);
		accepted(LESSEE, new AssetCommand.Lease("disk", 0, NOW.plusSeconds(60)));
		now = NOW.plusSeconds(61);
		refused(LESSEE, new AssetCommand.Renew("disk", 1, NOW.plusSeconds(100)), "the lease is over");
		accepted(OTHER, new AssetCommand.Lease("disk", 1, NOW.plusSeconds(100)));

		refused(LESSEE, new AssetCommand.Renew("disk", 1, NOW.plusSeconds(200)), "the lease has term 2, not 1");
		refused(LESSEE, new AssetCommand.Release("disk", 1), "the lease has term 2, not 1");
		refused(LESSEE, new AssetCommand.Release("disk", 2), "the lease is not the author's");
	}

	@Test
	void aLesseeRenewsAndReleases() {
		register(AssetKind.CPU);
		accepted(LESSEE, new AssetCommand.Lease("disk", 0, NOW.plusSeconds(60)));
		accepted(LESSEE, new AssetCommand.Renew("disk", 1, NOW.plusSeconds(600)));
		assertThat(asset().state()).isEqualTo(new AssetState.Leased(LESSEE, 1, NOW.plusSeconds(600)));
		accepted(LESSEE, new AssetCommand.Release("disk", 1));
		assertThat(asset().state()).isEqualTo(new AssetState.Free(1));
		refused(LESSEE, new AssetCommand.Release("disk", 7), "there is no lease of term 7");
	}

	@Test
	void aLeaseHasAnEndThatIsNotFar() {
		register(AssetKind.MEMORY);
		for (Instant until : List.of(NOW, NOW.minusSeconds(1), NOW.plus(AssetCommand.LONGEST).plusSeconds(1))) {
			assertThat(run(LESSEE, new AssetCommand.Lease("disk", 0, until)).isAccepted()).isFalse();
		}
		accepted(LESSEE, new AssetCommand.Lease("disk", 0, NOW.plus(AssetCommand.LONGEST)));
		assertThat(run(LESSEE, new AssetCommand.Renew("disk", 1, NOW.plus(Duration.ofDays(8)))).isAccepted()).isFalse();
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVICE", "PACKAGE" })
	void whatIsForEverybodyIsNotLeased(AssetKind kind) {
		register(kind);
		assertThat(run(LESSEE, new AssetCommand.Lease("disk", 0, NOW.plusSeconds(60))).isAccepted()).isFalse();
	}

	@Test
	void onlyItsOwnerGivesAnAssetAwayAndOnlyOnce() {
		register(AssetKind.STORAGE);
		refused(OTHER, new AssetCommand.Transfer("disk", 0, OTHER), "the asset is not the author's");
		accepted(OWNER, new AssetCommand.Transfer("disk", 0, OTHER));
		refused(OWNER, new AssetCommand.Transfer("disk", 1, OWNER), "the asset is not the author's");
		accepted(OTHER, new AssetCommand.Transfer("disk", 1, OWNER));
		refused(OWNER, new AssetCommand.Transfer("disk", 0, OTHER), "the asset has revision 2, not 0");
	}

	@Test
	void aLeaseOutlivesAChangeOfOwner() {
		register(AssetKind.STORAGE);
		accepted(LESSEE, new AssetCommand.Lease("disk", 0, NOW.plusSeconds(60)));
		accepted(OWNER, new AssetCommand.Transfer("disk", 0, OTHER));
		assertThat(asset().state().at(NOW)).isInstanceOf(AssetState.Leased.class);
	}

	@Test
	void itsOwnerSaysWhereAnAssetIs() {
		register(AssetKind.PACKAGE);
		accepted(OWNER, new AssetCommand.Hold("disk", 0, List.of(OTHER, LESSEE)));
		assertThat(asset().holders()).containsExactly(OTHER, LESSEE);
		assertThatThrownBy(() -> new AssetCommand.Hold("disk", 1, List.of(OTHER, OTHER)))
			.isInstanceOf(IllegalArgumentException.class);
		refused(OTHER, new AssetCommand.Hold("disk", 1, List.of()), "the asset is not the author's");
	}

	@Test
	void aDescriptionHasNothingThatCannotBeSeen() {
		byte[] plain = new AssetCommand.Register("disk", AssetKind.STORAGE, "a disk!").encode();
		String text = new String(plain, StandardCharsets.ISO_8859_1);
		String disguised = text.replace("a disk!",
				new String("\u202edisk".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));

		assertThat(module.check(command(OWNER, plain)).isAccepted()).isTrue();
		assertThat(module.check(command(OWNER, disguised.getBytes(StandardCharsets.ISO_8859_1))))
			.isEqualTo(Verdict.rejected("a description has a control or invisible character, U+202E"));
		assertThat(module.check(called(NewPackage.of("disk", "\u202e").encode())).isAccepted()).isFalse();
	}

	@Test
	void nobodyRegistersTheAssetOfAPackage() {
		assertThat(module.check(command(OWNER, new AssetCommand.Register("disk", AssetKind.PACKAGE, "").encode())))
			.isEqualTo(Verdict.rejected("an asset of kind PACKAGE is made by publishing the package"));
	}

	@Test
	void theAssetOfAPackageIsThePublishersAndStaysSo() {
		register(AssetKind.PACKAGE);
		assertThat(asset().owner()).isEqualTo(OWNER);
		assertThat(asset().kind()).isEqualTo(AssetKind.PACKAGE);
		refused(OWNER, new AssetCommand.Transfer("disk", 0, OTHER),
				"an asset of kind PACKAGE stays with its package and is not given away");
	}

	@Test
	void anotherModuleAsksForTheAssetOfAPackageAndNothingElse() {
		assertThat(module.check(called(new AssetCommand.Register("disk", AssetKind.CPU, "").encode())).isAccepted())
			.isFalse();
		assertThat(module.check(called(new AssetCommand.Transfer("disk", 0, OTHER).encode())).isAccepted()).isFalse();
		assertThat(module.check(called(new NewPackage("no label", "").encode())).isAccepted()).isFalse();
		assertThat(module.check(command(OWNER, NewPackage.of("disk", "").encode())).isAccepted()).isFalse();
	}

	@Test
	void aPackageDoesNotTakeAnotherAssetsId() {
		register(AssetKind.STORAGE);
		assertThat(module.apply(called(NewPackage.of("disk", "").encode()), state))
			.isEqualTo(Verdict.rejected("an asset 'disk' is registered already"));
	}

	@Test
	void whatIsNotThereCannotBeChanged() {
		refused(OWNER, new AssetCommand.Release("disk", 1), "there is no asset 'disk'");
	}

	@ParameterizedTest
	@MethodSource("commands")
	void everyCommandIsReadAsItWasWritten(AssetCommand command) {
		assertThat(AssetCommand.decode(command.encode())).isEqualTo(command);
		assertThat(module.check(command(OWNER, command.encode())).isAccepted()).isTrue();
	}

	@ParameterizedTest
	@MethodSource("commands")
	void everyTruncationIsRefused(AssetCommand command) {
		byte[] encoded = command.encode();
		for (int length = 0; length < encoded.length; length++) {
			assertThat(module.check(command(OWNER, Arrays.copyOf(encoded, length))).isAccepted()).isFalse();
		}
	}

	private static Stream<AssetCommand> commands() {
		return Stream.of(new AssetCommand.Register("disk", AssetKind.STORAGE, "a disk"),
				new AssetCommand.Lease("disk", 0, NOW), new AssetCommand.Renew("disk", 1, NOW),
				new AssetCommand.Release("disk", 1), new AssetCommand.Transfer("disk", 3, OTHER),
				new AssetCommand.Hold("disk", 3, List.of(OTHER)));
	}

	private void register(AssetKind kind) {
		if (kind == AssetKind.PACKAGE) {
			Command called = called(NewPackage.of("disk", "").encode());
			assertThat(module.check(called)).isEqualTo(Verdict.accepted());
			assertThat(module.apply(called, state)).isEqualTo(Verdict.accepted());
			return;
		}
		accepted(OWNER, new AssetCommand.Register("disk", kind, ""));
	}

	private void accepted(NodeId author, AssetCommand command) {
		assertThat(run(author, command)).isEqualTo(Verdict.accepted());
	}

	private void refused(NodeId author, AssetCommand command, String reason) {
		Map<String, byte[]> before = Map.copyOf(entries);
		assertThat(run(author, command)).isEqualTo(Verdict.rejected(reason));
		assertThat(entries).containsExactlyInAnyOrderEntriesOf(before);
	}

	private Verdict run(NodeId author, AssetCommand command) {
		return module.apply(command(author, command.encode()), state);
	}

	private Command command(NodeId author, byte[] body) {
		return new Command("t", author, body, now, new Height(1));
	}

	private Command called(byte[] body) {
		return new Command("t", OWNER, body, now, new Height(1), Optional.of("catalogue"));
	}

	private Asset asset() {
		return AssetCodec.decode(entries.get(AssetModule.key("disk")));
	}

}
