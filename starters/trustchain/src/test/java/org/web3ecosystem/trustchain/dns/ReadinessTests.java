package org.web3ecosystem.trustchain.dns;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.trustchain.Federation;
import org.web3ecosystem.trustchain.dns.Editions.Edition;

import static org.assertj.core.api.Assertions.assertThat;

/** Editions by hand-moved time, and what is kept of them. */
class ReadinessTests {

	@TempDir
	private Path directory;

	private final StaticNames names = new StaticNames();

	private final List<Runnable> looks = new ArrayList<>();

	private long now = Long.MAX_VALUE - 10;

	private long serial = 1;

	private Set<NodeId> silent = Set.of();

	private final Editions editions = new Editions(names, StaticNames.ZONE, () -> List.of(serial, silent), looks::add,
			() -> now);

	/** Asks for the edition and lets all looks that it wants be taken. */
	private Edition look() {
		editions.at(now);
		looks.forEach(Runnable::run);
		looks.clear();
		return editions.at(now);
	}

	private void later(Duration time) {
		now += time.toNanos();
	}

	@Test
	void anEditionBeginsWithALookAndLastsWhileLooksAgree() {
		assertThat(editions.at(now)).as("nobody looked").isNull();
		Edition first = look();
		assertThat(first).isNotNull();
		for (int i = 0; i < 30; i++) {
			later(Editions.LOOK);
			assertThat(look()).isSameAs(first);
		}
	}

	@Test
	void itIsLookedOnlySoOftenAndOnlyWhenAsked() {
		editions.at(now);
		editions.at(now);
		assertThat(looks).hasSize(1);
		look();
		later(Editions.LOOK.minusNanos(1));
		editions.at(now);
		assertThat(looks).isEmpty();
		later(Duration.ofNanos(1));
		editions.at(now);
		assertThat(looks).hasSize(1);
	}

	@Test
	void withoutALookThereIsNoEditionAfterTheBound() {
		look();
		later(Editions.BOUND.minusNanos(1));
		assertThat(editions.at(now)).isNotNull();
		later(Duration.ofNanos(1));
		assertThat(editions.at(now)).isNull();
	}

	@Test
	void aLookThatHangsEndsTheEditionToo() {
		Edition first = look();
		names.silent = true;
		for (Duration hung = Duration.ZERO; hung.compareTo(Editions.BOUND) < 0; hung = hung.plus(Editions.LOOK)) {
			assertThat(look()).isSameAs(first);
			later(Editions.LOOK);
		}
		assertThat(look()).isNull();
	}

	@Test
	void whoFallsSilentMakesAnotherEdition() {
		Edition first = look();
		silent = Set.of(new NodeId("0".repeat(64)));
		later(Editions.LOOK);
		assertThat(look().number()).isGreaterThan(first.number());
	}

	@Test
	void anotherSerialOrAnotherOccupantIsAnotherEdition() {
		Edition first = look();
		serial++;
		later(Editions.LOOK);
		Edition second = look();
		assertThat(second.number()).isGreaterThan(first.number());
		names.offer = "another";
		later(Editions.LOOK);
		Edition third = look();
		assertThat(third.number()).isGreaterThan(second.number());
		assertThat(third.who()).isEqualTo(new Source.Offer("another"));
	}

	@Test
	void whatIsStaleOrUnavailableIsNoEdition() {
		look();
		names.stale = true;
		later(Editions.LOOK);
		assertThat(look()).isNull();
		names.stale = false;
		later(Editions.LOOK);
		assertThat(look()).isNotNull();
		names.unavailable = true;
		later(Editions.LOOK);
		assertThat(look()).isNull();
	}

	@Test
	void theTimeOfALookIsWhenItBegan() {
		look();
		later(Editions.LOOK);
		editions.at(now);
		later(Editions.BOUND);
		// nobody knows what changed while it was under way
		Edition before = editions.at(now);
		assertThat(before).isNull();
	}

	private static final Edition EDITION = new Edition(1, new Source.Offer("test"), 1);

	private static Ready.Entry entry(int number, Edition edition, int size) {
		byte[] name = RecordData.name(new Name("n" + number + ".local.internal"));
		WireName read = new WireName(7);
		read.read(name, 0, name.length);
		return Ready.Entry.of(read, Dns.A, new Prepared(0, true, 1, 0, 0, new byte[size], size, Optional.empty()),
				edition.number(), 1000, 0, false);
	}

	private static Ready.Entry find(Ready ready, Ready.Entry entry) {
		return ready.find(entry.bytes(), entry.nameLength(), entry.type(), entry.hash());
	}

	@Test
	void whatWasKeptIsFoundByNameAndType() {
		Ready ready = new Ready(64, 1 << 20);
		Ready.Entry kept = entry(1, EDITION, 10);
		assertThat(find(ready, kept)).isNull();
		ready.keep(kept);
		assertThat(find(ready, kept)).isSameAs(kept);
		assertThat(find(ready, entry(2, EDITION, 10))).isNull();
		assertThat(ready.find(kept.bytes(), kept.nameLength(), Dns.AAAA, kept.hash())).isNull();
		Ready.Entry again = entry(1, new Edition(2, Source.HERE, 2), 20);
		ready.keep(again);
		assertThat(find(ready, kept)).isSameAs(again);
		assertThat(again.isGood(EDITION, 0)).as("of another edition").isFalse();
		assertThat(kept.isGood(EDITION, 999)).isTrue();
		assertThat(kept.isGood(EDITION, 1000)).as("too old").isFalse();
	}

