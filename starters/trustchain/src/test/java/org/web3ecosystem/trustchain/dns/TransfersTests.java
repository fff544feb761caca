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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import javax.crypto.spec.SecretKeySpec;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;
import org.xbill.DNS.ZoneTransferException;
import org.xbill.DNS.ZoneTransferIn;

import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.UnavailableException;
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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The zone as a whole, taken by dnsjava from a server on loopback. */
class TransfersTests {

	private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

	private static final org.xbill.DNS.Name ZONE = org.xbill.DNS.Name.fromConstantString("local.internal.");

	private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

	@TempDir
	private Path directory;

	private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

	private final List<ZoneListing.Listed> names = new ArrayList<>();

	private final AtomicLong height = new AtomicLong(7);

	private final AtomicInteger listed = new AtomicInteger();

	private final List<String> taken = new CopyOnWriteArrayList<>();

	private Supplier<CompletionStage<ZoneListing.Contents>> listing = () -> {
		listed.incrementAndGet();
		return CompletableFuture.completedFuture(new ZoneListing.Contents(new Height(height.get()), names));
	};

	private Genesis genesis;

	private NameServer server;

	@BeforeEach
	void start() throws IOException {
		genesis = Federation.of(4, directory).genesis();
		Instant now = Instant.now();
		KeyRing ring = KeyRing.EMPTY.at(now, role -> Duration.ofDays(1000), ZoneKey::generate).shown(now);
		TsigKeys keys = TsigKeys.of(List.of(key("taker", true), key("taker2", true), key("other", false)));
		Answering answering = new Answering(genesis, "node1", new EveryName(), this::serial, Set::of,
				Optional.of(SignedZone.of(genesis.zone(), ring, InstantSource.system())), ResponseRate.UNLIMITED,
				InstantSource.system(), new SecureRandom(), executor, new Forwarding(client -> false, new EveryName()),
				new TsigCheck(keys, InstantSource.system()), Updates.NONE, Optional.of(() -> listing.get()),
				(key, client, serial, form) -> taken
					.add(key.name() + " " + (serial - genesis.createdAt().getEpochSecond()) + " " + form),
				Optional.empty());
		server = new NameServer(answering, Optional.empty(), executor);
		server.start(List.of(LOOPBACK), 0);
	}

	@AfterEach
	void stop() {
		server.close();
		executor.shutdownNow();
	}

	private static TsigKey key(String name, boolean transfers) {
		return TsigKey.of(new Name(name), TsigKey.Algorithm.HMAC_SHA256, SECRET, transfers, List.of());
	}

	private void list(String name, ResourceRecord... records) {
		names.add(new ZoneListing.Listed(new Name(name), Duration.ofSeconds(90), List.of(records)));
	}

	private static TSIG signature(String key, byte[] secret) {
		return new TSIG(TSIG.HMAC_SHA256, org.xbill.DNS.Name.fromConstantString(key + "."),
				new SecretKeySpec(secret, "HmacSHA256"), Clock.systemUTC());
	}

	private InetSocketAddress address() throws IOException {
		return new InetSocketAddress(LOOPBACK, server.address().getPort());
	}

	private List<Record> whole(TSIG tsig) throws IOException, ZoneTransferException {
		ZoneTransferIn transfer = ZoneTransferIn.newAXFR(ZONE, address(), tsig);
		transfer.run();
		return transfer.getAXFR();
	}

	private ZoneTransferIn incremental(long serial) throws IOException, ZoneTransferException {
		ZoneTransferIn transfer = ZoneTransferIn.newIXFR(ZONE, serial, true, address(), signature("taker", SECRET));
		transfer.run();
		return transfer;
	}

	/** What a client has that took the zone, after it applied what came. */
	private static Set<String> after(Set<String> before, ZoneTransferIn transfer) {
		assertThat(transfer.isIXFR()).isTrue();
		Set<String> records = new TreeSet<>(before);
		for (ZoneTransferIn.Delta delta : transfer.getIXFR()) {
			for (Record gone : delta.deletes) {
				assertThat(records.remove(gone.toString())).as("had " + gone).isTrue();
			}
			for (Record come : delta.adds) {
				assertThat(records.add(come.toString())).as("had not " + come).isTrue();
			}
		}
		return records;
	}

