package org.web3ecosystem.stoq.pool;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TurnsTests {

	private final Turns turns = new Turns(Runnable::run);

	private final List<Turns.Turn> begun = new ArrayList<>();

	@Test
	void aFewBeginAtOnceAndTheOthersWhenOneIsOver() {
		for (int i = 0; i < Turns.MOST + 2; i++) {
			assertThat(turns.take(begun::add)).isTrue();
		}
		assertThat(begun).hasSize(Turns.MOST);

		begun.getFirst().giveBack();
		assertThat(begun).hasSize(Turns.MOST + 1);
	}

	@Test
	void whoGivesItsTurnBackTwiceGivesOneBack() {
		for (int i = 0; i < Turns.MOST + 2; i++) {
			turns.take(begun::add);
		}
		begun.getFirst().giveBack();
		begun.getFirst().giveBack();
		assertThat(begun).hasSize(Turns.MOST + 1);
	}

	@Test
	void whatWasGivenBackIsThereForTheNext() {
		for (int i = 0; i < Turns.MOST; i++) {
			turns.take(begun::add);
		}
		List.copyOf(begun).forEach(Turns.Turn::giveBack);
		for (int i = 0; i < Turns.MOST + 1; i++) {
			turns.take(begun::add);
		}
		assertThat(begun).hasSize(2 * Turns.MOST);
	}

}
