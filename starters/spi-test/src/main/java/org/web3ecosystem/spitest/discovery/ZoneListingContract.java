package org.web3ecosystem.spitest.discovery;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.discovery.ServiceRegistration;
import org.web3ecosystem.spi.discovery.ZoneListing;
import org.web3ecosystem.spi.discovery.ZoneListing.Contents;
import org.web3ecosystem.spi.discovery.ZoneListing.Listed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.web3ecosystem.spitest.Stages.get;

/** The laws of {@link ZoneListing}. */
public abstract class ZoneListingContract {

	private static final Name NEW = new Name("listed.local.internal");

	private static final ResourceRecord ADDRESS = new ResourceRecord.Address(InetAddress.ofLiteral("192.0.2.7"));

	/** Of the zone {@code local.internal}. */
	protected abstract ZoneListing listing();

	/** What reads the same ledger, and may register names of it. */
	protected abstract ServiceDiscovery discovery();

	/** The listing of another node of the federation, once it has the same height. */
	protected abstract ZoneListing another();

	@Test
	void eachNameIsThereOnceWithWhatDiscoveryFinds() {
		register(NEW);
		Contents contents = get(listing().list());

		assertThat(contents.names()).isNotEmpty().extracting(Listed::name).doesNotHaveDuplicates();
		for (Listed listed : contents.names()) {
			assertThat(listed.name().isWithin(new Name("local.internal"))).isTrue();
			assertThat(get(discovery().resolve(listed.name()))).as("%s", listed.name())
				.isInstanceOfSatisfying(Resolution.Found.class,
						found -> assertThat(found.records()).containsExactlyInAnyOrderElementsOf(listed.records()));
		}
	}

	@Test
	void whatWasRegisteredIsThereAtAGreaterHeight() {
		register(new Name("earlier.local.internal"));
		Contents before = get(listing().list());
		register(NEW);
		Contents after = get(listing().list());

		assertThat(after.height().number()).isGreaterThan(before.height().number());
		assertThat(find(before)).isEmpty();
		assertThat(find(after)).hasValueSatisfying(listed -> assertThat(listed.records()).containsExactly(ADDRESS));
	}

	@Test
	void theSameHeightHasTheSameContentsEverywhere() {
		register(NEW);
		Contents here = get(listing().list());
		Contents there = get(another().list());

		assertThat(there.height()).isEqualTo(here.height());
		assertThat(there.names()).containsExactlyInAnyOrderElementsOf(here.names());
	}

	private void register(Name name) {
		get(discovery().register(new ServiceRegistration(name, List.of(ADDRESS), Duration.ofSeconds(60))));
	}

	private static Optional<Listed> find(Contents contents) {
		return contents.names().stream().filter(listed -> listed.name().equals(NEW)).findFirst();
	}

}
