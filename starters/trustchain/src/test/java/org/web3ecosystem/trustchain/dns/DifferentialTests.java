package org.web3ecosystem.trustchain.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CAARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.SVCBBase;
import org.xbill.DNS.Section;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ResourceRecord.ServiceBinding.Kind;
import org.web3ecosystem.spi.discovery.SvcParam;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.trustchain.Federation;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every kind of answer to every kind of question, held against what a server made of
 * dnsjava says to the same.
 */
class DifferentialTests {

	private static final InetAddress CLIENT = InetAddress.ofLiteral("192.0.2.77");

	private static final int DO = 0x8000;

	private static final List<String> RECORDS = records();

	private static final List<String> QUESTIONS = List.of("local.internal.", "web.local.internal.",
			"www.local.internal.", "w2.local.internal.", "gone.local.internal.", "out.local.internal.",
			"loop1.local.internal.", "up.local.internal.", "_x._tcp.local.internal.", "_tcp.local.internal.",
			"deep.empty.local.internal.", "empty.local.internal.", "below.web.local.internal.",
			"nobody.local.internal.", "*.local.internal.", "*.web.local.internal.", "a\\.b.local.internal.",
			"a\\000b.local.internal.", "x.a\\032b.local.internal.", "node.local.internal.", "asset.local.internal.",
			"_udp.local.internal.", "h.local.internal.", "alias.local.internal.", "many.local.internal.",
			"big.local.internal.", "_443._tcp.web.local.internal.", "ptr.local.internal.", "example.com.", "internal.",
			".", "notlocal.internal.", "%s.local.internal.".formatted("a".repeat(63)),
			"%1$s.%1$s.%1$s.local.internal.".formatted("b".repeat(63)));

	private static final List<Integer> TYPES = List.of(Type.A, Type.AAAA, Type.CNAME, Type.SRV, Type.TXT, Type.NS,
			Type.SOA, Type.PTR, Type.CAA, Type.TLSA, Type.SVCB, Type.HTTPS, Type.MX, Type.DS, Type.RRSIG, Type.NSEC,
			Type.HINFO, Type.ANY, Type.AXFR, Type.IXFR, Type.MAILB, Type.TKEY, Type.TSIG, 65280);

	@TempDir
	private Path directory;

	private final StaticNames names = new StaticNames();

	private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(42);

	private Answering answering;

	private Lane lane;

	private int shortly;

	private ByDnsjava oracle;

	private static List<String> records() {
		List<String> records = new ArrayList<>(List.of("web.local.internal. A 192.0.2.1",
				"web.local.internal. A 192.0.2.2", "web.local.internal. AAAA 2001:db8::1",
				"web.local.internal. TXT \"hello\"", "web.local.internal. HTTPS 1 . alpn=h2,h3 port=8443",
				"web.local.internal. CAA 0 issue \"ca.example;x=1\"",
				"web.local.internal. CAA 128 iodef \"mailto:a@b\"",
				"_443._tcp.web.local.internal. TLSA 3 1 1 " + "ab".repeat(32),
				"www.local.internal. CNAME web.local.internal.", "w2.local.internal. CNAME www.local.internal.",
				"gone.local.internal. CNAME nobody.local.internal.", "out.local.internal. CNAME example.com.",
				"loop1.local.internal. CNAME loop2.local.internal.",
				"loop2.local.internal. CNAME loop1.local.internal.", "up.local.internal. CNAME local.internal.",
				"_x._tcp.local.internal. SRV 1 2 443 web.local.internal.",
				"_x._tcp.local.internal. SRV 2 2 443 h.local.internal.",
				"_x._tcp.local.internal. SRV 3 2 443 nobody.local.internal.",
				"x.deep.empty.local.internal. A 192.0.2.3", "h.local.internal. A 192.0.2.4",
				"h.local.internal. SVCB 1 web.local.internal. mandatory=port alpn=doq port=853 ipv4hint=192.0.2.1 ipv6hint=2001:db8::1 key65000=x",
				"alias.local.internal. HTTPS 0 web.local.internal.", "ptr.local.internal. PTR web.local.internal."));
		for (int i = 0; i < 40; i++) {
			records.add("many.local.internal. A 198.51.100." + i);
			records.add("big.local.internal. TXT \"" + i + "x".repeat(120) + "\"");
			records.add("_many._tcp.local.internal. SRV 0 0 %d many.local.internal.".formatted(i));
		}
		return records;
	}

