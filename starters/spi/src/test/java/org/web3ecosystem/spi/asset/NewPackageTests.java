package org.web3ecosystem.spi.asset;

import java.util.Arrays;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.spi.cbor.Cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NewPackageTests {

	@Test
	void itIsReadAsItWasWritten() {
		NewPackage wanted = NewPackage.of("log", "writes lines");

		assertThat(NewPackage.decode(wanted.encode())).isEqualTo(wanted);
	}

	@Test
	void aLongDescriptionIsCutBetweenCharacters() {
		assertThat(NewPackage.of("log", "a".repeat(300)).description()).hasSize(256);
		assertThat(NewPackage.of("log", "a".repeat(255) + "\ud83d\ude00").description()).isEqualTo("a".repeat(255));
		assertThat(NewPackage.of("log", "a".repeat(254) + "\ud83d\ude00").description()).hasSize(256);
	}

	@Test
	void whatIsNoneIsRefused() {
		byte[] encoded = NewPackage.of("log", "").encode();
		for (int length = 0; length < encoded.length; length++) {
			byte[] part = Arrays.copyOf(encoded, length);
			assertThatThrownBy(() -> NewPackage.decode(part)).isInstanceOf(RuntimeException.class);
		}
		byte[] other = Cbor
			.struct(Map.entry("do", Cbor.of("register")), Map.entry("name", Cbor.of("log")),
					Map.entry("description", Cbor.of("")))
			.encode();
		assertThatThrownBy(() -> NewPackage.decode(other)).isInstanceOf(IllegalArgumentException.class);
	}

}
