package org.web3ecosystem.trustchain.dns;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.discovery.ZoneListing;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.trustchain.Federation;
import org.web3ecosystem.trustchain.dnssec.KeyRing;
import org.web3ecosystem.trustchain.dnssec.ZoneKey;
import org.web3ecosystem.trustchain.dnssec.ZoneSigner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WholeZoneTests {

	private static final ZoneListing.Contents NOTHING = new ZoneListing.Contents(new Height(1), List.of());

	@TempDir
	private Path directory;

	private KeyRing ring = KeyRing.EMPTY;

	private List<byte[]> heard = List.of();

	@Test
	void itIsNotToldWithSignaturesAloneNorWithKeysAlone() {
		Instant now = Instant.now();
		KeyRing shown = KeyRing.EMPTY.at(now, role -> Duration.ofDays(1000), ZoneKey::generate).shown(now);
		List<byte[]> keys = shown.keys().stream().map(kept -> kept.key().data()).toList();
		WholeZone zone = zone();
		assertThat(zone.edition(NOTHING, Optional.empty()).signers()).as("nobody has keys").isEmpty();

		ring = shown;
		assertThatThrownBy(() -> zone.edition(NOTHING, Optional.empty())).isInstanceOf(UnavailableException.class);
		heard = keys;
		assertThat(zone.edition(NOTHING, Optional.empty()).signers()).hasSize(2);
		ring = KeyRing.EMPTY;
		assertThatThrownBy(() -> zone.edition(NOTHING, Optional.empty())).isInstanceOf(UnavailableException.class);
	}

	private WholeZone zone() {
		Genesis genesis = Federation.of(1, directory).genesis();
		Optional<SignedZone> signing = Optional
			.of(new SignedZone(new ZoneSigner(genesis.zone(), () -> ring, InstantSource.system()),
					() -> new SignedZone.Keys(heard, List.of(), List.of())));
		return new WholeZone(new Apex(genesis, "node1", () -> 1, signing), genesis.createdAt(), signing,
				InstantSource.system());
	}

}
