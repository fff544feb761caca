package org.web3ecosystem.spi.cbor;

import java.lang.management.ManagementFactory;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The examples of RFC 8949 appendix A, and spellings that must not be read. */
class CborTests {

	private static final int LIMIT = 1 << 20;

	@ParameterizedTest
	@MethodSource("appendixA")
	void readsAndWritesTheExamplesOfTheRfc(String hex, Cbor item) {
		assertThat(Cbor.decode(bytes(hex), LIMIT)).isEqualTo(item);
		assertThat(HexFormat.of().formatHex(item.encode())).isEqualTo(hex);
	}

	static Stream<Arguments> appendixA() {
		return Stream.of(Arguments.of("00", Cbor.of(0)), Arguments.of("01", Cbor.of(1)),
				Arguments.of("0a", Cbor.of(10)), Arguments.of("17", Cbor.of(23)), Arguments.of("1818", Cbor.of(24)),
				Arguments.of("1819", Cbor.of(25)), Arguments.of("1864", Cbor.of(100)),
				Arguments.of("1903e8", Cbor.of(1000)), Arguments.of("1a000f4240", Cbor.of(1_000_000)),
				Arguments.of("1b000000e8d4a51000", Cbor.of(1_000_000_000_000L)),
				Arguments.of("1b7fffffffffffffff", Cbor.of(Long.MAX_VALUE)), Arguments.of("20", Cbor.of(-1)),
				Arguments.of("29", Cbor.of(-10)), Arguments.of("3863", Cbor.of(-100)),
				Arguments.of("3903e7", Cbor.of(-1000)), Arguments.of("3b7fffffffffffffff", Cbor.of(Long.MIN_VALUE)),
				Arguments.of("f4", Cbor.of(false)), Arguments.of("f5", Cbor.of(true)),
				Arguments.of("40", Cbor.of(new byte[0])),
				Arguments.of("4401020304", Cbor.of(new byte[] { 1, 2, 3, 4 })), Arguments.of("60", Cbor.of("")),
				Arguments.of("6161", Cbor.of("a")), Arguments.of("6449455446", Cbor.of("IETF")),
				Arguments.of("62225c", Cbor.of("\"\\")), Arguments.of("62c3bc", Cbor.of("\u00fc")),
				Arguments.of("63e6b0b4", Cbor.of("\u6c34")), Arguments.of("64f0908591", Cbor.of("\ud800\udd51")),
				Arguments.of("80", Cbor.of(List.of())),
				Arguments.of("83010203", Cbor.of(List.of(Cbor.of(1), Cbor.of(2), Cbor.of(3)))),
				Arguments.of("8301820203820405",
						Cbor.of(List.of(Cbor.of(1), Cbor.of(List.of(Cbor.of(2), Cbor.of(3))),
								Cbor.of(List.of(Cbor.of(4), Cbor.of(5)))))),
				Arguments.of("98190102030405060708090a0b0c0d0e0f101112131415161718181819",
						Cbor.of(Stream.iterate(1L, i -> i + 1).limit(25).map(Cbor::of).toList())),
				Arguments.of("a0", Cbor.struct()),
				Arguments.of("a26161016162820203",
						Cbor.struct(Map.entry("a", Cbor.of(1)),
								Map.entry("b", Cbor.of(List.of(Cbor.of(2), Cbor.of(3)))))),
				Arguments.of("826161a161626163",
						Cbor.of(List.of(Cbor.of("a"), Cbor.struct(Map.entry("b", Cbor.of("c")))))),
				Arguments.of("a56161614161626142616361436164614461656145",
						Cbor.struct(Map.entry("a", Cbor.of("A")), Map.entry("b", Cbor.of("B")),
								Map.entry("c", Cbor.of("C")), Map.entry("d", Cbor.of("D")),
								Map.entry("e", Cbor.of("E")))));
	}

	/** Appendix A again: everything outside the subset, each a well-formed item. */
	@ParameterizedTest
	@ValueSource(strings = { "1bffffffffffffffff", "3bffffffffffffffff", "c249010000000000000000", "f90000", "f93c00",
			"fb3ff199999999999a", "fa47c35000", "f6", "f7", "f0", "f8ff", "c11a514b67b0", "d74401020304", "a201020304",
			"5f42010243030405ff", "7f657374726561646d696e67ff", "9fff", "9f0102ff", "bf61610161629f0203ffff", "a1f401",
			"a1814100" })
	void refusesWhatTheSubsetDoesNotHave(String hex) {
		refused(hex);
	}

	@ParameterizedTest
	@ValueSource(strings = { "1817", "190017", "1900ff", "1a0000ffff", "1b00000000ffffffff", "3817", "5800",
			"7801" + "61", "9800", "b800", "a2616201616101", "a2616101616101", "a262616101616201", "0000", "8001", "" })
	void refusesASecondSpellingOfTheSameValue(String hex) {
		refused(hex);
	}

