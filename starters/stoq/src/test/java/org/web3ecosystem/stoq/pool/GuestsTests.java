package org.web3ecosystem.stoq.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.NodeId;

import static org.assertj.core.api.Assertions.assertThat;

/** Who makes room for whom. A guest is only somebody here. */
class GuestsTests {

	private final Guests guests = new Guests(1024);

	@Test
	void aSourceHasItsShareAndThenLosesItsOldest() {
		List<Guest> flood = enter("flood", Guests.PER_SOURCE);
		Guest honest = guest();
		assertThat(guests.enter(honest, "honest")).isEmpty();
		for (Guest oldest : flood) {
			assertThat(guests.enter(guest(), "flood")).contains(oldest);
		}
		assertThat(guests.enter(guest(), "honest")).as("there is room for others").isEmpty();
	}

	@Test
	void whereNoRoomIsLeftTheSourceWithMostOfThemMakesIt() {
		Guest few = guest();
		assertThat(guests.enter(few, "few")).isEmpty();
		List<Guest> many = enter("many", Guests.PER_SOURCE);
		for (int source = 0; enterOne("other" + source / 8).isEmpty(); source++) {
			assertThat(source).isLessThan(Guests.STRANGERS);
		}
		assertThat(guests.enter(guest(), "few")).as("not the oldest of all").contains(many.get(1));
	}

	@Test
	void whoIsAdmittedTakesNoStrangersRoom() {
		NodeId peer = new NodeId("a".repeat(NodeId.LENGTH));
		List<Guest> first = enter("source", Guests.PER_SOURCE);
		for (Guest guest : first.subList(0, Guests.PER_PEER)) {
			assertThat(guests.admit(guest, peer)).isEmpty();
		}
		enter("source", Guests.PER_PEER);
		assertThat(guests.enter(guest(), "source")).contains(first.get(Guests.PER_PEER));
	}

	@Test
	void whoLeavesIsForgotten() {
		List<Guest> all = enter("source", Guests.PER_SOURCE);
		all.forEach(guest -> assertThat(guests.leave(guest)).isTrue());
		assertThat(guests.leave(all.getFirst())).isFalse();
		enter("source", Guests.PER_SOURCE);
	}

	private List<Guest> enter(String source, int times) {
		List<Guest> entered = new ArrayList<>();
		for (int i = 0; i < times; i++) {
			Guest guest = guest();
			assertThat(guests.enter(guest, source)).isEmpty();
			entered.add(guest);
		}
		return entered;
	}

	private Optional<Guest> enterOne(String source) {
		return guests.enter(guest(), source);
	}

	private static Guest guest() {
		return new Guest(null, null);
	}

}
