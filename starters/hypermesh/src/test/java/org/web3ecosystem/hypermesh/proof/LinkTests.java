package org.web3ecosystem.hypermesh.proof;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.Test;

import org.web3ecosystem.hypermesh.state.Sha256;
import org.web3ecosystem.spi.Height;

import static org.assertj.core.api.Assertions.assertThat;

/** The chain of one author's bundles: number and time do not contradict each other. */
class LinkTests {

	private static final Instant NOW = Instant.parse("2026-05-05T12:00:00Z");

	private static Moment moment(Duration off) {
		Instant at = NOW.plus(off);
		return new Moment(at.minusMillis(500), at, at.plusMillis(500));
	}

	private static Link link(long number, byte[] previous, Duration off) {
		return new Link(number, previous, Sha256.of(previous, new byte[] { (byte) number }), moment(off));
	}

	private static Link first() {
		return link(1, Link.none(), Duration.ZERO);
	}

	private static Link after(Link before, Duration off) {
		return link(before.number() + 1, before.digest(), off);
	}

	@Test
	void oneBundleComesAfterTheOther() {
		Link first = first();
		assertThat(after(first, Duration.ofSeconds(1)).refusalAfter(first)).isEmpty();
		assertThat(after(first, Duration.ofMillis(-900)).refusalAfter(first)).isEmpty();
	}

	@Test
	void aLaterBundleOfAnEarlierTimeIsRefused() {
		Link first = first();
		assertThat(after(first, Duration.ofMillis(-1_001)).refusalAfter(first)).isPresent();
		assertThat(first.refusalAfter(after(first, Duration.ofMillis(-1_001)))).isPresent();
	}

	@Test
	void theBundlesOfABatchAreOne() {
		assertThat(first().refusalAfter(first())).isEmpty();
	}

	@Test
	void twoBundlesWithOneNumberAreRefused() {
		Link first = first();
		Link second = after(first, Duration.ofSeconds(1));
		Link other = new Link(second.number(), first.digest(), Sha256.of(new byte[] { 9 }), second.moment());
		assertThat(other.refusalAfter(second)).isPresent();
	}

	@Test
	void aNeighbourOfAnotherChainIsRefused() {
		Link first = first();
		Link other = link(2, Sha256.of(new byte[] { 9 }), Duration.ofSeconds(1));
		assertThat(other.refusalAfter(first)).isPresent();
		assertThat(first.refusalAfter(other)).isPresent();
	}

	/** Whatever order the engine gives an honest author's bundles, none is refused. */
	@Test
	void whatWasQueuedWhileItsAuthorWasCutOffIsNotRefused() {
		long seed = new Random().nextLong();
		Random random = new Random(seed);
		for (int round = 0; round < 500; round++) {
			List<Link> made = new ArrayList<>(List.of(first()));
			Duration at = Duration.ZERO;
			while (made.size() < 20) {
				at = at.plusMillis(random.nextInt(random.nextInt(5) == 0 ? 600_000 : 2_000));
				Duration off = at.plusMillis(random.nextInt(-500, 501));
				made.add(after(made.getLast(), off));
			}
			Collections.shuffle(made, random);
			Optional<Link> newest = Optional.empty();
			for (Link link : made) {
				assertThat(newest.flatMap(link::refusalAfter)).as("seed %d round %d", seed, round).isEmpty();
				newest = newest.filter(known -> !link.isAfter(known)).or(() -> Optional.of(link));
			}
		}
	}

	@Test
	void whoStartsAgainLeavesRoomForWhatIsUnderWay() {
		OwnChain before = FixedTime.newChain();
		Link executed = link(before.next(Optional.empty()).number(), Link.none(), Duration.ZERO);
		Link underWay = link(executed.number() + 5, Sha256.of(new byte[] { 5 }), Duration.ofSeconds(1));

		OwnChain.Place place = FixedTime.newChain().next(Optional.of(executed));
		Link again = link(place.number(), place.previous(), Duration.ofSeconds(60));

		assertThat(again.refusalAfter(executed)).isEmpty();
		assertThat(underWay.refusalAfter(again)).isEmpty();
		assertThat(again.refusalAfter(underWay)).isEmpty();
	}

	@Test
	void whatAnotherProcessProvedWithTheSameKeyIsGoneRound() {
		OwnChain chain = FixedTime.newChain();
		OwnChain.Place first = chain.next(Optional.empty());
		chain.made(first, Sha256.of(new byte[] { 1 }));
		Link other = link(first.number() + 7, Link.none(), Duration.ofSeconds(1));

		OwnChain.Place second = chain.next(Optional.empty());
		assertThat(second.number()).isEqualTo(first.number() + 1);
		assertThat(second.previous()).isEqualTo(Sha256.of(new byte[] { 1 }));
		assertThat(chain.next(Optional.of(other)).number()).isEqualTo(other.number() + Link.GAP);
	}

	@Test
	void theLedgerReadsBackWhatItRemembers() {
		Link.Executed executed = new Link.Executed(first(), new Height(7));
		Link.Executed decoded = Link.Executed.decode(executed.encode());

		assertThat(decoded.encode()).isEqualTo(executed.encode());
		assertThat(decoded.link().moment()).isEqualTo(first().moment());
		assertThat(decoded.executed()).isEqualTo(new Height(7));
	}

	@Test
	void aMomentHasItsPlaceInTheOrder() {
		assertThat(moment(Duration.ZERO).refusalAt(NOW)).isEmpty();
		assertThat(moment(Duration.ZERO).refusalAt(NOW.plus(Moment.LAG))).isEmpty();
		assertThat(moment(Duration.ZERO).refusalAt(NOW.plus(Moment.LAG).plusMillis(501)))
			.hasValueSatisfying(why -> assertThat(why).contains("too old"));
		assertThat(moment(Moment.LEAD).refusalAt(NOW)).isEmpty();
		assertThat(moment(Moment.LEAD.plusMillis(501)).refusalAt(NOW))
			.hasValueSatisfying(why -> assertThat(why).contains("future"));
	}

}
