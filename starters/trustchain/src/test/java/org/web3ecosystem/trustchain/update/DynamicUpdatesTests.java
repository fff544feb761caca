package org.web3ecosystem.trustchain.update;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.NameRegistry;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.discovery.ServiceRegistration;
import org.web3ecosystem.trustchain.tsig.Checked;
import org.web3ecosystem.trustchain.tsig.SignedRequest;
import org.web3ecosystem.trustchain.tsig.TsigCheck;
import org.web3ecosystem.trustchain.tsig.TsigKey;
import org.web3ecosystem.trustchain.tsig.TsigKeys;

import static org.assertj.core.api.Assertions.assertThat;

/** Updates as dnsjava writes them, against what RFC 2136 says of each. */
class DynamicUpdatesTests {

	private static final Name ZONE = new Name("local.internal");

	private static final Name WWW = new Name("www.local.internal");

	private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

	private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

	private static final org.xbill.DNS.Name WWW_WIRE = name("www.local.internal.");

	private final Ledger ledger = new Ledger();

	private final TsigCheck signatures = new TsigCheck(TsigKeys.of(List.of(key("all", "local.internal"),
			key("www", "www.local.internal"), key("none", "nothing.local.internal"))), InstantSource.system());

	private final DynamicUpdates updates = new DynamicUpdates(new OwnZone(ZONE, ledger), ledger, InstantSource.system(),
			executor);

	@AfterEach
	void close() {
		executor.shutdownNow();
	}

	private static TsigKey key(String name, String updates) {
		return TsigKey.of(new Name(name), TsigKey.Algorithm.HMAC_SHA256, SECRET, false, List.of(new Name(updates)));
	}

	/** What this node and another one hold. */
	private static final class Ledger implements NameRegistry, ServiceDiscovery {

		private final Map<Name, ServiceRegistration> own = new ConcurrentHashMap<>();

		private final Map<Name, List<ResourceRecord>> others = new ConcurrentHashMap<>();

		private final List<String> writes = new ArrayList<>();

		private int between;

		private int past;

		private boolean unavailable;

		private boolean silent;

		@Override
		public CompletionStage<Resolution> resolve(Name name) {
			List<ResourceRecord> all = new ArrayList<>(records(name));
			all.addAll(others.getOrDefault(name, List.of()));
			return CompletableFuture.completedFuture(all.isEmpty() ? new Resolution.NotFound(Duration.ZERO, "test")
					: new Resolution.Found(all, Duration.ofSeconds(60), past-- > 0, "test"));
		}

		private List<ResourceRecord> records(Name name) {
			ServiceRegistration held = own.get(name);
			return (held != null) ? held.records() : List.of();
		}

		@Override
		public CompletionStage<Void> register(ServiceRegistration registration) {
			throw new AssertionError("not this way");
		}

		@Override
		public CompletionStage<Held> held(Name name) {
			ServiceRegistration held = own.get(name);
			return CompletableFuture.completedFuture(
					new Held(name, records(name), (held != null) ? held.ttl() : Duration.ZERO, writes.size()));
		}

		@Override
		public CompletionStage<Void> replace(Held before, ServiceRegistration next) {
			return write("replace", () -> own.put(next.name(), next));
		}

		@Override
		public CompletionStage<Void> withdraw(Held before) {
			return write("withdraw", () -> own.remove(before.name()));
		}

		private CompletionStage<Void> write(String what, Runnable done) {
			if (silent) {
				return new CompletableFuture<>();
			}
			if (unavailable) {
				return CompletableFuture.failedFuture(new UnavailableException("not now"));
			}
			if (between-- > 0) {
				return CompletableFuture.failedFuture(RejectedException.of(CHANGED, "something came between"));
			}
			writes.add(what);
			done.run();
			return CompletableFuture.completedFuture(null);
		}

	}

	private static org.xbill.DNS.Name name(String text) {
		return org.xbill.DNS.Name.fromConstantString(text);
	}

	private static Update update() {
		return new Update(name("local.internal."));
	}

	private static Record record(String owner, int type, int dnsClass, long ttl, String data) {
		try {
			return Record.fromString(name(owner), type, dnsClass, ttl, data, name("local.internal."));
		}
		catch (IOException malformed) {
			throw new AssertionError(malformed);
		}
	}