	private static Set<String> set(List<Record> records) {
		Set<String> set = new TreeSet<>();
		records.forEach(record -> set.add(record.toString()));
		return set;
	}

	private Set<String> whole() throws IOException, ZoneTransferException {
		return set(whole(signature("taker", SECRET)));
	}

	private void without(String name) {
		names.removeIf(each -> each.name().equals(new Name(name)));
	}

	private long serial() {
		return genesis.createdAt().getEpochSecond() + height.get();
	}

	@Test
	void theWholeZoneIsSignedAndChained() throws Exception {
		list("b.local.internal", new ResourceRecord.Address(InetAddress.ofLiteral("192.0.2.1")),
				new ResourceRecord.Address(InetAddress.ofLiteral("192.0.2.2")), new ResourceRecord.Text("t"));
		list("z.a.local.internal", new ResourceRecord.Alias(new Name("b.local.internal")));

		List<Record> records = whole(signature("taker", SECRET));

		assertThat(records.getFirst()).isInstanceOf(SOARecord.class);
		assertThat(((SOARecord) records.getFirst()).getSerial()).as("of the listing's height").isEqualTo(serial());
		assertSigned(records);
		assertThat(chain(records)).containsExactly("local.internal.", "z.a.local.internal.", "b.local.internal.");
		NSECRecord types = (NSECRecord) records.stream()
			.filter(record -> record.getType() == Type.NSEC && record.getName().toString().startsWith("b."))
			.findFirst()
			.orElseThrow();
		assertThat(types.getTypes()).containsExactlyInAnyOrder(Type.A, Type.TXT, Type.RRSIG, Type.NSEC);
		assertThat(records).filteredOn(record -> record.getName().toString().equals("b.local.internal."))
			.filteredOn(record -> record.getType() == Type.A)
			.hasSize(2)
			.allMatch(record -> record.getTTL() == 90);
	}

	/** The owners of NSEC in the order in which they lead to each other. */
	private static List<String> chain(List<Record> records) {
		Map<org.xbill.DNS.Name, org.xbill.DNS.Name> next = new HashMap<>();
		records.stream()
			.filter(NSECRecord.class::isInstance)
			.forEach(record -> next.put(record.getName(), ((NSECRecord) record).getNext()));
		List<String> chain = new ArrayList<>();
		org.xbill.DNS.Name at = ZONE;
		do {
			chain.add(at.toString());
			at = next.get(at);
		}
		while (at != null && !at.equals(ZONE) && chain.size() <= next.size());
		assertThat(at).as("it leads back").isEqualTo(ZONE);
		assertThat(chain).hasSameSizeAs(next.keySet());
		return chain;
	}

	private static void assertSigned(List<Record> records) throws DNSSEC.DNSSECException {
		List<DNSKEYRecord> keys = records.stream()
			.filter(DNSKEYRecord.class::isInstance)
			.map(DNSKEYRecord.class::cast)
			.toList();
		Map<String, RRset> sets = new HashMap<>();
		List<RRSIGRecord> signatures = new ArrayList<>();
		for (Record record : records.subList(0, records.size() - 1)) {
			if (record instanceof RRSIGRecord signature) {
				signatures.add(signature);
			}
			else {
				sets.computeIfAbsent(record.getName() + " " + record.getType(), none -> new RRset()).addRR(record);
			}
		}
		Set<String> signed = new TreeSet<>();
		for (RRSIGRecord signature : signatures) {
			String of = signature.getName() + " " + signature.getTypeCovered();
			DNSKEYRecord by = keys.stream()
				.filter(key -> key.getFootprint() == signature.getFootprint())
				.findFirst()
				.orElseThrow();
			DNSSEC.verify(sets.get(of), signature, by);
			signed.add(of);
		}
		assertThat(signed).containsExactlyInAnyOrderElementsOf(sets.keySet());
	}

	@Test
	void aLargeZoneComesInManyMessages() throws Exception {
		int many = 2000;
		for (int i = 0; i < many; i++) {
			list("host-" + i + ".local.internal", new ResourceRecord.Text("x".repeat(200)));
		}
		List<Record> records = whole(signature("taker", SECRET));
		assertThat(records).filteredOn(record -> record.getType() == Type.TXT).hasSize(many);
		assertThat(chain(records)).hasSize(many + 1);
	}