	@BeforeEach
	void open() throws IOException {
		Genesis genesis = Federation.of(4, directory).genesis();
		Map<String, List<ResourceRecord>> byName = new LinkedHashMap<>();
		for (String line : RECORDS) {
			Record record = ByDnsjava.record(line, 60);
			byName.computeIfAbsent(record.getName().toString(true), name -> new ArrayList<>()).add(ours(record));
		}
		byName.forEach((name, records) -> names.put(name, records.toArray(ResourceRecord[]::new)));
		for (String existing : List.of("node", "asset", "_udp")) {
			names.put(existing + ".local.internal");
		}
		answering = new Answering(genesis, "node1", names, () -> 42, Set::of, Optional.empty(), ResponseRate.UNLIMITED,
				InstantSource.system(), new SecureRandom(), Runnable::run);
		lane = answering.lane();
		List<Record> nameServers = new ArrayList<>();
		List<Record> glue = new ArrayList<>();
		List<String> zone = new ArrayList<>(RECORDS);
		for (Validator validator : genesis.validators()) {
			String name = validator.name() + ".node.local.internal.";
			nameServers.add(ByDnsjava.record("local.internal. NS " + name, 60));
			for (InetAddress address : validator.endpoints().inetAddresses()) {
				glue.add(ByDnsjava.record(
						name + " " + ((address.getAddress().length == 4) ? "A " : "AAAA ") + address.getHostAddress(),
						60));
			}
		}
		// so that these exist: nothing asks for the type
		for (String existing : List.of("node", "asset", "_udp")) {
			zone.add(existing + ".local.internal. TYPE65000 \\# 0");
		}
		oracle = new ByDnsjava("local.internal.", zone, nameServers, glue);
	}

	/** Read by dnsjava, so that wire and zone files are known to mean the same. */
	private static ResourceRecord ours(Record record) {
		return switch (record) {
			case ARecord a -> new ResourceRecord.Address(a.getAddress());
			case AAAARecord aaaa -> new ResourceRecord.Address(aaaa.getAddress());
			case CNAMERecord cname -> new ResourceRecord.Alias(name(cname.getTarget()));
			case PTRRecord ptr -> new ResourceRecord.Pointer(name(ptr.getTarget()));
			case SRVRecord srv ->
				new ResourceRecord.Service(srv.getPriority(), srv.getWeight(), srv.getPort(), name(srv.getTarget()));
			case TXTRecord txt -> new ResourceRecord.Text(txt.getStrings().getFirst());
			case CAARecord caa -> new ResourceRecord.Authorization(caa.getFlags(), caa.getTag(), caa.getValue(false));
			case TLSARecord tlsa -> new ResourceRecord.CertificateAssociation(tlsa.getCertificateUsage(),
					tlsa.getSelector(), tlsa.getMatchingType(), hex(tlsa.getCertificateAssociationData()));
			case SVCBBase svcb ->
				new ResourceRecord.ServiceBinding((svcb.getType() == Type.HTTPS) ? Kind.HTTPS : Kind.SVCB,
						svcb.getSvcPriority(), name(svcb.getTargetName()),
						svcb.getSvcParamKeys()
							.stream()
							.sorted()
							.map(key -> new SvcParam(key, hex(svcb.getSvcParamValue(key).toWire())))
							.toList());
			default -> throw new IllegalArgumentException(record.toString());
		};
	}

	private static Name name(org.xbill.DNS.Name name) {
		return new Name(name.toString(true));
	}

