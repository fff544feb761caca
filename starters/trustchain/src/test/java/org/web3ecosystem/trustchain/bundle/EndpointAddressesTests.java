package org.web3ecosystem.trustchain.bundle;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.trustchain.acme.challenge.AddressPolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class EndpointAddressesTests {

	private static EndpointAddresses over(boolean local, List<String> ranges, String... known) {
		return new EndpointAddresses(host -> {
			if (known.length == 0) {
				throw new UnknownHostException(host);
			}
			InetAddress[] addresses = new InetAddress[known.length];
			for (int i = 0; i < known.length; i++) {
				addresses[i] = InetAddress.ofLiteral(known[i]);
			}
			return addresses;
		}, AddressPolicy.of(List.of(), ranges), local, Runnable::run);
	}

	private static final Place NAMED = Place.of("https://ca.other.example/trustchain/bundle");

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "::1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "0.0.0.0",
			"100.64.0.1", "224.0.0.1", "255.255.255.255", "198.18.0.1", "192.0.0.8", "::", "fe80::1", "fc00::1",
			"fd12::1", "ff02::1", "64:ff9b::a00:1", "2002:a00:1::1", "2001:0:a00:1::1", "::ffff:10.0.0.1" })
	void nobodyConnectsInside(String address) {
		assertThatExceptionOfType(RejectedException.class).isThrownBy(() -> over(false, List.of(), address).of(NAMED));
	}

	@ParameterizedTest
	@ValueSource(strings = { "192.0.2.1", "8.8.8.8", "2001:db8::1", "2606:4700::1" })
	void whatIsPublicIsConnectedTo(String address) {
		assertThat(over(false, List.of(), address).of(NAMED)).containsExactly(InetAddress.ofLiteral(address));
	}

	@Test
	void whatTheOperatorAllowsIsConnectedToAndTheRestIsLeftOut() {
		assertThat(over(false, List.of("10.0.0.0/8"), "10.1.2.3", "192.168.0.1").of(NAMED))
			.containsExactly(InetAddress.ofLiteral("10.1.2.3"));
		assertThat(over(true, List.of(), "127.0.0.1", "10.1.2.3").of(NAMED))
			.containsExactly(InetAddress.ofLiteral("127.0.0.1"));
		assertThatExceptionOfType(RejectedException.class)
			.isThrownBy(() -> over(true, List.of("0.0.0.0/0"), "169.254.169.254").of(NAMED));
	}

	@Test
	void anAddressInTheUrlIsHeldToTheSame() {
		EndpointAddresses addresses = over(false, List.of(), "192.0.2.1");

		assertThat(addresses.of(Place.of("https://192.0.2.7:8443/b")))
			.containsExactly(InetAddress.ofLiteral("192.0.2.7"));
		for (String inside : List.of("https://127.0.0.1/b", "https://[::1]:8443/b", "https://[fe80::1]/b")) {
			assertThatExceptionOfType(RejectedException.class).isThrownBy(() -> addresses.of(Place.of(inside)));
		}
	}

	@Test
	void aNameThatNobodyKnowsIsUnavailable() {
		assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> over(false, List.of()).of(NAMED))
			.withMessageContaining("ca.other.example");
	}

	@Test
	void aPlaceHasHostPortAndPath() {
		assertThat(NAMED.authority()).isEqualTo("ca.other.example");
		assertThat(Place.of("https://[::1]:8443").authority()).isEqualTo("[::1]:8443");
		assertThat(Place.of("https://[::1]:8443").path()).isEqualTo("/");
		assertThatIllegalArgumentException().isThrownBy(() -> Place.of("https://a.b:70000/"));
		assertThatIllegalArgumentException().isThrownBy(() -> Place.of("https://a_b/"));
	}

}
