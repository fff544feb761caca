package org.web3ecosystem.trustchain.secondary;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.web3ecosystem.trustchain.secondary.Telling.Asking;
import org.web3ecosystem.trustchain.secondary.Telling.GivenUp;

import static org.assertj.core.api.Assertions.assertThat;

class TellingTests {

	/** Also where the time of the system goes over its end. */
	private static final long BEGIN = Long.MAX_VALUE - Duration.ofSeconds(20).toNanos();

	private static long at(double seconds) {
		return BEGIN + (long) (seconds * 1e9);
	}

	private static Asking asking(Telling telling) {
		assertThat(telling).isInstanceOf(Asking.class);
		return (Asking) telling;
	}

	@Test
	void whoKnowsNothingIsToldAtOnce() {
		assertThat(asking(Telling.begin(at(0)).at(7, at(0)))).isEqualTo(new Asking(7, 1, at(0), at(1)));
	}

	@Test
	void whoKnowsIsNotToldAgain() {
		Telling quiet = asking(Telling.begin(at(0)).at(7, at(0))).confirmed();
		assertThat(quiet.at(7, at(3600))).isSameAs(quiet);
	}

	@Test
	void manySerialsOfASecondAreToldAsOne() {
		Telling quiet = asking(Telling.begin(at(0)).at(7, at(0))).confirmed();
		assertThat(quiet.at(8, at(0.5))).isSameAs(quiet);
		assertThat(quiet.at(11, at(0.99))).isSameAs(quiet);
		assertThat(asking(quiet.at(12, at(1))).serial()).isEqualTo(12);
	}

	@Test
	void whoIsSilentIsToldTheNewestLaterAndLaterAndThenLeftAlone() {
		List<String> sent = new ArrayList<>();
		Telling telling = Telling.begin(at(0));
		double seconds = 0;
		for (; !(telling instanceof GivenUp); seconds += 0.25) {
			Telling next = telling.at(7 + (long) seconds, at(seconds));
			if (!next.equals(telling) && next instanceof Asking asked) {
				sent.add(seconds + "s " + asked.serial());
			}
			telling = next;
		}
		assertThat(sent).containsExactly("0.0s 7", "1.0s 8", "3.0s 10", "7.0s 14", "15.0s 22");
		assertThat(seconds).isBetween(31.0, 31.5);
		assertThat(telling.at(22, at(9999))).as("the same serial").isSameAs(telling);
		assertThat(telling.at(50, at(40))).as("too early").isSameAs(telling);
		assertThat(asking(telling.at(50, at(60))).attempt()).isEqualTo(1);
	}

	@Test
	void whoRefusesIsAskedAgainOnlyForAnotherSerial() {
		Telling refused = asking(Telling.begin(at(0)).at(7, at(0))).refused(at(0.1));
		assertThat(refused.at(7, at(100))).isSameAs(refused);
		assertThat(asking(refused.at(8, at(100))).serial()).isEqualTo(8);
	}

	@Test
	void whoTakesTheZoneIsThereAndIsToldOfTheNextAtOnce() {
		Telling asking = Telling.begin(at(0)).at(7, at(0)).at(8, at(1)).at(8, at(3));
		assertThat(asking(asking).attempt()).isEqualTo(3);
		Telling took = asking.took(8, at(3.5));
		assertThat(took.at(8, at(4))).as("it has that").isSameAs(took);
		assertThat(asking(took.at(9, at(4)))).isEqualTo(new Asking(9, 1, at(4), at(5)));
	}

}