	private static Update adding(int type, String data) {
		return adding("www.local.internal.", type, data);
	}

	private static Update adding(String owner, int type, String data) {
		Update update = update();
		update.add(record(owner, type, DClass.IN, 300, data));
		return update;
	}

	private static ResourceRecord address(String text) {
		return new ResourceRecord.Address(InetAddress.ofLiteral(text));
	}

	private int send(Update update) {
		return send(signed(update, "all"));
	}

	private static byte[] signed(Update update, String key) {
		new TSIG(TSIG.HMAC_SHA256, name(key + "."), new SecretKeySpec(SECRET, "HmacSHA256"), Clock.systemUTC())
			.apply(update, null);
		return update.toWire();
	}

	private int send(byte[] wire) {
		Checked.Verified verified = (Checked.Verified) signatures.check(ByteBuffer.wrap(wire));
		try {
			return updates.decided(verified.key(), verified.message(), ByteBuffer.wrap(wire))
				.toCompletableFuture()
				.get(20, TimeUnit.SECONDS);
		}
		catch (Exception failure) {
			throw new AssertionError(failure);
		}
	}

	@Test
	void parametersTwiceOrOutOfOrderAreMalformed() throws Exception {
		byte[] port = { 0, 3, 0, 2, 1, (byte) 0xbb };
		byte[] hint = { 0, 4, 0, 4, (byte) 192, 0, 2, 1 };
		for (int type : List.of(Type.SVCB, Type.HTTPS)) {
			assertThat(send(binding(type, hint, port))).isEqualTo(Rcode.FORMERR);
			assertThat(send(binding(type, port, port))).isEqualTo(Rcode.FORMERR);
		}
		assertThat(ledger.writes).isEmpty();
		assertThat(send(binding(Type.HTTPS, port, hint))).isEqualTo(Rcode.NOERROR);
		assertThat(ledger.writes).hasSize(1);
	}

	/** An update with RDATA as no library would write it. */
	private byte[] binding(int type, byte[]... params) throws IOException {
		byte[] plain = update().toWire();
		byte[] owner = WWW_WIRE.toWire();
		int length = 3 + Stream.of(params).mapToInt(each -> each.length).sum();
		ByteBuffer message = ByteBuffer.allocate(plain.length + owner.length + 10 + length)
			.put(plain)
			.put(owner)
			.putShort((short) type)
			.putShort((short) DClass.IN)
			.putInt(300)
			.putShort((short) length)
			.putShort((short) 1)
			.put((byte) 0);
		Stream.of(params).forEach(message::put);
		message.putShort(8, (short) 1);
		return SignedRequest.of(message.array(), key("all", "local.internal"), InstantSource.system()).message();
	}

	@Test
	void whatIsSaidOfARecordThatCannotBeHereIsTrue() {
		assertThat(RecordReader.objection(record("www.local.internal.", Type.TXT, DClass.IN, 1, "\\255")))
			.startsWith("no record here can have the data of TXT");
		assertThat(RecordReader.read(record("www.local.internal.", Type.TXT, DClass.IN, 1, "a b")))
			.contains(new ResourceRecord.Text(List.of("a", "b")));
		assertThat(RecordReader.objection(record("www.local.internal.", Type.MX, DClass.IN, 1, "1 a.")))
			.startsWith("names here have no records of the type of MX");
		assertThat(RecordReader.objection(record("www.local.internal.", Type.CNAME, DClass.IN, 1, "a\\032b.")))
			.startsWith("no record here can have the data of CNAME");
	}

	private void holds(ResourceRecord... records) {
		ledger.own.put(WWW, new ServiceRegistration(WWW, List.of(records), Duration.ofSeconds(300)));
	}