	private static String hex(byte[] bytes) {
		return HexFormat.of().formatHex(bytes);
	}

	@Test
	void everyAnswerIsWhatDnsjavaWouldHaveSaid() throws IOException {
		int asked = 0;
		for (String name : QUESTIONS) {
			for (int type : TYPES) {
				for (Optional<OPTRecord> opt : opts()) {
					Message query = query(name, type, DClass.IN, opt);
					checkTcp(query);
					checkUdp(query);
					asked++;
				}
			}
		}
		assertThat(asked).isGreaterThan(5000);
		assertThat(shortly).as("answered on the short way too").isGreaterThan(2000);
	}

	private static List<Optional<OPTRecord>> opts() {
		return List.of(Optional.empty(), Optional.of(new OPTRecord(512, 0, 0)), Optional.of(new OPTRecord(0, 0, 0)),
				Optional.of(new OPTRecord(1232, 0, 0, DO)), Optional.of(new OPTRecord(65535, 0, 0)),
				Optional.of(new OPTRecord(4096, 0, 1)), Optional.of(new OPTRecord(1232, 0, 255, DO)), Optional
					.of(new OPTRecord(1232, 0, 0, 0, List.<EDNSOption>of(new GenericEDNSOption(65001, new byte[40])))));
	}

	@Test
	void otherClassesAreRefused() throws IOException {
		for (int dnsClass : List.of(DClass.CH, DClass.HS, DClass.NONE, DClass.ANY, 65280)) {
			Message query = query("web.local.internal.", Type.A, dnsClass, Optional.of(new OPTRecord(1232, 0, 0)));
			checkTcp(query);
			checkUdp(query);
		}
	}

	@Test
	void aCookieComesWithTheSameAnswer() throws IOException {
		Message query = query("www.local.internal.", Type.A, DClass.IN, Optional
			.of(new OPTRecord(1232, 0, 0, 0, List.<EDNSOption>of(new GenericEDNSOption(Dns.COOKIE, new byte[8])))));
		Message answer = new Message(udp(query.toWire()));
		assertThat(answer.getOPT().getOptions(Dns.COOKIE)).hasSize(1);
		assertThat(text(answer, Section.ANSWER)).isEqualTo(text(oracle.answer(query), Section.ANSWER));
		assertThat(new Message(answer.toWire()).toWire()).isEqualTo(answer.toWire());
	}

	private void checkTcp(Message query) throws IOException {
		ByteBuffer first = stream(query);
		assertThat(stream(query)).as("the second time").isEqualTo(first);
		same(query, parsed(first), oracle.answer(query));
	}

	private ByteBuffer stream(Message query) {
		return answering.stream(ByteBuffer.wrap(query.toWire()), CLIENT)
			.toCompletableFuture()
			.join()
			.orElseThrow()
			.message();
	}

	private void checkUdp(Message query) throws IOException {
		byte[] wire = udp(query.toWire());
		int limit = Math.clamp((query.getOPT() != null) ? query.getOPT().getPayloadSize() : 512, 512, 1232);
		assertThat(wire).hasSizeLessThanOrEqualTo(limit);
		Message answer = parsed(ByteBuffer.wrap(wire));
		Message expected = oracle.answer(query);
		int whole = stream(query).remaining();
		if (answer.getHeader().getFlag(Flags.TC)) {
			assertThat(whole).isGreaterThan(limit);
			expected.getHeader().setFlag(Flags.TC);
			expected.removeAllRecords(Section.ANSWER);
			expected.removeAllRecords(Section.AUTHORITY);
		}
		if (whole > limit) {
			OPTRecord opt = expected.getOPT();
			expected.removeAllRecords(Section.ADDITIONAL);
			if (opt != null) {
				expected.addRecord(opt, Section.ADDITIONAL);
			}
		}
		else {
			assertThat(answer.getHeader().getFlag(Flags.TC)).isFalse();
		}
		same(query, answer, expected);
	}

