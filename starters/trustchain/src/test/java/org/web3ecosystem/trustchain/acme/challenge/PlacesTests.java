package org.web3ecosystem.trustchain.acme.challenge;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.web3ecosystem.trustchain.acme.problem.AcmeException;
import org.web3ecosystem.trustchain.acme.problem.ErrorType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PlacesTests {

	private static final Validation.Claim ASSET = new Validation.Claim("www.asset.local.internal", "t", "k", false);

	private static final Validation.Claim OTHER = new Validation.Claim("www.local.internal", "t", "k", false);

	private final List<String> visited = new ArrayList<>();

	@Test
	void whatIsConnectedToIsWhatWasLookedAt() {
		FixedNames rebinding = new FixedNames(false, List.of(List.of("192.0.2.1"), List.of("10.0.0.1")));
		places(rebinding).visit(OTHER, address -> visited.add(address.getHostAddress()));

		assertThat(visited).containsExactly("192.0.2.1");
		assertThat(rebinding.asked).hasValue(1);
	}

	@Test
	void nobodyConnectsToAnAddressThatIsNoPlaceOfTheZone() {
		for (String address : List.of("10.0.0.1", "169.254.169.254", "127.0.0.1", "::1", "0.0.0.0")) {
			for (Validation.Claim claim : List.of(ASSET, OTHER)) {
				refused(ErrorType.UNAUTHORIZED, claim, List.of(address));
			}
			refused(ErrorType.UNAUTHORIZED, OTHER, List.of("192.0.2.1", address));
		}
		assertThat(visited).isEmpty();
	}

	/** Its owner chose the nodes that hold it. */
	@Test
	void ofAnAssetOneAddressIsEnough() {
		places(new FixedNames(false, List.of(List.of("10.0.0.1", "192.0.2.1", "192.0.2.2", "192.0.2.3")))).visit(ASSET,
				this::onlyTheSecond);
		assertThat(visited).containsExactly("192.0.2.1", "192.0.2.2");
	}

	/** To any other name every node can add an address. */
	@Test
	void ofAnyOtherNameAllOfThemMust() {
		assertThatExceptionOfType(AcmeException.class)
			.isThrownBy(() -> places(new FixedNames(false, List.of(List.of("192.0.2.2", "192.0.2.1")))).visit(OTHER,
					this::onlyTheSecond));
		places(new FixedNames(false, List.of(List.of("192.0.2.2")))).visit(OTHER, this::onlyTheSecond);
	}

	private void onlyTheSecond(InetAddress address) {
		visited.add(address.getHostAddress());
		if (!address.getHostAddress().equals("192.0.2.2")) {
			throw ErrorType.CONNECTION.because("nobody there");
		}
	}

	@Test
	void whereItIsMustBeKnownNow() {
		refused(ErrorType.DNS, OTHER, List.of());
		refused(ErrorType.DNS, OTHER, java.util.Collections.nCopies(9, "192.0.2.1"));
		refused(ErrorType.DNS, places(new FixedNames(true, List.of(List.of("192.0.2.1")))));
		refused(ErrorType.DNS, places(new FixedNames(false, List.of())));
	}

	private void refused(ErrorType type, Validation.Claim claim, List<String> addresses) {
		assertThatExceptionOfType(AcmeException.class)
			.isThrownBy(() -> places(new FixedNames(false, List.of(addresses))).visit(claim,
					address -> visited.add(address.getHostAddress())))
			.satisfies(refusal -> assertThat(refusal.problem().type()).isEqualTo(type));
	}

	private void refused(ErrorType type, Places places) {
		assertThatExceptionOfType(AcmeException.class)
			.isThrownBy(() -> places.visit(OTHER, address -> visited.add(address.getHostAddress())))
			.satisfies(refusal -> assertThat(refusal.problem().type()).isEqualTo(type));
	}

	private static Places places(FixedNames names) {
		return new Places(names, "local.internal", AddressPolicy.of(List.of(), List.of("192.0.2.0/24")));
	}

}