	@Test
	void recordsAreAddedReplacedAndDeleted() throws IOException {
		assertThat(send(adding(Type.A, "192.0.2.1"))).isEqualTo(Rcode.NOERROR);
		assertThat(send(adding(Type.TXT, "hello"))).isEqualTo(Rcode.NOERROR);
		assertThat(ledger.records(WWW)).containsExactly(address("192.0.2.1"), new ResourceRecord.Text("hello"));
		assertThat(ledger.own.get(WWW).ttl()).isEqualTo(Duration.ofSeconds(300));
		assertThat(ledger.own.get(WWW).lease()).isEqualTo(ServiceRegistration.LONGEST_LEASE);

		Update replace = update();
		replace.replace(record("www.local.internal.", Type.A, DClass.IN, 60, "192.0.2.2"));
		assertThat(send(replace)).isEqualTo(Rcode.NOERROR);
		assertThat(ledger.records(WWW)).containsExactlyInAnyOrder(address("192.0.2.2"),
				new ResourceRecord.Text("hello"));

		Update one = update();
		one.delete(record("www.local.internal.", Type.TXT, DClass.IN, 0, "hello"));
		assertThat(send(one)).isEqualTo(Rcode.NOERROR);
		assertThat(ledger.records(WWW)).containsExactly(address("192.0.2.2"));

		Update all = update();
		all.delete(name("www.local.internal."));
		assertThat(send(all)).isEqualTo(Rcode.NOERROR);
		assertThat(ledger.own).isEmpty();
		int writes = ledger.writes.size();
		assertThat(updates.executed()).isEqualTo(5);
		Update again = update();
		again.delete(name("www.local.internal."));
		assertThat(send(again)).as("what is not there is gone already").isEqualTo(Rcode.NOERROR);
		assertThat(updates.executed()).isEqualTo(5);
		assertThat(ledger.writes).hasSize(writes);
	}

	@Test
	void everyPrerequisiteHoldsOrSaysWhyNot() throws IOException {
		holds(address("192.0.2.1"), address("192.0.2.2"));
		assertThat(prerequisite(Type.ANY, DClass.ANY, "www", null)).isEqualTo(Rcode.NOERROR);
		assertThat(prerequisite(Type.ANY, DClass.ANY, "none", null)).isEqualTo(Rcode.NXDOMAIN);
		assertThat(prerequisite(Type.ANY, DClass.NONE, "none", null)).isEqualTo(Rcode.NOERROR);
		assertThat(prerequisite(Type.ANY, DClass.NONE, "www", null)).isEqualTo(Rcode.YXDOMAIN);
		assertThat(prerequisite(Type.A, DClass.ANY, "www", null)).isEqualTo(Rcode.NOERROR);
		assertThat(prerequisite(Type.TXT, DClass.ANY, "www", null)).isEqualTo(Rcode.NXRRSET);
		assertThat(prerequisite(Type.TXT, DClass.NONE, "www", null)).isEqualTo(Rcode.NOERROR);
		assertThat(prerequisite(Type.A, DClass.NONE, "www", null)).isEqualTo(Rcode.YXRRSET);
		assertThat(prerequisite(Type.A, DClass.IN, "www", "192.0.2.1")).isEqualTo(Rcode.NXRRSET);
		assertThat(updates.refused()).isEqualTo(Map.of("NXDOMAIN", 1L, "YXDOMAIN", 1L, "NXRRSET", 2L, "YXRRSET", 1L));
		Update exactly = adding(Type.TXT, "x");
		exactly.addRecord(record("www.local.internal.", Type.A, DClass.IN, 0, "192.0.2.2"), Section.PREREQ);
		exactly.addRecord(record("www.local.internal.", Type.A, DClass.IN, 0, "192.0.2.1"), Section.PREREQ);
		assertThat(send(exactly)).isEqualTo(Rcode.NOERROR);
		Update apex = adding(Type.TXT, "x");
		apex.present(name("local.internal."), Type.SOA);
		assertThat(send(apex)).isEqualTo(Rcode.NOERROR);
	}

	private int prerequisite(int type, int dnsClass, String label, String data) {
		Update update = adding("other.local.internal.", Type.A, "192.0.2.9");
		String owner = label + ".local.internal.";
		update.addRecord((data != null) ? record(owner, type, dnsClass, 0, data)
				: Record.newRecord(name(owner), type, dnsClass, 0), Section.PREREQ);
		int before = ledger.writes.size();
		int rcode = send(update);
		assertThat(ledger.writes.size() > before).as("changed").isEqualTo(rcode == Rcode.NOERROR);
		return rcode;
	}