	/** Its reading is stable, or it would mean something else to another reader. */
	private static Message parsed(ByteBuffer message) throws IOException {
		Message read = new Message(message);
		byte[] again = read.toWire();
		assertThat(new Message(again).toWire()).isEqualTo(again);
		return read;
	}

	private static void same(Message query, Message answer, Message expected) throws IOException {
		String question = query.getQuestion() + " " + query.getOPT();
		assertThat(answer.getHeader().getID()).as(question).isEqualTo(query.getHeader().getID());
		assertThat(answer.getHeader().printFlags()).as(question).isEqualTo(expected.getHeader().printFlags());
		assertThat(answer.getRcode()).as(question).isEqualTo(expected.getRcode());
		assertThat(answer.getQuestion().getName().toString()).as("with its spelling")
			.isEqualTo(query.getQuestion().getName().toString());
		for (int section = Section.QUESTION; section <= Section.ADDITIONAL; section++) {
			assertThat(text(answer, section)).as("%s %s", question, Section.string(section))
				.isEqualTo(text(expected, section));
		}
		assertThat(sorted(answer).toWire()).as(question).isEqualTo(sorted(expected).toWire());
	}

	private static List<String> text(Message message, int section) {
		return message.getSection(section)
			.stream()
			.map(record -> record.getName().toString().toLowerCase(Locale.ROOT) + " " + record.getTTL() + " "
					+ Type.string(record.getType()) + " " + record.rdataToString())
			.sorted()
			.toList();
	}

	/** In one sequence, with the owners as they are spelled in the zone. */
	private static Message sorted(Message message) throws IOException {
		Message sorted = new Message(message.getHeader().getID());
		sorted.getHeader().setRcode(message.getHeader().getRcode());
		for (int section = Section.ANSWER; section <= Section.ADDITIONAL; section++) {
			for (Record record : message.getSection(section)
				.stream()
				.sorted(Comparator.comparing(record -> record.toString().toLowerCase(Locale.ROOT)))
				.toList()) {
				sorted.addRecord((record instanceof OPTRecord) ? record
						: Record.newRecord(
								org.xbill.DNS.Name.fromString(record.getName().toString().toLowerCase(Locale.ROOT)),
								record.getType(), record.getDClass(), record.getTTL(), record.rdataToWireCanonical()),
						section);
			}
		}
		return sorted;
	}

	private byte[] udp(byte[] query) {
		ByteBuffer answer = (switch (QueryReader.read(ByteBuffer.wrap(query))) {
			case Query.Asked asked -> answering.datagram(asked, CLIENT).toCompletableFuture().join();
			case Query.Faulty faulty -> answering.datagram(faulty, CLIENT);
			case Query.Ignored _ -> Optional.<ByteBuffer>empty();
		}).orElseThrow();
		byte[] bytes = new byte[answer.remaining()];
		answer.get(bytes);
		byte[] out = new byte[Dns.MAX_UDP];
		int length = lane.answer(query, query.length, CLIENT, out);
		if (length != Lane.ELSEWHERE) {
			assertThat(Arrays.copyOf(out, length)).as("on the short way").isEqualTo(bytes);
			shortly++;
		}
		return bytes;
	}

	private Message query(String name, int type, int dnsClass, Optional<OPTRecord> opt) throws IOException {
		StringBuilder spelled = new StringBuilder();
		name.chars().forEach(c -> spelled.append((char) (random.nextBoolean() ? Character.toUpperCase(c) : c)));
		Message query = Message
			.newQuery(Record.newRecord(org.xbill.DNS.Name.fromString(spelled.toString()), type, dnsClass));
		if (random.nextBoolean()) {
			query.getHeader().unsetFlag(Flags.RD);
		}
		if (random.nextBoolean()) {
			query.getHeader().setFlag(Flags.CD);
		}
		opt.ifPresent(record -> query.addRecord(record, Section.ADDITIONAL));
		return query;
	}

}
