package org.web3ecosystem.trustchain.acme.challenge;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.web3ecosystem.spi.IpLiteral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AddressPolicyTests {

	private final AddressPolicy policy = AddressPolicy.of(
			List.of(IpLiteral.parse("127.0.0.1"), IpLiteral.parse("192.0.2.7"), IpLiteral.parse("2001:db8::7")),
			List.of("198.51.100.0/25", "2001:db8:1::/48", "203.0.113.9"));

	@ParameterizedTest
	@CsvSource({ "192.0.2.7, true", "192.0.2.8, false", "2001:db8::7, true", "2001:db8::8, false", "198.51.100.0, true",
			"198.51.100.127, true", "198.51.100.128, false", "2001:db8:1:ffff::1, true", "2001:db8:2::1, false",
			"203.0.113.9, true", "203.0.113.8, false", "10.0.0.1, false", "172.16.0.1, false", "192.168.0.1, false",
			"169.254.169.254, false", "100.64.0.1, false", "8.8.8.8, false", "fd00::1, false", "::ffff:10.0.0.1, false",
			"::127.0.0.1, false" })
	void onlyWhereNamesOfTheZoneLive(String address, boolean allowed) {
		assertThat(policy.allows(IpLiteral.parse(address), false)).isEqualTo(allowed);
		assertThat(policy.allows(IpLiteral.parse(address), true)).isEqualTo(allowed);
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1" })
	void loopbackIsForWhoIsHere(String address) {
		assertThat(policy.allows(IpLiteral.parse(address), false)).isFalse();
		assertThat(policy.allows(IpLiteral.parse(address), true)).isTrue();
	}

	/** Whatever the operator wrote. */
	@ParameterizedTest
	@ValueSource(strings = { "169.254.169.254", "fe80::1", "0.0.0.0", "::", "224.0.0.1", "ff02::1" })
	void someAddressesAreNobodys(String address) {
		AddressPolicy all = AddressPolicy.of(List.of(), List.of("0.0.0.0/0", "::/0"));
		assertThat(all.allows(IpLiteral.parse(address), true)).isFalse();
		assertThat(all.allows(IpLiteral.parse("10.0.0.1"), false)).isTrue();
		assertThat(all.allows(IpLiteral.parse("127.0.0.1"), false)).isFalse();
	}

	@Test
	void whatIsNoRangeIsRefused() {
		for (String odd : List.of("", "x", "1.2.3.4/33", "1.2.3.4/-1", "1.2.3.4/x", "::/129", "www.example.org/8",
				"1.2.3.4/")) {
			assertThatIllegalArgumentException().as(odd).isThrownBy(() -> AddressPolicy.of(List.of(), List.of(odd)));
		}
	}

}