	@Test
	void aNameWithMoreThanAMessageHoldsIsSplit() throws Exception {
		ResourceRecord[] texts = new ResourceRecord[400];
		for (int i = 0; i < texts.length; i++) {
			texts[i] = new ResourceRecord.Text(i + "x".repeat(200));
		}
		list("much.local.internal", texts);
		assertThat(whole(signature("taker", SECRET))).filteredOn(record -> record.getType() == Type.TXT)
			.hasSize(texts.length);
	}

	@Test
	void whoHasTheNewestIsToldSoAndWhoHasNotGetsAllOfIt() throws Exception {
		list("b.local.internal", new ResourceRecord.Text("t"));
		assertThat(incremental(serial()).isCurrent()).isTrue();
		ZoneTransferIn older = incremental(serial() - 1);
		assertThat(older.isAXFR()).isTrue();
		assertThat(older.getAXFR()).anyMatch(record -> record.getType() == Type.TXT);
	}

	@Test
	void whoTookItGetsWhatIsDifferent() throws Exception {
		for (int i = 0; i < 100; i++) {
			list("host-" + i + ".local.internal", new ResourceRecord.Text("x".repeat(200)));
		}
		list("b.local.internal", new ResourceRecord.Text("t"), new ResourceRecord.Text("stays"));
		Set<String> has = whole();
		long first = serial();

		height.set(9);
		without("b.local.internal");
		list("b.local.internal", new ResourceRecord.Text("u"), new ResourceRecord.Text("stays"),
				new ResourceRecord.Address(InetAddress.ofLiteral("192.0.2.1")));
		without("host-50.local.internal");
		list("new.local.internal", new ResourceRecord.Text("t"));
		ZoneTransferIn transfer = incremental(first);

		Set<String> now = after(has, transfer);
		assertThat(now).isEqualTo(whole()).isNotEqualTo(has);
		assertThat(transfer.getIXFR()).hasSize(1);
		ZoneTransferIn.Delta delta = transfer.getIXFR().getFirst();
		assertThat(delta.start).isEqualTo(first);
		assertThat(delta.end).isEqualTo(serial());
		assertThat(delta.deletes).hasSizeLessThan(20).noneMatch(record -> record.toString().contains("stays"));
		assertThat(taken).containsExactly("taker 7 whole", "taker 9 differences", "taker 9 whole");
	}

	@Test
	void manyDifferencesComeInTurnAndInAsManyMessagesAsNeeded() throws Exception {
		for (int i = 0; i < 3000; i++) {
			list("host-" + i + ".local.internal", new ResourceRecord.Text("x".repeat(200)));
		}
		Set<String> has = whole();
		long first = serial();
		for (int step = 0; step < 3; step++) {
			height.incrementAndGet();
			without("host-" + step + ".local.internal");
			for (int i = 0; i < 300; i++) {
				list("step-" + step + "-" + i + ".local.internal", new ResourceRecord.Text("y".repeat(200)));
			}
			// somebody else asks in between
			assertThat(incremental(serial() - 1).isCurrent()).isFalse();
		}
		ZoneTransferIn transfer = incremental(first);
		assertThat(transfer.getIXFR()).hasSize(3);
		assertThat(after(has, transfer)).isEqualTo(whole());
	}

	@Test
	void whatNobodyAskedForIsNotMade() throws Exception {
		list("b.local.internal", new ResourceRecord.Text("t"));
		list("c.local.internal", new ResourceRecord.Text("c".repeat(250)), new ResourceRecord.Text("d".repeat(250)));
		Set<String> has = whole();
		long first = serial();
		height.set(500);
		ZoneTransferIn transfer = incremental(first);
		assertThat(transfer.getIXFR()).as("one step over 493 heights").hasSize(1);
		assertThat(after(has, transfer)).isEqualTo(whole());
		assertThat(listed).hasValue(2);
	}

	@Test
	void whoTookItElsewhereGetsAllOfIt() throws Exception {
		list("b.local.internal", new ResourceRecord.Text("t".repeat(200)));
		whole();
		height.set(8);
		assertThat(incremental(serial() - 1).isIXFR()).isTrue();
		ZoneTransferIn elsewhere = ZoneTransferIn.newIXFR(ZONE, serial() - 1, true, address(),
				signature("taker2", SECRET));
		elsewhere.run();
		assertThat(elsewhere.isAXFR()).isTrue();
	}

