package org.web3ecosystem.catalog.entry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.web3ecosystem.catalog.Manifests;
import org.web3ecosystem.catalog.resolve.Version;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ManifestTests {

	private final NodeId owner = new NodeId("ab".repeat(32));

	@Test
	void whatIsWrittenIsReadBackTheSame() {
		long seed = new Random().nextLong();
		Random random = new Random(seed);
		for (int i = 0; i < 200; i++) {
			Manifest manifest = Manifests.generated(random, owner);
			Manifest back = Manifest.decode(manifest.encode());
			assertThat(back.encode()).as("seed %d", seed).isEqualTo(manifest.encode());
			assertThat(back.blobs()).as("seed %d", seed).isEqualTo(manifest.blobs());
		}
	}

	@Test
	void everyTruncationIsRefused() {
		byte[] encoded = Manifests.generated(new Random(7), owner).encode();
		for (int length = 0; length < encoded.length; length++) {
			byte[] part = Arrays.copyOf(encoded, length);
			assertThatIllegalArgumentException().isThrownBy(() -> Manifest.decode(part));
		}
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Manifest.decode(Arrays.copyOf(encoded, encoded.length + 1)));
	}

	@Test
	void randomBytesAreRefusedAndNeverFailOtherwise() {
		long seed = new Random().nextLong();
		Random random = new Random(seed);
		byte[] encoded = Manifests.generated(random, owner).encode();
		for (int i = 0; i < 2_000; i++) {
			byte[] changed = encoded.clone();
			changed[random.nextInt(changed.length)] = (byte) random.nextInt();
			try {
				assertThat(Manifest.decode(changed).encode()).as("seed %d", seed).isEqualTo(changed);
			}
			catch (IllegalArgumentException refused) {
				// the only other outcome there may be
			}
		}
	}

	@Test
	void orderDoesNotMakeAnotherManifest() {
		Blob one = Manifests.blob("a", new byte[] { 1 });
		Blob two = Manifests.blob("b", new byte[] { 2 });

		assertThat(Manifests.of(owner, "p 1.0.0", List.of("x", "y"), List.of(one, two), "c *", "d *").encode())
			.isEqualTo(Manifests.of(owner, "p 1.0.0", List.of("y", "x"), List.of(two, one), "d *", "c *").encode());
	}

	@ParameterizedTest
	@ValueSource(strings = { "\u202e", "\u001b", "\u0085", "\u200b", "\u2066" })
	void aDescriptionHasNothingThatCannotBeSeen(String invisible) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Manifest("p", Version.parse("1.0.0"), "safe" + invisible + "cod.exe", List.of(),
					new LinkedHashMap<>(), List.of(), owner))
			.withMessageContaining("U+%04X", (int) invisible.charAt(0));
	}

	@Test
	void anotherSpellingIsRefused() {
		Cbor.Struct map = Cbor.decodeStruct(Manifests.of(owner, "p 1.0.0", List.of("x", "y"), List.of()).encode(),
				Manifest.MAX_BYTES);
		Map<String, Cbor> entries = new LinkedHashMap<>(map.entries());
		entries.put("keywords", Cbor.of(List.of(Cbor.of("y"), Cbor.of("x"))));
		byte[] other = new Cbor.Struct(new LinkedHashMap<>(entries)).encode();

		assertThatIllegalArgumentException().isThrownBy(() -> Manifest.decode(other))
			.withMessageContaining("one spelling");
	}

	@Test
	void whatIsTooMuchIsRefused() {
		assertRefused("keywords", () -> Manifests.of(owner, "p 1.0.0",
				IntStream.range(0, 17).mapToObj(i -> "k" + i).toList(), List.of()));
		assertRefused("blobs", () -> Manifests.of(owner, "p 1.0.0", List.of(),
				IntStream.range(0, 65).mapToObj(i -> Manifests.blob("f" + i, new byte[] { 1 })).toList()));
		assertRefused("dependencies", () -> Manifests.of(owner, "p 1.0.0",
				IntStream.range(0, 33).mapToObj(i -> "d" + i + " *").toArray(String[]::new)));
		assertRefused("description", () -> new Manifest("p", Version.parse("1.0.0"), "x".repeat(1_025), List.of(),
				new LinkedHashMap<>(), List.of(), owner));
		List<Blob> long64 = IntStream.range(0, 64)
			.mapToObj(i -> new Blob("f" + "x".repeat(250) + i, "a/" + "b".repeat(125),
					Manifests.content(new byte[] { 1 })))
			.toList();
		assertRefused("32768",
				() -> Manifests
					.of(owner, "p 1.0.0", List.of(), long64,
							IntStream.range(0, 32).mapToObj(i -> "d".repeat(60) + i + " *").toArray(String[]::new))
					.encode());
	}

	@Test
	void whatCannotBeLaidOutOnADiskIsRefused() {
		assertRefused("a file and a folder", () -> Manifests.of(owner, "p 1.0.0", List.of(),
				List.of(Manifests.blob("a", new byte[] { 1 }), Manifests.blob("a/b", new byte[] { 2 }))));
		assertRefused("path twice", () -> Manifests.of(owner, "p 1.0.0", List.of(),
				List.of(Manifests.blob("readme", new byte[] { 1 }), Manifests.blob("README", new byte[] { 2 }))));
	}

	@Test
	void aBombIsRefusedBeforeItIsUnpacked() {
		Cbor nested = Cbor.of(1);
		for (int i = 0; i < 15; i++) {
			nested = Cbor.of(List.of(nested));
		}
		byte[] deep = Cbor.struct(Map.entry("schema", nested)).encode();
		byte[] claim = { (byte) 0x9b, 0, 0, 0, 0, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff };
		List<Cbor> many = new ArrayList<>();
		for (int i = 0; i < 20_000; i++) {
			many.add(Cbor.of(0));
		}

		assertThatIllegalArgumentException().isThrownBy(() -> Manifest.decode(deep));
		assertThatIllegalArgumentException().isThrownBy(() -> Manifest.decode(claim));
		assertThatIllegalArgumentException().isThrownBy(() -> Manifest.decode(Cbor.of(many).encode()));
		assertThatIllegalArgumentException().isThrownBy(() -> Manifest.decode(new byte[Manifest.MAX_BYTES + 1]));
	}

	@ParameterizedTest
	@ValueSource(strings = { "../up", "/absolute", "a//b", "a/../b", ".hidden", "a/.b", "", "a b", "a\\b", "a/" })
	void aPathThatLeadsElsewhereIsRefused(String path) {
		assertThatIllegalArgumentException().isThrownBy(() -> Manifests.blob(path, new byte[] { 1 }));
	}

	@Test
	void aBlobHasItsLimit() {
		Digest any = Digest.over(new byte[0]);
		assertThatIllegalArgumentException().isThrownBy(() -> new Content(any, any, 1L << 30));
		assertThatIllegalArgumentException().isThrownBy(() -> new Content(any, any, 0));
		assertThat(new Content(any, any, Content.MAX_SIZE).chunks()).isEqualTo(65_536);
	}

	@Test
	void whatStandsTwiceOrWantsItselfIsRefused() {
		Blob one = Manifests.blob("a", new byte[] { 1 });
		assertRefused("twice", () -> Manifests.of(owner, "p 1.0.0", List.of(), List.of(one, one)));
		assertRefused("twice", () -> Manifests.of(owner, "p 1.0.0", List.of("k", "k"), List.of()));
		assertRefused("p -> p", () -> Manifests.of(owner, "p 1.0.0", "p *"));
		assertRefused("DNS label", () -> Manifests.of(owner, "P 1.0.0"));
	}

	private static void assertRefused(String why, ThrowingCallable what) {
		assertThatIllegalArgumentException().isThrownBy(what).withMessageContaining(why);
	}

}