	@Test
	void itDoesNotGrowBeyondItsLimits() {
		Ready ready = new Ready(16, 1 << 20);
		for (int i = 0; i < 100_000; i++) {
			ready.keep(entry(i, EDITION, 100));
			assertThat(ready.size()).isLessThan(64 * 400);
		}
		Ready tight = new Ready(1 << 12, 100_000);
		for (int i = 0; i < 10_000; i++) {
			tight.keep(entry(i, EDITION, 1000));
			assertThat(tight.size()).isLessThan(102_000);
		}
	}

	@Test
	void mostOfAHundredThousandNamesHaveRoom() {
		Ready ready = new Ready(1 << 17, 64 << 20);
		int names = 100_000;
		for (int i = 0; i < names; i++) {
			ready.keep(entry(i, EDITION, 16));
		}
		int found = 0;
		for (int i = 0; i < names; i++) {
			found += (find(ready, entry(i, EDITION, 16)) != null) ? 1 : 0;
		}
		assertThat(found).isGreaterThan(names * 99 / 100);
	}

	@Test
	void namesThatAreNotPlainAreNotRead() {
		WireName name = new WireName(1);
		for (byte[] odd : List.of(new byte[] { 1, '.', 0 }, new byte[] { 1, 0, 0 }, new byte[] { 64, 0 },
				new byte[] { (byte) 0xc0, 0 }, new byte[] { 1, 'a' }, new byte[] { 3, 'a', 0 }, new byte[256],
				new byte[] { 1, (byte) 0xe4, 0 })) {
			assertThat(odd.length == 256 ? name.read(repeated(), 0, 300) : name.read(odd, 0, odd.length)).isFalse();
		}
		assertThat(name.read(new byte[] { 1, 'A', 1, '_', 0, 9 }, 0, 6)).isTrue();
		assertThat(name.length()).isEqualTo(5);
		assertThat(name.lower()).startsWith(1, 'a', 1, '_', 0);
		assertThat(name.read(new byte[] { 0 }, 0, 1)).isTrue();
	}

	private static byte[] repeated() {
		byte[] labels = new byte[300];
		for (int i = 0; i < labels.length; i += 2) {
			labels[i] = 1;
			labels[i + 1] = 'a';
		}
		return labels;
	}

	@Test
	void aRecordThatWasTakenAwayIsNotToldForLongerThanTheBound() {
		names.put("web.local.internal", new ResourceRecord.Address(InetAddress.ofLiteral("192.0.2.1")));
		Edition edition = look();
		Lookup lookup = new Lookup(
				new Apex(Federation.of(1, directory).genesis(), "node1", () -> serial, Optional.empty()), names);
		Readiness readiness = new Readiness(editions, new ResponseRate(0, InstantSource.system(), new SecureRandom()),
				7);
		Query.Asked asked = asked("web.local.internal");
		Answer answer = lookup.answer(asked.name(), Dns.A).toCompletableFuture().join();
		readiness.keep(asked, answer, Prepared.of(asked, answer), edition, now);
		WireName name = new WireName(7);
		name.read(asked.question(), 0, asked.question().length);
		assertThat(readiness.find(name, Dns.A, now)).isNotNull();

		names.remove("web.local.internal");
		serial++;
		long told = 0;
		long changed = now;
		for (int i = 0; i < 200; i++) {
			later(Duration.ofMillis(10));
			if (readiness.find(name, Dns.A, now) != null) {
				told = now - changed;
			}
			looks.forEach(Runnable::run);
			looks.clear();
		}
		assertThat(told).isLessThan(Editions.BOUND.toNanos());
		// an answer that was looked up before the change and comes after it is of the old
		// edition
		readiness.keep(asked, answer, Prepared.of(asked, answer), edition, now);
		assertThat(readiness.find(name, Dns.A, now)).isNull();
	}

	@Test
	void anAnswerWhoseTimeToLiveIsNotTrueForLongIsNotToldForLonger() {
		names.put("web.local.internal", new ResourceRecord.Address(InetAddress.ofLiteral("192.0.2.1")))
			.put("www.local.internal", new ResourceRecord.Alias(new Name("web.local.internal")))
			.put("_s._tcp.local.internal", new ResourceRecord.Service(0, 0, 1, new Name("web.local.internal")));
		names.steady = Duration.ofMillis(250);
		Edition edition = look();
		Lookup lookup = new Lookup(
				new Apex(Federation.of(1, directory).genesis(), "node1", () -> serial, Optional.empty()), names);
		Readiness readiness = new Readiness(editions, new ResponseRate(0, InstantSource.system(), new SecureRandom()),
				7);
		for (String told : List.of("web.local.internal", "www.local.internal", "_s._tcp.local.internal")) {
			Query.Asked asked = asked(told);
			Answer answer = lookup.answer(asked.name(), told.startsWith("_") ? Dns.SRV : Dns.A)
				.toCompletableFuture()
				.join();
			assertThat(answer.steady()).isEqualTo(names.steady);
			readiness.keep(asked, answer, Prepared.of(asked, answer), edition, now);
			WireName name = new WireName(7);
			name.read(asked.question(), 0, asked.question().length);
			assertThat(readiness.find(name, Dns.A, now + Duration.ofMillis(249).toNanos())).isNotNull();
			assertThat(readiness.find(name, Dns.A, now + Duration.ofMillis(250).toNanos())).isNull();
		}
	}

	private static Query.Asked asked(String name) {
		byte[] wire = RecordData.name(new Name(name));
		byte[] question = ByteBuffer.allocate(wire.length + 4)
			.put(wire)
			.putShort((short) Dns.A)
			.putShort((short) Dns.CLASS_IN)
			.array();
		return new Query.Asked(1, 0, question, new Name(name), false, Dns.A, Dns.CLASS_IN, Optional.empty());
	}

}
