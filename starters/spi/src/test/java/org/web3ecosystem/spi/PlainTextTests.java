package org.web3ecosystem.spi;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PlainTextTests {

	@ParameterizedTest
	@ValueSource(ints = { 0, '\t', '\n', 0x1B, 0x7F, 0x85, 0x9B, 0xAD, 0x61C, 0x200B, 0x200E, 0x200F, 0x202A, 0x202E,
			0x2028, 0x2066, 0x2069, 0x2060, 0xFEFF, 0xE0041, 0xD800 })
	void whatCannotBeSeenIsRefusedByItsNumber(int point) {
		String text = "a" + Character.toString(point) + "b";

		assertThatIllegalArgumentException().isThrownBy(() -> PlainText.require("a description", text))
			.withMessage("a description has a control or invisible character, U+%04X", point);
		assertThat(PlainText.shown(text)).isEqualTo("a?b");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a disk", "größe", "日本語", "שלום", "سلام", "👩\u200D💻", "می\u200Cخواهم", "e\u0301" })
	void whatPeopleWriteIsAllowed(String text) {
		assertThat(PlainText.require("a description", text)).isEqualTo(text);
		assertThat(PlainText.shown(text)).isEqualTo(text);
	}

	@Test
	void everyControlCharacterOfUnicodeIsRefused() {
		assertThat(IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
			.filter(point -> Character.getType(point) == Character.CONTROL || isOfDirection(point)))
			.allMatch(PlainText::isRefused);
	}

	private static boolean isOfDirection(int point) {
		return switch (Character.getDirectionality(point)) {
			case Character.DIRECTIONALITY_LEFT_TO_RIGHT_EMBEDDING, Character.DIRECTIONALITY_RIGHT_TO_LEFT_EMBEDDING,
					Character.DIRECTIONALITY_LEFT_TO_RIGHT_OVERRIDE, Character.DIRECTIONALITY_RIGHT_TO_LEFT_OVERRIDE,
					Character.DIRECTIONALITY_POP_DIRECTIONAL_FORMAT, Character.DIRECTIONALITY_LEFT_TO_RIGHT_ISOLATE,
					Character.DIRECTIONALITY_RIGHT_TO_LEFT_ISOLATE, Character.DIRECTIONALITY_FIRST_STRONG_ISOLATE,
					Character.DIRECTIONALITY_POP_DIRECTIONAL_ISOLATE ->
				true;
			default -> false;
		};
	}

}
