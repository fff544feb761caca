package org.web3ecosystem.trustchain.bundle;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.discovery.ServiceRegistration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SeatHostsTests {

	private final List<Name> asked = new ArrayList<>();

	private CompletionStage<Resolution> answer = CompletableFuture
		.failedFuture(new UnavailableException("nobody sits in the seat"));

	private final SeatHosts hosts = new SeatHosts(new ServiceDiscovery() {

		@Override
		public CompletionStage<Resolution> resolve(Name name) {
			asked.add(name);
			return answer;
		}

		@Override
		public CompletionStage<Void> register(ServiceRegistration registration) {
			throw new AssertionError("nobody registers here");
		}
	});

	@Test
	void theSeatIsAskedAndItsAddressesAreTaken() throws UnknownHostException {
		InetAddress address = InetAddress.ofLiteral("192.0.2.7");
		answer = CompletableFuture.completedFuture(
				new Resolution.Found(List.of(new ResourceRecord.Text("x"), new ResourceRecord.Address(address)),
						Duration.ofSeconds(5), false, "traditional"));
		assertThat(hosts.resolve("CA.other.example")).containsExactly(address);
		assertThat(asked).containsExactly(new Name("ca.other.example"));
	}

	@Test
	void whereNobodyIsAskedForForeignNamesTheHostIsNotKnown() {
		assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> hosts.resolve("ca.other.example"))
			.withMessage("ca.other.example: nobody sits in the seat");
	}

	@Test
	void aNameWithoutAddressesAndOneThatIsNoneAreNotKnown() {
		answer = CompletableFuture.completedFuture(new Resolution.NotFound(Duration.ofSeconds(5), "traditional"));
		assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> hosts.resolve("ca.other.example"));
		assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> hosts.resolve("not a name"));
	}

	@Test
	void localhostIsNobodysToResolve() throws UnknownHostException {
		assertThat(hosts.resolve("localhost")).allMatch(InetAddress::isLoopbackAddress).hasSize(2);
		assertThat(hosts.resolve("a.localhost")).allMatch(InetAddress::isLoopbackAddress);
		assertThat(asked).isEmpty();
	}

}
