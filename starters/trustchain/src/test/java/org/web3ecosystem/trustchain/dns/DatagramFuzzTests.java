package org.web3ecosystem.trustchain.dns;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;

import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.trustchain.Federation;
import org.web3ecosystem.trustchain.dnssec.Denial;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Datagrams with something wrong, each on both ways. {@code -Dseed=} repeats a run,
 * {@code -Dweb3.fuzz.inputs=} says how many.
 */
class DatagramFuzzTests {

	private static final int INPUTS = Integer.getInteger("web3.fuzz.inputs", 100_000);

	private static final InetAddress CLIENT = InetAddress.ofLiteral("192.0.2.77");

	private static final int MOST_STEPS = 5;

	private static final int LONGEST_GROWTH = 80;

	private static final long MOST_GROWTH = 48L << 20;

	/** Edges of lengths, pointers and types. */
	private static final int[] TELLING = { 0, 1, 2, 10, 12, 28, 41, 63, 64, 127, 128, 191, 192, 249, 250, 251, 252,
			255 };

	private static final Set<Integer> RCODES = Set.of(Rcode.NOERROR, Rcode.FORMERR, Rcode.SERVFAIL, Rcode.NXDOMAIN,
			Rcode.NOTIMP, Rcode.REFUSED, Rcode.BADVERS);

	private final long seed = Long.getLong("seed", new SplittableRandom().nextLong());

	private final SplittableRandom random = new SplittableRandom(seed);

	@TempDir
	private Path directory;

	private Answering answering;

	private Lane lane;

	private long answered;

	private long shortly;

	private long formatErrors;

	@Test
	void whateverComesIsAnsweredAsTheRfcSaysOrDropped() throws IOException {
		System.out.println("seed " + seed);
		StaticNames names = new StaticNames();
		Name web = new Name("web.local.internal");
		names.put("web.local.internal", new ResourceRecord.Address(InetAddress.ofLiteral("192.0.2.1")));
		names.put("www.local.internal", new ResourceRecord.Alias(web));
		names.put("_x._tcp.local.internal", new ResourceRecord.Service(0, 0, 1, web));
		names.put("big.local.internal", bigRecords());
		answering = new Answering(Federation.of(1, directory).genesis(), "node1", names, () -> 42, Set::of,
				Optional.empty(), ResponseRate.UNLIMITED, InstantSource.system(), new SecureRandom(), Runnable::run);
		lane = answering.lane();
		List<byte[]> corpus = corpus();
		for (byte[] good : corpus) {
			ask(good);
		}
		long before = heap();
		for (int i = 0; i < INPUTS; i++) {
			byte[] input = mutated(corpus);
			try {
				check(input);
			}
			catch (RuntimeException | IOException | AssertionError | StackOverflowError broken) {
				throw new AssertionError("input " + i + " of seed " + seed + ": " + HexFormat.of().formatHex(input),
						broken);
			}
		}
		long growth = heap() - before;
		System.out.println("inputs " + INPUTS + " answered " + answered + " on the short way " + shortly + " FORMERR "
				+ formatErrors + " heap grew by " + growth);
		assertThat(answered).isGreaterThan(INPUTS / 3);
		assertThat(shortly).isGreaterThan(INPUTS / 50);
		assertThat(formatErrors).isGreaterThan(INPUTS / 50);
		assertThat(growth).as("what is kept for what was asked").isLessThan(MOST_GROWTH);
	}

	private static ResourceRecord[] bigRecords() {
		ResourceRecord[] big = new ResourceRecord[16];
		for (int i = 0; i < big.length; i++) {
			big[i] = new ResourceRecord.Text(i + "x".repeat(100));
		}
		return big;
	}

	private static long heap() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	private void check(byte[] input) throws IOException {
		Optional<byte[]> answer = ask(input);
		if (input.length < Dns.HEADER || input.length > QueryReader.MAX_QUERY || (input[2] & 0x80) != 0) {
			assertThat(answer).as("not worth an answer").isEmpty();
			return;
		}
		byte[] said = answer.orElseThrow();
		answered++;
		assertThat(said.length).isBetween(Dns.HEADER, Dns.MAX_UDP);
		assertThat(Arrays.copyOf(said, 2)).as("id").isEqualTo(Arrays.copyOf(input, 2));
		assertThat(said[2] & 0xf9).as("QR, opcode and RD").isEqualTo(input[2] & 0x79 | 0x80);
		Message read = new Message(said);
		assertThat(read.toWire()).isNotEmpty();
		assertThat(RCODES).contains(read.getRcode());
		if ((input[2] & 0x78) != 0) {
			assertThat(read.getRcode()).isEqualTo(((input[2] & 0x78) == 0x28) ? Rcode.REFUSED : Rcode.NOTIMP);
		}
		else if (input[4] != 0 || input[5] > 1 || input[5] < 0 || input[6] != 0 || input[7] != 0 || input[8] != 0
				|| input[9] > input[5] || input[9] < 0) {
			assertThat(read.getRcode()).as("not one question").isEqualTo(Rcode.FORMERR);
		}
		else if (input[9] == 1) {
			assertThat(read.getRcode()).as("an incremental transfer, or malformed").isNotEqualTo(Rcode.NOERROR);
		}
		if (read.getRcode() == Rcode.FORMERR) {
			formatErrors++;
			assertThat(read.getQuestion() == null || read.getQuestion().getType() == Denial.NXNAME)
				.as("nothing but a header and EDNS, unless a type is asked for that nobody may ask for")
				.isTrue();
		}
		else if ((input[2] & 0x78) == 0 && input[5] == 0) {
			assertThat(read.getOPT().getOptions(Dns.COOKIE)).as("a cookie alone").hasSize(1);
		}
		else if ((input[2] & 0x78) == 0) {
			byte[] question = Arrays.copyOfRange(said, Dns.HEADER, Dns.HEADER + read.getQuestion().getName().length());
			assertThat(question).as("with its spelling")
				.isEqualTo(Arrays.copyOfRange(input, Dns.HEADER, Dns.HEADER + question.length));
		}
		if (read.getOPT() == null) {
			assertThat(said.length).isLessThanOrEqualTo(Dns.MIN_UDP);
		}
	}

