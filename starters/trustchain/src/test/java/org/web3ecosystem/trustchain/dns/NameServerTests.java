package org.web3ecosystem.trustchain.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.discovery.ServiceRegistration;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spitest.Loopback;
import org.web3ecosystem.trustchain.Federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/** The server over real sockets; what it sends is read by dnsjava and by dig. */
class NameServerTests {

	/** DNSSEC OK, in the flags of an OPT. */
	private static final int DO = 0x8000;

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

	@TempDir
	private Path directory;

	private final Names names = new Names();

	private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

	private NameServer server;

	private SocketAddress doorAddress;

	@BeforeEach
	void start() throws IOException {
		Federation federation = Federation.of(4, directory);
		server = server(federation.genesis(), () -> 42);
		server.start(List.of(LOOPBACK), 0);
		names.put("node2.node.local.internal", address("127.0.0.2"), address("::2"));
		names.put("_stoq._udp.local.internal",
				new ResourceRecord.Service(10, 20, 9292, new Name("node2.node.local.internal")));
		names.put("text.local.internal", new ResourceRecord.Text("hello \u00fc"));
	}

	private NameServer server(Genesis genesis, LongSupplier serial) {
		return new NameServer(new Answering(genesis, "node1", names, serial, Set::of, Optional.empty(),
				ResponseRate.UNLIMITED, InstantSource.system(), new SecureRandom(), executor), Optional.empty(),
				executor);
	}

	@AfterEach
	void stop() {
		server.close();
		executor.shutdownNow();
	}

	@Test
	void theApexHasSoaAndNameServersWithGlue() throws IOException {
		Message soa = ask("local.internal", Type.SOA);
		assertThat(soa.getHeader().getFlag(Flags.AA)).isTrue();
		assertThat(soa.getSection(Section.ANSWER)).singleElement()
			.isInstanceOfSatisfying(SOARecord.class, record -> assertThat(record.getSerial()).isEqualTo(42));

		Message ns = ask("local.internal", Type.NS);
		assertThat(ns.getSection(Section.ANSWER)).hasSize(4);
		assertThat(ns.getSection(Section.ADDITIONAL)).hasSize(5)
			.extracting(record -> record.getName().toString())
			.contains("node3.node.local.internal.");
	}

	@Test
	void recordsAreFilteredByTheTypeAskedFor() throws IOException {
		assertThat(ask("node2.node.local.internal", Type.A).getSection(Section.ANSWER)).singleElement()
			.hasToString("node2.node.local.internal.\t60\tIN\tA\t127.0.0.2");
		assertThat(ask("node2.node.local.internal", Type.AAAA).getSection(Section.ANSWER)).singleElement()
			.extracting(Record::rdataToString)
			.isEqualTo("0:0:0:0:0:0:0:2");
		assertThat(ask("_stoq._udp.local.internal", Type.SRV).getSection(Section.ANSWER)).singleElement()
			.isInstanceOfSatisfying(SRVRecord.class, record -> assertThat(record.getPort()).isEqualTo(9292));
		assertThat(ask("text.local.internal", Type.TXT).getSection(Section.ANSWER)).hasSize(1);
	}

	@Test
	void everyAddressAnswersOverBothProtocols() throws IOException {
		List<InetAddress> both = List.of(Loopback.IPV4, Loopback.ipv6());
		server.close();
		server.start(both, 0);
		byte[] query = query("node2.node.local.internal", Type.AAAA).toWire();
		for (InetAddress address : both) {
			InetSocketAddress at = new InetSocketAddress(address, server.address().getPort());
			assertThat(new Message(overUdp(query, at)).getSection(Section.ANSWER)).as("UDP %s", at).hasSize(1);
			assertThat(new Message(overTcp(query, at)).getSection(Section.ANSWER)).as("TCP %s", at).hasSize(1);
		}
	}