	@ParameterizedTest
	@ValueSource(strings = { "61ff", "62c328", "63e28228", "62c080", "63eda080", "64f8888080" })
	void refusesTextThatIsNotUtf8(String hex) {
		refused(hex);
	}

	@ParameterizedTest
	@ValueSource(strings = { "5b7fffffffffffffff", "5bffffffffffffffff", "5affffffff", "7b7fffffffffffffff",
			"9a7fffffff", "9b7fffffffffffffff", "bb7fffffffffffffff", "ba40000000", "9b8000000000000000" })
	void aLengthPastTheEndAllocatesNothing(String hex) {
		long before = allocated();
		refused(hex);
		assertThat(allocated() - before).isLessThan(1 << 20);
	}

	@Test
	void nestedLengthsReserveNoMoreThanWasRead() {
		byte[] claims = new byte[LIMIT];
		for (int depth = 0; depth < CborReader.MAX_DEPTH; depth++) {
			claims[depth * 5] = (byte) 0x9a;
			claims[depth * 5 + 2] = 0x0f;
		}
		claims[CborReader.MAX_DEPTH * 5] = (byte) 0xff;
		long before = allocated();
		assertThatExceptionOfType(CborException.class).isThrownBy(() -> Cbor.decode(claims, LIMIT));
		assertThat(allocated() - before).isLessThan(LIMIT);
	}

	@Test
	void nestingEndsAtTheLimitOnBothSides() {
		Cbor item = Cbor.of(0);
		for (int depth = 0; depth < CborReader.MAX_DEPTH; depth++) {
			item = Cbor.of(List.of(item));
		}
		assertThat(Cbor.decode(item.encode(), LIMIT)).isEqualTo(item);
		Cbor tooDeep = Cbor.of(List.of(item));
		assertThatExceptionOfType(CborException.class).isThrownBy(tooDeep::encode);
		refused("81".repeat(CborReader.MAX_DEPTH + 1) + "00");
		refused("81".repeat(100_000));
	}

	@Test
	void anInputLongerThanAllowedIsNotLookedAt() {
		assertThatExceptionOfType(CborException.class).isThrownBy(() -> Cbor.decode(new byte[5], 4))
			.withMessageContaining("at most 4");
	}

	@Test
	void halfASurrogatePairIsNotWritten() {
		assertThatExceptionOfType(CborException.class).isThrownBy(() -> Cbor.of("\ud800").encode());
		assertThatExceptionOfType(CborException.class)
			.isThrownBy(() -> Cbor.struct(Map.entry("\udc00", Cbor.of(1))).encode());
	}

	@Test
	void keysAreWrittenInTheOrderOfTheirEncodings() {
		Cbor.Struct map = Cbor.struct(Map.entry("aa", Cbor.of(1)), Map.entry("b", Cbor.of(2)));
		assertThat(HexFormat.of().formatHex(map.encode())).isEqualTo("a26162026261" + "6101");
	}

	@Test
	void aMapSaysWhichEntryIsMissingWrongOrUnasked() {
		Cbor.Struct map = Cbor.struct(Map.entry("a", Cbor.of(1)));
		assertThatExceptionOfType(CborException.class).isThrownBy(() -> map.text("b")).withMessageContaining("'b'");
		assertThatExceptionOfType(CborException.class).isThrownBy(() -> map.text("a"))
			.withMessage("entry 'a' is not a text string");
		assertThatExceptionOfType(CborException.class).isThrownBy(() -> map.only("b"))
			.withMessage("unexpected entry 'a'");
		assertThatExceptionOfType(CborException.class)
			.isThrownBy(() -> Cbor.struct(Map.entry("a", Cbor.of(1)), Map.entry("a", Cbor.of(2))));
		assertThatExceptionOfType(CborException.class).isThrownBy(() -> Cbor.decodeStruct(bytes("80"), LIMIT));
	}

	@Test
	void valuesDoNotChangeBehindTheReadersBack() {
		byte[] content = { 1 };
		Cbor.Bytes item = new Cbor.Bytes(content);
		content[0] = 2;
		item.value()[0] = 3;
		assertThat(item).isEqualTo(Cbor.of(new byte[] { 1 })).hasSameHashCodeAs(Cbor.of(new byte[] { 1 }));
		SequencedMap<String, Cbor> entries = Cbor.struct(Map.entry("a", item)).entries();
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(entries::clear);
	}

	private static long allocated() {
		return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
	}

	private static void refused(String hex) {
		assertThatExceptionOfType(CborException.class).isThrownBy(() -> Cbor.decode(bytes(hex), LIMIT));
	}

	private static byte[] bytes(String hex) {
		return HexFormat.of().parseHex(hex);
	}

}
