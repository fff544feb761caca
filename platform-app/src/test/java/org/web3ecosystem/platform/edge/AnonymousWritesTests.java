package org.web3ecosystem.platform.edge;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AnonymousWritesTests {

	private static final InetAddress ONE = InetAddress.ofLiteral("192.0.2.1");

	/** A clock that begins just before it wraps. */
	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);

	private final AnonymousWrites writes = new AnonymousWrites(new EdgeProperties.AnonymousWrites(5, 10), nanos::get);

	private boolean passes(InetAddress from) {
		return writes.wait(from).isEmpty();
	}

	private long passed(int tried, InetAddress from) {
		return IntStream.range(0, tried).filter(i -> passes(from)).count();
	}

	private void pass(Duration time) {
		nanos.addAndGet(time.toNanos());
	}

	@Test
	void afterABurstTheyComeAtTheRate() {
		assertThat(passed(100, ONE)).isEqualTo(10);
		assertThat(writes.wait(ONE)).contains(Duration.ofMillis(200));
		pass(Duration.ofMillis(199));
		assertThat(passes(ONE)).isFalse();
		pass(Duration.ofMillis(1));
		assertThat(passes(ONE)).isTrue();
		pass(Duration.ofSeconds(1));
		assertThat(passed(100, ONE)).isEqualTo(5);
		pass(Duration.ofHours(1));
		assertThat(passed(100, ONE)).isEqualTo(10);
	}

	@Test
	void oneAddressDoesNotUseUpAnothers() {
		passed(100, ONE);

		assertThat(passed(100, InetAddress.ofLiteral("192.0.2.2"))).isEqualTo(10);
	}

	@Test
	void aSubnetOfIpv6IsOneAddress() {
		assertThat(passed(100, InetAddress.ofLiteral("2001:db8::1"))).isEqualTo(10);
		assertThat(passed(100, InetAddress.ofLiteral("2001:db8::ffff:1"))).isZero();
		assertThat(passed(100, InetAddress.ofLiteral("2001:db8:0:1::1"))).isEqualTo(10);
	}

	@Test
	void allTogetherHaveTenTimesAsManyHoweverManyTheyAre() {
		long passed = IntStream.range(0, 2 * AnonymousWrites.MAX_SOURCES)
			.mapToObj(i -> InetAddress.ofLiteral("10.0." + (i >> 8) + "." + (i & 255)))
			.filter(this::passes)
			.count();

		assertThat(passed).isEqualTo(100);
		pass(Duration.ofSeconds(1));
		assertThat(passed(1, ONE)).isEqualTo(1);
	}

}