	@Test
	void whatIsTooOldOrMoreThanAllComesAsAllOfIt() throws Exception {
		list("b.local.internal", new ResourceRecord.Text("t"));
		whole();
		long first = serial();
		height.set(8);
		for (int i = 0; i < 50; i++) {
			list("host-" + i + ".local.internal", new ResourceRecord.Text("x".repeat(200)));
		}
		whole();
		height.set(9);
		names.removeIf(each -> each.name().text().startsWith("host"));
		whole();
		assertThat(incremental(first).isAXFR()).as("more than all").isTrue();
		for (int i = 0; i <= History.MOST; i++) {
			height.incrementAndGet();
			incremental(serial() - 1);
		}
		height.incrementAndGet();
		assertThat(incremental(first + 2).isAXFR()).as("too old").isTrue();
		assertThat(incremental(serial() - 1).isIXFR()).isTrue();
	}

	@Test
	void itIsListedOncePerSerial() throws Exception {
		List<CompletableFuture<ZoneListing.Contents>> running = new CopyOnWriteArrayList<>();
		listing = () -> {
			running.add(new CompletableFuture<>());
			return running.getLast();
		};
		List<CompletableFuture<Set<String>>> takers = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			takers.add(taker());
		}
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> running.size() == 1);
		height.set(8);
		for (int i = 0; i < 8; i++) {
			takers.add(taker());
		}
		assertThat(running).hasSize(1);
		running.getFirst().complete(new ZoneListing.Contents(new Height(7), names));
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> running.size() == 2);
		running.getLast().complete(new ZoneListing.Contents(new Height(8), names));
		for (CompletableFuture<Set<String>> each : takers) {
			assertThat(each.get(10, TimeUnit.SECONDS)).isNotEmpty();
		}
		assertThat(whole()).isEqualTo(takers.getLast().get());
		assertThat(running).hasSize(2);
	}

	private CompletableFuture<Set<String>> taker() {
		return CompletableFuture.supplyAsync(() -> {
			try {
				return whole();
			}
			catch (IOException | ZoneTransferException failure) {
				throw new IllegalStateException(failure);
			}
		}, executor);
	}

	@Test
	void overUdpTheSoaAloneIsTold() throws IOException {
		list("b.local.internal", new ResourceRecord.Text("t"));
		SimpleResolver resolver = new SimpleResolver(address());
		resolver.setTSIGKey(signature("taker", SECRET));
		Message query = Message.newQuery(Record.newRecord(ZONE, Type.IXFR, DClass.IN));
		query.addRecord(new SOARecord(ZONE, DClass.IN, 0, ZONE, ZONE, serial() - 1, 1, 1, 1, 1), Section.AUTHORITY);
		Message answer = resolver.send(query);
		assertThat(answer.isVerified()).isTrue();
		assertThat(answer.getSection(Section.ANSWER)).singleElement()
			.isInstanceOfSatisfying(SOARecord.class, soa -> assertThat(soa.getSerial()).isEqualTo(serial()));
		assertThat(listed).hasValue(0);
	}

	@Test
	void nobodyElseGetsIt() {
		assertThatThrownBy(() -> whole(null)).isInstanceOf(ZoneTransferException.class).hasMessageContaining("REFUSED");
		assertThatThrownBy(() -> whole(signature("other", SECRET))).isInstanceOf(ZoneTransferException.class)
			.hasMessageContaining("REFUSED");
		assertThatThrownBy(() -> whole(signature("taker", new byte[32]))).isInstanceOf(Exception.class);
		assertThatThrownBy(() -> ZoneTransferIn
			.newAXFR(org.xbill.DNS.Name.fromConstantString("example.com."), address(), signature("taker", SECRET))
			.run()).isInstanceOf(ZoneTransferException.class).hasMessageContaining("REFUSED");
	}

	@Test
	void whereTheLedgerCannotBeReadThatIsSaid() {
		listing = () -> CompletableFuture.failedFuture(new UnavailableException("not now"));
		assertThatThrownBy(() -> whole(signature("taker", SECRET))).hasMessageContaining("SERVFAIL");
		listing = () -> {
			throw new UnavailableException("at once");
		};
		assertThatThrownBy(() -> whole(signature("taker", SECRET))).hasMessageContaining("SERVFAIL");
	}

}
