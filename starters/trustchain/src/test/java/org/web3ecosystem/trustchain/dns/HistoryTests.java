package org.web3ecosystem.trustchain.dns;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ZoneListing;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.trustchain.Federation;
import org.web3ecosystem.trustchain.dnssec.KeyRing;
import org.web3ecosystem.trustchain.dnssec.ZoneKey;

import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of editions as time goes by. */
class HistoryTests {

	private static final Taken.Client CLIENT = new Taken.Client(new Name("taker"), InetAddress.getLoopbackAddress());

	private static final Name NAME = new Name("b.local.internal");

	@TempDir
	private Path directory;

	private Instant now = Instant.parse("2026-01-01T00:00:00Z");

	private History history;

	private long genesis;

	@BeforeEach
	void begin() {
		Genesis document = Federation.of(4, directory).genesis();
		genesis = document.createdAt().getEpochSecond();
		InstantSource clock = () -> now;
		KeyRing ring = KeyRing.EMPTY.at(now, role -> Duration.ofDays(1000), ZoneKey::generate).shown(now);
		Optional<SignedZone> signing = Optional.of(SignedZone.of(document.zone(), ring, clock));
		history = new History(
				new WholeZone(new Apex(document, "node1", () -> 1, signing), document.createdAt(), signing, clock));
	}

	/** The client takes all of it. */
	private History.Told take(long height) {
		History.Told told = history.with(new ZoneListing.Contents(new Height(height),
				List.of(new ZoneListing.Listed(NAME, Duration.ofSeconds(90), List.of(new ResourceRecord.Text("t"))))));
		assertThat(told.edition().records(now)).isNotEmpty();
		assertThat(told.edition().records(now).mapToInt(List::size).sum()).isGreaterThan(10);
		history.took(CLIENT, told.edition());
		return told;
	}

	private static List<Answer.Record> signatures(History.Told told, Instant now) {
		return told.edition()
			.owners()
			.stream()
			.filter(owner -> owner.name().equals(NAME))
			.flatMap(owner -> owner.records(now).stream())
			.filter(record -> record.type() == Dns.RRSIG)
			.toList();
	}

	@Test
	void signaturesGoOnWhileTheyAreGood() {
		History.Told first = take(7);
		now = now.plus(Duration.ofHours(30));
		History.Told second = take(8);
		assertThat(signatures(second, now)).isEqualTo(signatures(first, now)).hasSize(2);
		assertThat(history.since(CLIENT, genesis + 7, second)).hasValueSatisfying(
				path -> assertThat(path).singleElement().satisfies(step -> assertThat(step.changes()).hasSize(1)));
	}

	@Test
	void oldSignaturesAreMadeAnewAndThatIsADifference() {
		History.Told first = take(7);
		now = now.plus(SignedSet.USABLE).plusSeconds(1);
		History.Told second = take(8);
		assertThat(signatures(second, now)).doesNotContainAnyElementsOf(signatures(first, now)).hasSize(2);
		assertThat(second.differences()).singleElement()
			.satisfies(step -> assertThat(step.changes()).hasSize(2)
				.allSatisfy(change -> assertThat(change.deletions(now)).hasSizeLessThan(8)));
	}

	@Test
	void fromTheSameSerialWithOtherSignaturesNothingLeadsFurther() {
		take(7);
		now = now.plus(SignedSet.USABLE).plusSeconds(1);
		assertThat(history.newest()).as("no good any more").isEmpty();
		history.with(new ZoneListing.Contents(new Height(7), List.of()));
		assertThat(history.newest()).isPresent();
		History.Told next = history.with(new ZoneListing.Contents(new Height(8), List.of()));
		assertThat(next.differences()).hasSize(1);
		assertThat(history.since(CLIENT, genesis + 7, next)).isEmpty();
	}

	@Test
	void anOlderHeightChangesNothing() {
		History.Told newest = take(8);
		assertThat(history.with(new ZoneListing.Contents(new Height(7), List.of()))).isEqualTo(newest);
	}

}