	@Test
	void whatIsMalformedOrNotOursSaysSo() {
		Update foreign = new Update(name("example.com."));
		assertThat(send(foreign)).isEqualTo(Rcode.NOTAUTH);
		assertThat(send(adding("www.example.com.", Type.A, "192.0.2.1"))).isEqualTo(Rcode.NOTZONE);
		assertThat(withChange(Type.ANY, DClass.NONE, 0)).isEqualTo(Rcode.FORMERR);
		assertThat(withChange(Type.A, DClass.ANY, 1)).isEqualTo(Rcode.FORMERR);
		assertThat(withChange(Type.AXFR, DClass.ANY, 0)).isEqualTo(Rcode.FORMERR);
		assertThat(withChange(Type.A, DClass.CH, 0)).isEqualTo(Rcode.FORMERR);
		Update two = adding(Type.A, "192.0.2.1");
		two.addRecord(Record.newRecord(name("local.internal."), Type.SOA, DClass.IN), Section.ZONE);
		assertThat(send(two)).isEqualTo(Rcode.FORMERR);
		Update timed = adding(Type.A, "192.0.2.1");
		timed.addRecord(Record.newRecord(name("www.local.internal."), Type.A, DClass.ANY, 5), Section.PREREQ);
		assertThat(send(timed)).isEqualTo(Rcode.FORMERR);
		assertThat(ledger.writes).isEmpty();
	}

	private int withChange(int type, int dnsClass, long ttl) {
		Update update = update();
		update.addRecord(Record.newRecord(name("www.local.internal."), type, dnsClass, ttl), Section.UPDATE);
		return send(update);
	}

	@Test
	void whatMayNotBeChangedIsRefused() {
		for (String owner : List.of("local.internal.", "node1.node.local.internal.", "x.asset.local.internal.",
				"_stoq._udp.local.internal.", "a\\.b.local.internal.")) {
			assertThat(send(adding(owner, Type.A, "192.0.2.1"))).as(owner).isEqualTo(Rcode.REFUSED);
		}
		assertThat(send(adding(Type.MX, "10 mail"))).isEqualTo(Rcode.REFUSED);
		assertThat(send(adding(Type.TXT, "\"\\255\""))).as("no UTF-8").isEqualTo(Rcode.REFUSED);
		Update two = adding(Type.A, "192.0.2.1");
		two.add(record("other.local.internal.", Type.A, DClass.IN, 300, "192.0.2.1"));
		assertThat(send(two)).isEqualTo(Rcode.REFUSED);
		Update many = update();
		for (int i = 0; i < 17; i++) {
			many.add(record("www.local.internal.", Type.A, DClass.IN, 300, "192.0.2." + i));
		}
		assertThat(send(many)).isEqualTo(Rcode.REFUSED);
		assertThat(ledger.writes).isEmpty();
	}

	@Test
	void aKeyIsForItsNamesAlone() {
		assertThat(send(signed(adding(Type.A, "192.0.2.1"), "none"))).isEqualTo(Rcode.REFUSED);
		assertThat(send(signed(adding("x.local.internal.", Type.A, "192.0.2.1"), "www"))).isEqualTo(Rcode.REFUSED);
		assertThat(send(signed(adding(Type.A, "192.0.2.1"), "www"))).isEqualTo(Rcode.NOERROR);
	}

	@Test
	void whatOtherNodesHoldStays() {
		ledger.others.put(WWW, List.of(address("192.0.2.7")));
		Update all = update();
		all.delete(name("www.local.internal."));
		assertThat(send(all)).isEqualTo(Rcode.REFUSED);
		assertThat(send(adding(Type.A, "192.0.2.1"))).isEqualTo(Rcode.NOERROR);
		assertThat(ledger.records(WWW)).containsExactly(address("192.0.2.1"));
	}