	/** On the short way first: it says the same or nothing. */
	private Optional<byte[]> ask(byte[] input) {
		byte[] out = new byte[Dns.MAX_UDP];
		int length = (input.length <= QueryReader.MAX_QUERY) ? lane.answer(input.clone(), input.length, CLIENT, out)
				: Lane.ELSEWHERE;
		Optional<byte[]> whole = (switch (QueryReader.read(ByteBuffer.wrap(input))) {
			case Query.Asked asked -> answering.datagram(asked, CLIENT).toCompletableFuture().join();
			case Query.Faulty faulty -> answering.datagram(faulty, CLIENT);
			case Query.Ignored _ -> Optional.<ByteBuffer>empty();
		}).map(DatagramFuzzTests::bytes);
		if (length != Lane.ELSEWHERE) {
			shortly++;
			assertThat(Arrays.copyOf(out, length)).as("on the short way").isEqualTo(whole.orElseThrow());
		}
		return whole;
	}

	private static byte[] bytes(ByteBuffer buffer) {
		byte[] bytes = new byte[buffer.remaining()];
		buffer.get(bytes);
		return bytes;
	}

	private static List<byte[]> corpus() throws IOException {
		List<byte[]> corpus = new ArrayList<>();
		for (String name : List.of("web.local.internal.", "www.local.internal.", "_x._tcp.local.internal.",
				"big.local.internal.", "nobody.local.internal.", "local.internal.", "example.com.", ".")) {
			for (int type : List.of(Type.A, Type.SRV, Type.TXT, Type.SOA, Type.ANY, Type.AXFR)) {
				corpus.add(query(name, type).toWire());
				Message edns = query(name, type);
				edns.addRecord(new OPTRecord(1232, 0, 0, 0x8000), Section.ADDITIONAL);
				corpus.add(edns.toWire());
				Message options = query(name, type);
				options.addRecord(new OPTRecord(4096, 0, 0, 0, List.of(new GenericEDNSOption(65001, new byte[8]))),
						Section.ADDITIONAL);
				corpus.add(options.toWire());
			}
		}
		Message update = query("local.internal.", Type.SOA);
		update.getHeader().setOpcode(Opcode.UPDATE);
		corpus.add(update.toWire());
		Message signed = query("web.local.internal.", Type.A);
		signed.setTSIG(new TSIG(TSIG.HMAC_SHA256, org.xbill.DNS.Name.fromConstantString("key."), new byte[32]));
		corpus.add(signed.toWire(Message.MAXLENGTH));
		// a name that points to itself
		corpus.add(HexFormat.of().parseHex("000700000001000000000000c00c00010001"));
		return corpus;
	}

	private static Message query(String name, int type) throws IOException {
		return Message.newQuery(Record.newRecord(org.xbill.DNS.Name.fromString(name), type, DClass.IN));
	}

	private byte[] mutated(List<byte[]> corpus) {
		byte[] input = corpus.get(random.nextInt(corpus.size())).clone();
		for (int steps = random.nextInt(MOST_STEPS); steps > 0 && input.length > 0; steps--) {
			input = step(input, corpus);
		}
		return input;
	}

	private byte[] step(byte[] input, List<byte[]> corpus) {
		int at = random.nextInt(input.length);
		switch (random.nextInt(8)) {
			case 0 -> input[at] ^= (byte) (1 << random.nextInt(8));
			case 1 -> input[at] = (byte) random.nextInt(256);
			case 2 -> input[at] = (byte) TELLING[random.nextInt(TELLING.length)];
			case 3 -> {
				return Arrays.copyOf(input, at);
			}
			case 4 -> {
				return replaced(input, at, 0, input, random.nextInt(input.length));
			}
			case 5 -> {
				return replaced(input, at, random.nextInt(input.length - at) + 1, input, input.length);
			}
			case 6 -> {
				// only the case of letters
				for (int i = Math.min(Dns.HEADER, input.length); i < input.length; i++) {
					if (Character.isLetter(input[i])) {
						input[i] ^= (byte) (random.nextBoolean() ? 0x20 : 0);
					}
				}
			}
			default -> {
				byte[] other = corpus.get(random.nextInt(corpus.size()));
				return replaced(input, at, random.nextInt(input.length - at), other, random.nextInt(other.length + 1));
			}
		}
		return input;
	}

	/** Puts a piece of another input in the place of some bytes. */
	private byte[] replaced(byte[] input, int at, int removed, byte[] other, int from) {
		int added = Math.min(other.length - from, random.nextInt(LONGEST_GROWTH));
		byte[] result = new byte[input.length - removed + added];
		System.arraycopy(input, 0, result, 0, at);
		System.arraycopy(other, from, result, at, added);
		System.arraycopy(input, at + removed, result, at + added, input.length - at - removed);
		return result;
	}

}