	@Test
	void whereOneAddressIsTakenNoneIsHeld() throws IOException {
		InetAddress ipv6 = Loopback.ipv6();
		int port = Loopback.freePort();
		server.close();
		try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress(ipv6, port))) {
			assertThatIOException()
				.isThrownBy(() -> server.start(List.of(LOOPBACK, taken.getLocalAddress()), taken.getLocalPort()));
		}
		server.start(List.of(LOOPBACK, ipv6), port);
		assertThat(ask("local.internal", Type.SOA).getSection(Section.ANSWER)).hasSize(1);
	}

	@Test
	void theSpellingOfTheQuestionComesBack() throws IOException {
		Message answer = ask("NoDe2.nOdE.LOCAL.internal", Type.A);

		assertThat(answer.getQuestion().getName()).hasToString("NoDe2.nOdE.LOCAL.internal.");
		assertThat(answer.getSection(Section.ANSWER)).hasSize(1);
	}

	@Test
	void whatDoesNotExistIsDeniedWithTheSoa() throws IOException {
		Message nothing = ask("nobody.local.internal", Type.A);
		assertThat(nothing.getRcode()).isEqualTo(Rcode.NXDOMAIN);
		assertThat(nothing.getSection(Section.AUTHORITY)).singleElement().isInstanceOf(SOARecord.class);

		Message noSuchType = ask("text.local.internal", Type.MX);
		assertThat(noSuchType.getRcode()).isEqualTo(Rcode.NOERROR);
		assertThat(noSuchType.getSection(Section.ANSWER)).isEmpty();
		assertThat(noSuchType.getSection(Section.AUTHORITY)).hasSize(1);

		for (String above : List.of("local.internal", "node.local.internal", "asset.local.internal",
				"_udp.local.internal")) {
			assertThat(ask(above, Type.A).getRcode()).as(above).isEqualTo(Rcode.NOERROR);
		}
		assertThat(ask("a\\.b.local.internal", Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
	}

	@Test
	void whatIsNotOursIsRefusedAndNotLookedUp() throws IOException {
		for (String foreign : List.of("example.com", "internal", ".", "notlocal.internal", "a\\000b.example")) {
			assertThat(ask(foreign, Type.A).getRcode()).as(foreign).isEqualTo(Rcode.REFUSED);
		}
		assertThat(ask("local.internal", Type.AXFR).getRcode()).isEqualTo(Rcode.REFUSED);
		assertThat(ask("local.internal", Type.MAILB).getRcode()).isEqualTo(Rcode.NOTIMP);
		assertThat(names.asked).allMatch(name -> name.isWithin(new Name("local.internal")));
	}

	@Test
	void anyGetsOneSmallRecord() throws IOException {
		assertThat(ask("node2.node.local.internal", Type.ANY).getSection(Section.ANSWER)).singleElement()
			.extracting(Record::rdataToString)
			.isEqualTo("\"RFC8482\" \"\"");
		assertThat(ask("nobody.local.internal", Type.ANY).getRcode()).isEqualTo(Rcode.NXDOMAIN);
	}

	@Test
	void aNameThatCannotBeLookedUpFailsWithItsReason() throws IOException {
		names.failure = new UnavailableException("not now");
		Message answer = ask("node2.node.local.internal", Type.A);

		assertThat(answer.getRcode()).isEqualTo(Rcode.SERVFAIL);
		assertThat(error(answer)).isEqualTo(14);
	}

	@Test
	void aSilentDiscoveryFailsInTime() throws IOException {
		names.silent = true;
		long begin = System.nanoTime();
		Message answer = ask("node2.node.local.internal", Type.A);

		assertThat(answer.getRcode()).isEqualTo(Rcode.SERVFAIL);
		assertThat(error(answer)).isEqualTo(22);
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(4));
	}

	@Test
	void anUnexpectedFailureIsAServfailToo() throws IOException {
		names.failure = new IllegalStateException("oh");

		assertThat(ask("node2.node.local.internal", Type.A).getRcode()).isEqualTo(Rcode.SERVFAIL);
	}

	@Test
	void aStaleAnswerSaysSo() throws IOException {
		names.stale = true;
		Message answer = ask("node2.node.local.internal", Type.A);

		assertThat(error(answer)).isEqualTo(3);
		assertThat(answer.getSection(Section.ANSWER).getFirst().getTTL()).isEqualTo(30);
	}

	@Test
	void whatDoesNotFitIsTruncatedOverUdpAndWholeOverTcp() throws IOException {
		ResourceRecord[] many = new ResourceRecord[60];
		for (int i = 0; i < many.length; i++) {
			many[i] = new ResourceRecord.Text("record number " + i + " of many");
		}
		names.put("big.local.internal", many);
		Message query = Message.newQuery(Record.newRecord(name("big.local.internal"), Type.TXT, DClass.IN));

		Message small = new Message(overUdp(query.toWire()));
		assertThat(small.getHeader().getFlag(Flags.TC)).isTrue();
		assertThat(small.getSection(Section.ANSWER)).isEmpty();
		assertThat(small.numBytes()).isLessThanOrEqualTo(512);
		assertThat(new Message(overTcp(query.toWire())).getSection(Section.ANSWER)).hasSize(60);
	}

	@Test
	void ednsIsSpokenAsFarAsItGoes() throws IOException {
		Message query = query("local.internal", Type.SOA);
		query.addRecord(new OPTRecord(4096, 0, 0, DO), Section.ADDITIONAL);
		Message answer = new Message(overUdp(query.toWire()));
		assertThat(answer.getOPT().getPayloadSize()).isEqualTo(1232);
		assertThat(answer.getOPT().getFlags() & DO).isEqualTo(DO);

		Message future = Message.newQuery(Record.newRecord(name("local.internal"), Type.SOA, DClass.IN));
		future.addRecord(new OPTRecord(1232, 0, 1), Section.ADDITIONAL);
		assertThat(new Message(overUdp(future.toWire())).getRcode()).isEqualTo(Rcode.BADVERS);

		Message twice = query("local.internal", Type.SOA);
		twice.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
		twice.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
		assertThat(new Message(overUdp(twice.toWire())).getRcode()).isEqualTo(Rcode.FORMERR);
	}

	@Test
	void responsesAreNotAnsweredUpdatesWithoutAKeyRefusedAndOtherOpcodesNotImplemented() throws IOException {
		Message reflected = query("local.internal", Type.SOA);
		reflected.getHeader().setFlag(Flags.QR);
		assertThat(silent(reflected.toWire())).isTrue();
		assertThat(silent(new byte[0])).isTrue();
		assertThat(silent(new byte[11])).isTrue();

		Message update = query("local.internal", Type.SOA);
		update.getHeader().setOpcode(Opcode.UPDATE);
		assertThat(new Message(overUdp(update.toWire())).getRcode()).isEqualTo(Rcode.REFUSED);
		update.getHeader().setOpcode(Opcode.STATUS);
		assertThat(new Message(overUdp(update.toWire())).getRcode()).isEqualTo(Rcode.NOTIMP);
	}

	@Test
	void whoSpeaksEdnsIsAnsweredInItAlsoWhatIsWrong() throws IOException {
		Message status = query("local.internal", Type.SOA);
		status.getHeader().setOpcode(Opcode.STATUS);
		Message two = query("local.internal", Type.SOA);
		two.addRecord(two.getQuestion(), Section.QUESTION);
		for (Message wrong : List.of(status, two)) {
			wrong.addRecord(new OPTRecord(1232, 0, 0, DO), Section.ADDITIONAL);
			for (byte[] answered : List.of(overUdp(wrong.toWire()), overTcp(wrong.toWire()))) {
				Message answer = new Message(answered);
				assertThat(answer.getRcode()).isIn(Rcode.NOTIMP, Rcode.FORMERR);
				assertThat(answer.getOPT().getPayloadSize()).isEqualTo(1232);
				assertThat(answer.getOPT().getFlags()).isEqualTo(DO);
			}
		}
	}

	@Test
	void anIncrementalTransferWithoutAKeyIsRefused() throws IOException {
		Message query = query("local.internal", Type.IXFR);
		query.addRecord(ask("local.internal", Type.SOA).getSection(Section.ANSWER).getFirst(), Section.AUTHORITY);
		assertThat(new Message(overUdp(query.toWire())).getRcode()).isEqualTo(Rcode.REFUSED);
		assertThat(new Message(overTcp(query.toWire())).getRcode()).isEqualTo(Rcode.REFUSED);
		Message other = query("local.internal", Type.A);
		other.addRecord(query.getSection(Section.AUTHORITY).getFirst(), Section.AUTHORITY);
		assertThat(new Message(overUdp(other.toWire())).getRcode()).isEqualTo(Rcode.FORMERR);
	}

	@Test
	void aCookieIsHadWithoutAQuestion() throws IOException {
		byte[] shown = new byte[Cookies.CLIENT];
		for (int i = 0; i < 2; i++) {
			Message answer = new Message(overUdp(cookieAlone(shown)));
			assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
			assertThat(answer.getSection(Section.QUESTION)).isEmpty();
			byte[] option = answer.getOPT().getOptions(Dns.COOKIE).getFirst().toWire();
			shown = Arrays.copyOfRange(option, 4, option.length);
			assertThat(shown).hasSize(Cookies.CLIENT + Cookies.SERVER);
		}
		shown[shown.length - 1]++;
		assertThat(new Message(overUdp(cookieAlone(shown))).getRcode()).isEqualTo(Rcode.BADCOOKIE);
		assertThat(new Message(overUdp(cookieAlone(new byte[9]))).getRcode()).isEqualTo(Rcode.FORMERR);
		assertThat(new Message(overUdp(new Message(5).toWire())).getRcode()).as("nor a cookie")
			.isEqualTo(Rcode.FORMERR);
	}

	private static byte[] cookieAlone(byte[] cookie) {
		Message query = new Message(5);
		query.addRecord(new OPTRecord(1232, 0, 0, 0, List.of(new GenericEDNSOption(Dns.COOKIE, cookie))),
				Section.ADDITIONAL);
		return query.toWire();
	}

	@Test
	void everyTruncationOfAQueryIsAnsweredOrDropped() throws IOException {
		Message query = query("node2.node.local.internal", Type.A);
		query.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
		byte[] whole = query.toWire();
		for (int length = 12; length < whole.length; length++) {
			byte[] answer = overUdp(Arrays.copyOf(whole, length));
			assertThat(new Message(answer).getRcode()).as("cut to %d", length).isEqualTo(Rcode.FORMERR);
		}
		byte[] longer = Arrays.copyOf(whole, whole.length + 1);
		assertThat(new Message(overUdp(longer)).getRcode()).isEqualTo(Rcode.FORMERR);
	}

	@Test
	void aCompressedQuestionIsRefused() throws IOException {
		byte[] loop = ByteBuffer.allocate(18)
			.putShort((short) 7)
			.putShort((short) 0)
			.putShort((short) 1)
			.putShort((short) 0)
			.putInt(0)
			.putShort((short) 0xc00c)
			.putShort((short) 1)
			.putShort((short) 1)
			.array();

		assertThat(new Message(overUdp(loop)).getRcode()).isEqualTo(Rcode.FORMERR);
	}

	@Test
	void mutatedQueriesNeverMakeAReaderThrowOrAWriterOverflow() {
		long seed = System.nanoTime();
		RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
		Message query = query("node2.node.local.internal", Type.A);
		query.addRecord(new OPTRecord(4096, 0, 0), Section.ADDITIONAL);
		byte[] good = query.toWire();
		for (int i = 0; i < 100_000; i++) {
			byte[] bad = Arrays.copyOf(good, Math.max(0, good.length + random.nextInt(-10, 40)));
			for (int flips = random.nextInt(1, 8); flips > 0 && bad.length > 0; flips--) {
				bad[random.nextInt(bad.length)] = (byte) random.nextInt();
			}
			if (bad.length > 2) {
				bad[2] &= 0x07;
			}
			try {
				readAndWrite(ByteBuffer.wrap(bad));
			}
			catch (RuntimeException escaped) {
				throw new AssertionError("seed " + seed + " packet " + Arrays.toString(bad), escaped);
			}
		}
	}

	private static void readAndWrite(ByteBuffer packet) {
		if (QueryReader.read(packet) instanceof Query.Asked asked) {
			Answer answer = Answer.positive(List.of(
					new Answer.Record(new Name("local.internal"), Dns.TXT, 1, RecordData.strings("x".repeat(250))),
					new Answer.Record(new Name("local.internal"), Dns.TXT, 1, RecordData.strings("y".repeat(250)))));
			ByteBuffer out = AnswerWriter.write(asked, Prepared.of(asked, answer), AnswerWriter.udpLimit(asked),
					Optional.empty());
			assertThat(out.remaining()).isBetween(Dns.HEADER, Dns.MAX_UDP);
		}
	}

	@Test
	void randomBytesOverTheWireDoNotStopTheServer() throws IOException {
		RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
		try (DatagramSocket socket = new DatagramSocket()) {
			for (int i = 0; i < 2000; i++) {
				byte[] noise = new byte[random.nextInt(600)];
				random.nextBytes(noise);
				socket.send(new DatagramPacket(noise, noise.length, server.address()));
			}
		}
		assertThat(ask("local.internal", Type.SOA).getRcode()).isEqualTo(Rcode.NOERROR);
	}

	@Test
	void oneConnectionMayAskManyTimes() throws IOException {
		try (Socket client = new Socket()) {
			client.connect(server.address(), 2000);
			client.setSoTimeout(5000);
			DataOutputStream out = new DataOutputStream(client.getOutputStream());
			DataInputStream in = new DataInputStream(client.getInputStream());
			for (int i = 0; i < 50; i++) {
				byte[] query = query("local.internal", Type.SOA).toWire();
				out.writeShort(query.length);
				out.write(query);
				assertThat(new Message(in.readNBytes(in.readUnsignedShort())).getRcode()).isZero();
			}
			out.writeShort(65535);
			assertThat(in.read()).as("too long a message ends it").isEqualTo(-1);
		}
	}

	@Test
	void whoDoesNotTakeItsAnswersIsHungUpOn() throws IOException {
		try (TcpDoor door = door(Duration.ofMillis(300)); Socket client = new Socket()) {
			client.setReceiveBufferSize(4096);
			client.connect(doorAddress, 2000);
			// more answers than all buffers hold, and nobody reads them
			byte[] queries = new byte[2 * 1000];
			client.getOutputStream().write(queries);
			Awaitility.await().until(() -> door.connections() == 1);

			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> door.connections() == 0);
		}
	}

	@Test
	void whoDripsItsQueryIsHungUpOn() throws IOException {
		try (TcpDoor door = door(Duration.ofMillis(300)); Socket client = new Socket()) {
			client.connect(doorAddress, 2000);
			client.setSoTimeout(10_000);
			client.getOutputStream().write(new byte[] { 15, -1, 0, 0 });

			assertThat(client.getInputStream().read()).isEqualTo(-1);
			Awaitility.await().until(() -> door.connections() == 0);
		}
	}

	/** However often something comes: the time is for the query as a whole. */
	@Test
	void whoSendsAByteNowAndThenIsHungUpOn() throws IOException {
		try (TcpDoor door = door(Duration.ofMillis(300)); Socket client = new Socket()) {
			client.connect(doorAddress, 2000);
			client.setSoTimeout(20);
			client.getOutputStream().write(new byte[] { 15, -1 });

			Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(30)).until(() -> isHungUpOn(client));
			Awaitility.await().atMost(PATIENCE).until(() -> door.connections() == 0);
		}
	}

	private static boolean isHungUpOn(Socket client) {
		try {
			client.getOutputStream().write(0);
			return client.getInputStream().read() == -1;
		}
		catch (SocketTimeoutException notYet) {
			return false;
		}
		catch (IOException reset) {
			return true;
		}
	}

	@Test
	void whatIsAskedAtOnceIsAnsweredInTurn() throws IOException {
		ByteBuffer all = ByteBuffer.allocate(64 * 1024);
		for (int i = 0; i < 300; i++) {
			Message query = query((i % 2 == 0) ? "local.internal" : "node2.node.local.internal", Type.SOA);
			query.getHeader().setID(i);
			byte[] wire = query.toWire();
			all.putShort((short) wire.length).put(wire);
		}
		try (Socket client = new Socket()) {
			client.connect(server.address(), 2000);
			client.setSoTimeout((int) PATIENCE.toMillis());
			client.getOutputStream().write(all.array(), 0, all.position());
			DataInputStream in = new DataInputStream(client.getInputStream());
			for (int i = 0; i < 300; i++) {
				Message answer = new Message(in.readNBytes(in.readUnsignedShort()));
				assertThat(answer.getHeader().getID()).isEqualTo(i);
				assertThat(answer.getSection((i % 2 == 0) ? Section.ANSWER : Section.AUTHORITY)).hasSize(1);
			}
		}
	}

	/** A door whose every answer is as large as they get. */
	private TcpDoor door(Duration idle) throws IOException {
		ServerSocket listening = new ServerSocket(0, TcpDoor.MAX_CONNECTIONS, LOOPBACK);
		doorAddress = listening.getLocalSocketAddress();
		TcpDoor door = new TcpDoor(listening,
				(message, client) -> CompletableFuture
					.completedFuture(Optional.of(new Answering.Reply(ByteBuffer.allocate(Dns.MAX_TCP), Duration.ZERO))),
				executor, idle);
		Thread.ofPlatform().daemon().start(door::accept);
		return door;
	}

	@Test
	void aZoneThatCannotTellItsSerialFailsAndRecovers() throws IOException {
		server.close();
		server = server(Federation.of(1, directory.resolve("serial")).genesis(), () -> {
			throw new UnavailableException("no serial now");
		});
		server.start(List.of(LOOPBACK), 0);

		byte[] query = query("local.internal", Type.SOA).toWire();
		try (DatagramSocket socket = new DatagramSocket()) {
			socket.connect(server.address());
			for (int i = 0; i < NameServer.MAX_WAITING + 100; i++) {
				long answered = server.answering().queries();
				socket.send(new DatagramPacket(query, query.length));
				Awaitility.await()
					.pollInterval(Duration.ofMillis(1))
					.until(() -> server.answering().queries() > answered);
			}
		}

		assertThat(ask("local.internal", Type.SOA).getRcode()).isEqualTo(Rcode.SERVFAIL);
		assertThat(server.dropped()).isZero();
	}

	@Test
	void aNameLongerThanNamesAreIsRefused() throws IOException {
		ByteBuffer packet = ByteBuffer.allocate(600);
		packet.putShort((short) 7).putShort((short) 0).putShort((short) 1).putShort((short) 0).putInt(0);
		for (int i = 0; i < 5; i++) {
			packet.put((byte) 63).put(new byte[63]);
		}
		packet.put((byte) 0).putShort((short) Type.A).putShort((short) DClass.IN).flip();

		assertThat(QueryReader.read(packet)).isInstanceOfSatisfying(Query.Faulty.class,
				faulty -> assertThat(faulty.rcode()).isEqualTo(Dns.FORMERR));
	}

	@Test
	void oddMessagesAreRefusedNotGuessedAt() {
		ByteBuffer twoQuestions = ByteBuffer.allocate(Dns.HEADER + 10)
			.putShort((short) 7)
			.putShort((short) 0)
			.putShort((short) 2)
			.putShort((short) 0)
			.putInt(0)
			.position(Dns.HEADER + 10)
			.flip();
		ByteBuffer trailing = ByteBuffer.allocate(Dns.HEADER + 6)
			.putShort((short) 7)
			.putShort((short) 0)
			.putShort((short) 1)
			.putShort((short) 0)
			.putInt(0)
			.put(new byte[] { 0, 0, 1, 0, 1, 99 })
			.flip();
		ByteBuffer selfPointing = ByteBuffer.allocate(Dns.HEADER + 6)
			.putShort((short) 7)
			.putShort((short) 0)
			.putShort((short) 1)
			.putShort((short) 0)
			.putInt(0)
			.put(new byte[] { (byte) 0xc0, Dns.HEADER, 0, 1, 0, 1 })
			.flip();

		for (ByteBuffer packet : List.of(twoQuestions, trailing, selfPointing)) {
			assertThat(QueryReader.read(packet)).isInstanceOfSatisfying(Query.Faulty.class,
					faulty -> assertThat(faulty.rcode()).isEqualTo(Dns.FORMERR));
		}
	}

	@Test
	void idleConnectionsOfOneAddressLeaveRoomForOthersAndForItself() throws IOException {
		List<Socket> clients = new ArrayList<>();
		try (TcpDoor door = door(Duration.ofSeconds(60))) {
			Socket other = connected("127.0.0.2", clients);
			Awaitility.await().atMost(PATIENCE).until(() -> door.connections() == 1);

			for (int i = 0; i < TcpDoor.MAX_CONNECTIONS; i++) {
				connected("127.0.0.1", clients);
			}

			Awaitility.await().atMost(PATIENCE).until(() -> door.connections() == 1 + TcpDoor.MAX_OF_ONE);
			assertThat(clients.get(1).getInputStream().read()).as("the first of the many").isEqualTo(-1);
			assertThat(isAnswered(other)).isTrue();
			assertThat(isAnswered(connected("127.0.0.1", clients))).isTrue();
		}
		finally {
			close(clients);
		}
	}

	@Test
	void whereThereIsNoRoomTheLongestSilentGivesUpItsPlace() throws IOException {
		List<Socket> clients = new ArrayList<>();
		try (TcpDoor door = door(Duration.ofSeconds(60))) {
			for (int i = 0; i < TcpDoor.MAX_CONNECTIONS; i++) {
				connected("127.0.0." + (1 + i / TcpDoor.MAX_OF_ONE), clients);
			}
			Awaitility.await().atMost(PATIENCE).until(() -> door.connections() == TcpDoor.MAX_CONNECTIONS);
			assertThat(isAnswered(clients.getFirst())).as("no longer the silent one").isTrue();

			assertThat(isAnswered(connected("127.0.0.9", clients))).isTrue();

			assertThat(clients.get(1).getInputStream().read()).as("the silent one").isEqualTo(-1);
			assertThat(isAnswered(clients.getFirst())).isTrue();
		}
		finally {
			close(clients);
		}
	}

	private Socket connected(String from, List<Socket> clients) throws IOException {
		Socket client = new Socket();
		clients.add(client);
		client.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
		client.setSoTimeout((int) PATIENCE.toMillis());
		client.connect(doorAddress, (int) PATIENCE.toMillis());
		return client;
	}

	private static boolean isAnswered(Socket client) throws IOException {
		client.getOutputStream().write(new byte[2]);
		return client.getInputStream().readNBytes(2 + Dns.MAX_TCP).length == 2 + Dns.MAX_TCP;
	}

	private static void close(List<Socket> clients) throws IOException {
		for (Socket client : clients) {
			client.close();
		}
	}

	@Test
	void aTakenPortIsAFailureThatLeavesNothingOpen() throws IOException {
		NameServer second = server(Federation.of(1, directory.resolve("b")).genesis(), () -> 1);

		int port = server.address().getPort();
		assertThatIOException().isThrownBy(() -> second.start(List.of(LOOPBACK), port))
			.withMessageContaining("port " + port + "/udp of 127.0.0.1: ")
			.withMessageContaining("Stop what has the port");
		assertThat(ask("local.internal", Type.SOA).getRcode()).isZero();
	}

	@Test
	void aPortTakenForTcpAloneIsNamedWithItsProtocolAndFreedForUdp() throws IOException {
		server.close();
		int port = Loopback.freePort();
		try (ServerSocket other = new ServerSocket(port, 1, LOOPBACK)) {
			assertThat(other.isBound()).isTrue();
			assertThatIOException().isThrownBy(() -> server.start(List.of(LOOPBACK), port))
				.withMessageContaining("port " + port + "/tcp of 127.0.0.1: ");

			try (DatagramSocket free = new DatagramSocket(port, LOOPBACK)) {
				assertThat(free.isBound()).isTrue();
			}
		}
	}

	@Test
	void theProbeSeesTheServerAndItsEnd() throws Exception {
		SelfProbe probe = new SelfProbe(server, new Name("local.internal"), InstantSource.system(),
				RandomGenerator.getDefault());
		assertThat(probe.answers()).isFalse();

		probe.start();
		assertThat(probe.answers()).isTrue();

		server.close();
		assertThatIOException().isThrownBy(probe::start);
		probe.pause();
		assertThat(probe.answers()).isFalse();
	}

	@Test
	void theProberGoesOnHoweverSoonItRuns() throws Exception {
		List<Thread> probers = new ArrayList<>();
		SelfProbe probe = new SelfProbe(server, new Name("local.internal"), InstantSource.system(),
				RandomGenerator.getDefault(), task -> {
					probers.add(new RunsFirst(task));
					return probers.getLast();
				});

		probe.start();

		assertThat(probers).singleElement().matches(Thread::isAlive);
		probe.pause();
		assertThat(probers.getFirst().join(Duration.ofSeconds(5))).isTrue();
	}

	/** A thread that is well on its way before the one that started it goes on. */
	private static final class RunsFirst extends Thread {

		private RunsFirst(Runnable task) {
			super(task);
			setDaemon(true);
		}

		@Override
		public void start() {
			super.start();
			try {
				join(Duration.ofMillis(200));
			}
			catch (InterruptedException interrupted) {
				throw new IllegalStateException(interrupted);
			}
		}

	}

	@Test
	void digUnderstandsIt() throws Exception {
		String port = String.valueOf(server.address().getPort());
		assertThat(dig("@127.0.0.1", "-p", port, "local.internal", "SOA")).contains("status: NOERROR", "flags: qr aa")
			.contains("node1.node.local.internal. hostmaster.local.internal. 42")
			.doesNotContain("malformed", "mismatch");
		assertThat(dig("@127.0.0.1", "-p", port, "+tcp", "_stoq._udp.local.internal", "SRV"))
			.contains("10 20 9292 node2.node.local.internal.");
		names.stale = true;
		assertThat(dig("@127.0.0.1", "-p", port, "node2.node.local.internal", "AAAA")).contains("EDE: 3");
	}

	private static String dig(String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of("dig", "+time=3", "+tries=1"));
		command.addAll(List.of(arguments));
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
			return output;
		}
		catch (IOException missing) {
			if (System.getenv("WEB3_REQUIRE_PEERS") != null) {
				throw missing;
			}
			return Assumptions.abort("dig is not installed");
		}
	}

	private Message ask(String name, int type) throws IOException {
		Message query = query(name, type);
		query.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
		Message answer = new Message(overUdp(query.toWire()));
		assertThat(answer.getHeader().getID()).isEqualTo(query.getHeader().getID());
		return answer;
	}

	private static Message query(String name, int type) {
		return Message.newQuery(Record.newRecord(name(name), type, DClass.IN));
	}

	private static org.xbill.DNS.Name name(String text) {
		return org.xbill.DNS.Name.fromConstantString(text.endsWith(".") ? text : text + ".");
	}

	private static int error(Message answer) {
		return answer.getOPT()
			.getOptions()
			.stream()
			.filter(ExtendedErrorCodeOption.class::isInstance)
			.map(ExtendedErrorCodeOption.class::cast)
			.findFirst()
			.orElseThrow()
			.getErrorCode();
	}

	private byte[] overUdp(byte[] query) throws IOException {
		return overUdp(query, server.address());
	}

	private static byte[] overUdp(byte[] query, InetSocketAddress at) throws IOException {
		try (DatagramSocket socket = new DatagramSocket()) {
			socket.setSoTimeout(5000);
			socket.connect(at);
			socket.send(new DatagramPacket(query, query.length));
			DatagramPacket answer = new DatagramPacket(new byte[4096], 4096);
			socket.receive(answer);
			return Arrays.copyOf(answer.getData(), answer.getLength());
		}
	}

	private boolean silent(byte[] query) throws IOException {
		try (DatagramSocket socket = new DatagramSocket()) {
			socket.setSoTimeout(150);
			socket.connect(server.address());
			socket.send(new DatagramPacket(query, query.length));
			socket.receive(new DatagramPacket(new byte[4096], 4096));
			return false;
		}
		catch (SocketTimeoutException nothing) {
			return true;
		}
	}

	private byte[] overTcp(byte[] query) throws IOException {
		return overTcp(query, server.address());
	}

	private static byte[] overTcp(byte[] query, InetSocketAddress at) throws IOException {
		try (Socket client = new Socket()) {
			client.connect(at, 2000);
			client.setSoTimeout(5000);
			DataOutputStream out = new DataOutputStream(client.getOutputStream());
			out.writeShort(query.length);
			out.write(query);
			DataInputStream in = new DataInputStream(client.getInputStream());
			return in.readNBytes(in.readUnsignedShort());
		}
	}

	private static ResourceRecord address(String literal) {
		try {
			return new ResourceRecord.Address(InetAddress.getByName(literal));
		}
		catch (IOException impossible) {
			throw new IllegalArgumentException(literal, impossible);
		}
	}

	private static final class Names implements ServiceDiscovery {

		private final Map<Name, List<ResourceRecord>> records = new HashMap<>();

		private final List<Name> asked = new CopyOnWriteArrayList<>();

		private volatile boolean silent;

		private volatile boolean stale;

		private volatile RuntimeException failure;

		private void put(String name, ResourceRecord... values) {
			records.put(new Name(name), List.of(values));
		}

		@Override
		public CompletionStage<Resolution> resolve(Name name) {
			asked.add(name);
			if (silent) {
				return new CompletableFuture<>();
			}
			if (failure != null) {
				return CompletableFuture.failedFuture(failure);
			}
			List<ResourceRecord> found = records.get(name);
			return CompletableFuture
				.completedFuture((found != null) ? new Resolution.Found(found, Duration.ofSeconds(60), stale, "test")
						: new Resolution.NotFound(Duration.ofSeconds(5), "test"));
		}

		@Override
		public CompletionStage<Void> register(ServiceRegistration registration) {
			throw new UnsupportedOperationException();
		}

	}

}
