package org.web3ecosystem.hypermesh.ledger;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.hypermesh.ledger.RisingHeight.Fall;
import org.web3ecosystem.hypermesh.ledger.RisingHeight.Look;
import org.web3ecosystem.spi.Height;

import static org.assertj.core.api.Assertions.assertThat;

class RisingHeightTests {

	private final RisingHeight heights = new RisingHeight();

	@Test
	void aHeightThatRisesOrStaysIsNoFall() {
		assertThat(heights.saw(heights.look(), new Height(5))).isEmpty();
		assertThat(heights.saw(heights.look(), new Height(5))).isEmpty();
		assertThat(heights.saw(heights.look(), new Height(9))).isEmpty();

		assertThat(heights.fall()).isEmpty();
		assertThat(heights.highest()).isEqualTo(new Height(9));
	}

	@Test
	void aHeightThatFellIsToldOnceAndRememberedWhateverIsSeenLater() {
		heights.saw(heights.look(), new Height(5));
		Fall fall = new Fall(new Height(5), new Height(0));

		assertThat(heights.saw(heights.look(), new Height(0))).contains(fall);
		assertThat(heights.saw(heights.look(), new Height(0))).isEmpty();
		assertThat(heights.saw(heights.look(), new Height(7))).isEmpty();

		assertThat(heights.fall()).contains(fall);
		assertThat(fall).asString().contains("height 5", "at 0", "start the node again");
	}

	/** Between a look and what it saw another thread sees the next block. */
	@Test
	void whoReadsSlowlySeesNoFall() {
		Look slow = heights.look();
		heights.saw(heights.look(), new Height(5));

		assertThat(heights.saw(slow, new Height(4))).isEmpty();

		assertThat(heights.fall()).isEmpty();
		assertThat(heights.highest()).isEqualTo(new Height(5));
	}

	@Test
	void anotherStateMayBeOlder() {
		heights.saw(heights.look(), new Height(5));
		Look before = heights.look();

		heights.restored();

		assertThat(heights.saw(before, new Height(2))).isEmpty();
		assertThat(heights.saw(heights.look(), new Height(3))).isEmpty();
		assertThat(heights.fall()).isEmpty();
		assertThat(heights.highest()).isEqualTo(new Height(3));
	}

	@Test
	void anotherStateMendsAFall() {
		heights.saw(heights.look(), new Height(5));
		heights.saw(heights.look(), new Height(1));

		heights.restored();

		assertThat(heights.fall()).isEmpty();
	}

}