	@Test
	void anAliasIsAloneAndReplacesAnotherOne() {
		ResourceRecord alias = new ResourceRecord.Alias(new Name("b.local.internal"));
		assertThat(send(adding(Type.CNAME, "a"))).isEqualTo(Rcode.NOERROR);
		assertThat(send(adding(Type.CNAME, "b"))).isEqualTo(Rcode.NOERROR);
		assertThat(send(adding(Type.A, "192.0.2.1"))).as("left out").isEqualTo(Rcode.NOERROR);
		assertThat(ledger.records(WWW)).containsExactly(alias);
		holds(address("192.0.2.1"));
		assertThat(send(adding(Type.CNAME, "b"))).as("left out").isEqualTo(Rcode.NOERROR);
		assertThat(ledger.records(WWW)).containsExactly(address("192.0.2.1"));
	}

	@Test
	void theSameSignatureIsAnsweredTheSameAndCarriedOutOnce() {
		Update first = adding(Type.A, "192.0.2.1");
		first.addRecord(Record.newRecord(name("www.local.internal."), Type.ANY, DClass.NONE, 0), Section.PREREQ);
		byte[] wire = signed(first, "all");
		assertThat(send(wire)).isEqualTo(Rcode.NOERROR);
		Update gone = update();
		gone.delete(name("www.local.internal."));
		assertThat(send(gone)).isEqualTo(Rcode.NOERROR);

		assertThat(send(wire)).isEqualTo(Rcode.NOERROR);
		assertThat(ledger.own).isEmpty();
		assertThat(ledger.writes).containsExactly("replace", "withdraw");
	}

	@Test
	void aSignatureFromBeforeIsRefused() {
		byte[] wire = signed(adding(Type.A, "192.0.2.1"), "all");
		DynamicUpdates later = new DynamicUpdates(new OwnZone(ZONE, ledger), ledger,
				() -> InstantSource.system().instant().plusSeconds(5), executor);
		Checked.Verified verified = (Checked.Verified) signatures.check(ByteBuffer.wrap(wire));
		assertThat(
				later.decided(verified.key(), verified.message(), ByteBuffer.wrap(wire)).toCompletableFuture().join())
			.isEqualTo(Rcode.REFUSED);
	}

	@Test
	void whatCameBetweenIsReadAgainAndNotForEver() {
		ledger.between = 2;
		assertThat(send(adding(Type.A, "192.0.2.1"))).isEqualTo(Rcode.NOERROR);
		ledger.between = 3;
		assertThat(send(adding(Type.A, "192.0.2.2"))).isEqualTo(Rcode.SERVFAIL);
	}

	@Test
	void whatIsOnlyKnownFromThePastIsAskedForAgainAndNotForEver() {
		holds(address("192.0.2.1"));
		ledger.past = 2;
		assertThat(send(adding(Type.A, "192.0.2.2"))).isEqualTo(Rcode.NOERROR);
		ledger.past = 3;
		assertThat(send(adding(Type.A, "192.0.2.3"))).isEqualTo(Rcode.SERVFAIL);
		assertThat(ledger.records(WWW)).containsExactly(address("192.0.2.1"), address("192.0.2.2"));
	}

	@Test
	void aLedgerThatDoesNotTakeItIsAFailure() {
		ledger.unavailable = true;
		assertThat(send(adding(Type.A, "192.0.2.1"))).isEqualTo(Rcode.SERVFAIL);
		ledger.silent = true;
		assertThat(send(adding(Type.A, "192.0.2.2"))).as("after its patience").isEqualTo(Rcode.SERVFAIL);
	}

	@Test
	void noBytesMakeItThrow() {
		RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(20260301);
		Update update = adding(Type.SRV, "1 2 3 x");
		update.addRecord(record("www.local.internal.", Type.TXT, DClass.IN, 0, "x"), Section.PREREQ);
		byte[] whole = update.toWire();
		for (int i = 0; i < 20_000; i++) {
			byte[] bytes = whole.clone();
			for (int j = random.nextInt(1, 5); j > 0; j--) {
				bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
			}
			ByteBuffer message = ByteBuffer.wrap(bytes, 0, random.nextInt(bytes.length + 1));
			if (UpdateReader.read(message, ZONE) instanceof Reading.Refused(int rcode, String why)) {
				assertThat(rcode).as(why).isIn(Rcode.FORMERR, Rcode.REFUSED, Rcode.NOTAUTH, Rcode.NOTZONE);
			}
		}
	}

}
