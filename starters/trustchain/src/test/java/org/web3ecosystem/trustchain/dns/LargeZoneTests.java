package org.web3ecosystem.trustchain.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Record;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;
import org.xbill.DNS.ZoneTransferException;
import org.xbill.DNS.ZoneTransferIn;

import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ZoneListing;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.trustchain.Federation;
import org.web3ecosystem.trustchain.dnssec.KeyRing;
import org.web3ecosystem.trustchain.dnssec.ZoneKey;
import org.web3ecosystem.trustchain.tsig.TsigCheck;
import org.web3ecosystem.trustchain.tsig.TsigKey;
import org.web3ecosystem.trustchain.tsig.TsigKeys;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Large zones, taken as a whole and by their differences. How long it takes is logged,
 * and nothing depends on it; how much memory is held afterwards has a limit. Where there
 * are signatures, making them is nearly all of it, so that there are fewer names; the
 * system property {@code web3.signed-names} has another number of them.
 */
class LargeZoneTests {

	private static final int PLAIN = 100_000;

	private static final int SIGNED = Integer.getInteger("web3.signed-names", 10_000);

	/** Bytes of the heap for a name with an address, its link and two signatures. */
	private static final long MOST_PER_NAME = 1536;

	private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

	private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

	private static final Logger logger = LoggerFactory.getLogger(LargeZoneTests.class);

	@TempDir
	private Path directory;

	private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

	private final AtomicLong height = new AtomicLong(1);

	private Genesis genesis;

	private NameServer server;

	private int names;

	private void start(int many, boolean signed) throws IOException {
		names = many;
		genesis = Federation.of(4, directory).genesis();
		Instant now = Instant.now();
		KeyRing ring = KeyRing.EMPTY.at(now, role -> Duration.ofDays(1000), ZoneKey::generate).shown(now);
		TsigKeys keys = TsigKeys
			.of(List.of(TsigKey.of(new Name("taker"), TsigKey.Algorithm.HMAC_SHA256, SECRET, true, List.of())));
		Answering answering = new Answering(genesis, "node1", new EveryName(), this::serial, Set::of,
				signed ? Optional.of(SignedZone.of(genesis.zone(), ring, InstantSource.system())) : Optional.empty(),
				ResponseRate.UNLIMITED, InstantSource.system(), new SecureRandom(), executor,
				new Forwarding(client -> false, new EveryName()), new TsigCheck(keys, InstantSource.system()),
				Updates.NONE, Optional.of(() -> CompletableFuture.completedFuture(contents())), Takers.NONE,
				Optional.empty());
		server = new NameServer(answering, Optional.empty(), executor);
		server.start(List.of(LOOPBACK), 0);
	}

	@AfterEach
	void stop() {
		server.close();
		executor.shutdownNow();
	}

	private long serial() {
		return genesis.createdAt().getEpochSecond() + height.get();
	}

	/** Each height has one address that the one before had not. */
	private ZoneListing.Contents contents() {
		List<ZoneListing.Listed> listed = new ArrayList<>(names);
		for (int i = 0; i < names; i++) {
			byte last = (byte) ((i == 4711) ? height.get() : 0);
			listed.add(new ZoneListing.Listed(new Name("host-" + i + ".local.internal"), Duration.ofSeconds(90),
					List.of(new ResourceRecord.Address(address(last)))));
		}
		return new ZoneListing.Contents(new Height(height.get()), listed);
	}

	private static InetAddress address(byte last) {
		return InetAddress.ofLiteral("192.0.2." + (last & 0xff));
	}

	@Test
	void aHundredThousandNamesAreTransferred() throws Exception {
		start(PLAIN, false);
		isTransferred();
	}

	@Test
	void manySignedNamesAreTransferred() throws Exception {
		start(SIGNED, true);
		assertThat(isTransferred()).isGreaterThan(2 * SIGNED);
	}

	/** How many signatures there are. */
	private int isTransferred() throws Exception {
		long before = held();
		Counts whole = taken("all of it for the first time", ZoneTransferIn.newAXFR(zone(), where(), signature()));
		assertThat(whole.addresses).isEqualTo(names);
		long bytes = held() - before;
		logger.atInfo().addKeyValue("names", names).addKeyValue("bytesPerName", bytes / names).log("held afterwards");
		assertThat(bytes).isLessThan(MOST_PER_NAME * names);

		assertThat(taken("all of it again", ZoneTransferIn.newAXFR(zone(), where(), signature())).addresses)
			.isEqualTo(names);
		for (int i = 0; i < 5; i++) {
			long known = serial();
			height.incrementAndGet();
			Counts news = taken("what is different",
					ZoneTransferIn.newIXFR(zone(), known, false, where(), signature()));
			assertThat(news.addresses).isEqualTo(1);
			assertThat(news.gone).isEqualTo(news.signatures + 1);
		}
		assertThat(held() - before).as("after five more serials").isLessThan(MOST_PER_NAME * names);
		return whole.signatures;
	}

	/** What came, which is not kept. */
	private static final class Counts implements ZoneTransferIn.ZoneTransferHandler {

		private int addresses;

		private int signatures;

		private int gone;

		private boolean deleting;

		@Override
		public void startAXFR() {
			deleting = false;
		}

		@Override
		public void startIXFR() {
			deleting = false;
		}

		@Override
		public void startIXFRDeletes(Record soa) {
			deleting = true;
		}

		@Override
		public void startIXFRAdds(Record soa) {
			deleting = false;
		}

		@Override
		public void handleRecord(Record record) {
			if (deleting) {
				gone += (record.getType() == Type.SOA) ? 0 : 1;
			}
			else if (record.getType() == Type.A) {
				addresses++;
			}
			else if (record.getType() == Type.RRSIG) {
				signatures++;
			}
		}

	}

	private static Counts taken(String what, ZoneTransferIn transfer) throws IOException, ZoneTransferException {
		Counts counts = new Counts();
		transfer.setTimeout(Duration.ofMinutes(5));
		long began = System.nanoTime();
		transfer.run(counts);
		logger.atInfo().addKeyValue("ms", Duration.ofNanos(System.nanoTime() - began).toMillis()).log(what);
		return counts;
	}

	private static long held() {
		Runtime runtime = Runtime.getRuntime();
		long least = Long.MAX_VALUE;
		for (int i = 0; i < 4; i++) {
			System.gc();
			least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
		}
		return least;
	}

	private org.xbill.DNS.Name zone() {
		return org.xbill.DNS.Name.fromConstantString(genesis.zone() + ".");
	}

	private InetSocketAddress where() throws IOException {
		return new InetSocketAddress(LOOPBACK, server.address().getPort());
	}

	private static TSIG signature() {
		return new TSIG(TSIG.HMAC_SHA256, org.xbill.DNS.Name.fromConstantString("taker."),
				new SecretKeySpec(SECRET, "HmacSHA256"), Clock.systemUTC());
	}

}
