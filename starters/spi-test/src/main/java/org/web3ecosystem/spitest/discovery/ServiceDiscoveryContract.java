package org.web3ecosystem.spitest.discovery;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ResourceRecord.ServiceBinding.Kind;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.discovery.ServiceRegistration;
import org.web3ecosystem.spi.discovery.SvcParam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.web3ecosystem.spitest.Stages.get;

/**
 * The laws of {@link ServiceDiscovery}. What an offer that only looks up cannot show is
 * left out there.
 */
public abstract class ServiceDiscoveryContract {

	/** An offer that can answer. */
	protected abstract ServiceDiscovery discovery();

	/** The same offer on another node of the same federation, where there is one. */
	protected abstract Optional<ServiceDiscovery> onAnotherNode();

	/** The federation's zone. */
	protected abstract Name zone();

	private Name service(String label) {
		return zone().child("_tcp").child("_" + label);
	}

	private static ResourceRecord address(int last) {
		return new ResourceRecord.Address(InetAddress.ofLiteral("127.0.0." + last));
	}

	private static void register(ServiceDiscovery discovery, Name name, ResourceRecord... records) {
		try {
			get(discovery.register(new ServiceRegistration(name, List.of(records), Duration.ofSeconds(30))));
		}
		catch (UnavailableException onlyLooksUp) {
			abort("registers nothing: " + onlyLooksUp.getMessage());
		}
	}

	private static List<ResourceRecord> records(ServiceDiscovery discovery, Name name) {
		return get(discovery.resolve(name)) instanceof Resolution.Found found ? found.records() : List.of();
	}

	@Test
	void whatWasRegisteredIsFound() {
		register(discovery(), service("found"), address(1), new ResourceRecord.Text("v=1"));

		assertThat(records(discovery(), service("found"))).containsExactlyInAnyOrder(address(1),
				new ResourceRecord.Text("v=1"));
	}

	@Test
	void registeringAgainReplacesTheContribution() {
		register(discovery(), service("again"), address(1));
		register(discovery(), service("again"), address(2));

		assertThat(records(discovery(), service("again"))).containsExactly(address(2));
	}

	@Test
	void anEarlierContributionCanComeBack() {
		register(discovery(), service("back"), address(1));
		register(discovery(), service("back"), address(2));
		register(discovery(), service("back"), address(1));

		assertThat(records(discovery(), service("back"))).containsExactly(address(1));
	}

	@Test
	void anotherNodesContributionStays() {
		ServiceDiscovery other = onAnotherNode().orElseGet(() -> abort("there is no other node"));
		register(other, service("both"), address(2));
		register(discovery(), service("both"), address(1));

		assertThat(records(discovery(), service("both"))).containsExactlyInAnyOrder(address(1), address(2));
	}

	@Test
	void aServiceRecordIsFoundAsItWasRegistered() {
		ResourceRecord.Service record = new ResourceRecord.Service(1, 2, 4433, zone().child("node").child("node1"));
		register(discovery(), service("srv"), record);

		assertThat(records(discovery(), service("srv"))).containsExactly(record);
	}

	@Test
	void whateverKindOfRecordWasRegisteredIsFound() {
		Name target = zone().child("node").child("node1");
		ResourceRecord[] records = { new ResourceRecord.Pointer(target),
				new ResourceRecord.ServiceBinding(Kind.HTTPS, 1, target, List.of(new SvcParam(SvcParam.PORT, "01bb"))),
				new ResourceRecord.ServiceBinding(Kind.SVCB, 0, target, List.of()),
				new ResourceRecord.Authorization(0, "issue", ";"),
				new ResourceRecord.CertificateAssociation(3, 1, 1, "ab".repeat(32)) };
		register(discovery(), service("kinds"), records);
		register(discovery(), service("alias"), new ResourceRecord.Alias(target));

		assertThat(records(discovery(), service("kinds"))).containsExactlyInAnyOrder(records);
		assertThat(records(discovery(), service("alias"))).containsExactly(new ResourceRecord.Alias(target));
	}

	@Test
	void aNameOutsideTheZoneIsNotAnswered() {
		assertThatExceptionOfType(UnavailableException.class)
			.isThrownBy(() -> get(discovery().resolve(new Name("example.com"))));
	}

	@Test
	void aNameNobodyRegisteredIsNotFoundOrNotAnswered() {
		try {
			assertThat(get(discovery().resolve(service("nobody")))).isInstanceOf(Resolution.NotFound.class);
		}
		catch (UnavailableException noAuthority) {
			assertThat(noAuthority).hasMessageMatching(".+");
		}
	}

}
