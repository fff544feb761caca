package org.web3ecosystem.trustchain.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.trustchain.Federation;

import static org.assertj.core.api.Assertions.assertThat;

/** Lengths of answers on encrypted ways, read by dnsjava. */
class PaddingTests {

	private static final InetAddress CLIENT = InetAddress.ofLiteral("192.0.2.77");

	@TempDir
	private Path directory;

	private Answering answering;

	@BeforeEach
	void open() {
		StaticNames names = new StaticNames();
		for (int size = 1; size <= 8; size++) {
			List<ResourceRecord> texts = new ArrayList<>();
			for (int i = 0; i < size; i++) {
				texts.add(new ResourceRecord.Text(i + "x".repeat(100 + 10 * size)));
			}
			names.put("t" + size + ".local.internal", texts.toArray(ResourceRecord[]::new));
		}
		answering = new Answering(Federation.of(1, directory).genesis(), "node1", names, () -> 42, Set::of,
				Optional.empty(), ResponseRate.UNLIMITED, InstantSource.system(), new SecureRandom(), Runnable::run);
	}

	private static ByteBuffer query(String name, EDNSOption... options) throws IOException {
		Message query = Message.newQuery(Record.newRecord(new org.xbill.DNS.Name(name + "."), Type.TXT, DClass.IN));
		query.addRecord(new OPTRecord(1232, 0, 0, 0, List.of(options)), Section.ADDITIONAL);
		return ByteBuffer.wrap(query.toWire());
	}

	private static EDNSOption padding() {
		return new GenericEDNSOption(Padding.OPTION, new byte[31]);
	}

	private static byte[] bytes(Optional<Answering.Reply> reply) {
		ByteBuffer message = reply.orElseThrow().message();
		byte[] bytes = new byte[message.remaining()];
		message.get(bytes);
		return bytes;
	}

	private byte[] secured(ByteBuffer query) {
		return bytes(answering.secured(query, CLIENT).toCompletableFuture().join());
	}

	@Test
	void whoAsksPaddedIsAnsweredInWholeBlocks() throws IOException {
		Set<Integer> lengths = new HashSet<>();
		for (int size = 1; size <= 8; size++) {
			String name = "t" + size + ".local.internal";
			for (byte[] answer : List.of(secured(query(name, padding())),
					secured(query(name, new CookieOption(new byte[8]), padding())),
					bytes(answering.within(query(name, padding())).toCompletableFuture().join()))) {
				lengths.add(answer.length);
				assertThat(answer.length % Padding.BLOCK).isZero();
				Message read = new Message(answer);
				assertThat(read.getSection(Section.ANSWER)).hasSize(size);
				assertThat(read.getOPT().getOptions(Padding.OPTION)).hasSize(1);
			}
		}
		assertThat(lengths).contains(Padding.BLOCK, 2 * Padding.BLOCK).hasSizeGreaterThan(2);
	}

	@Test
	void whatIsReadyIsPaddedToo() throws IOException {
		for (int i = 0; i < 3; i++) {
			assertThat(secured(query("t1.local.internal")).length).isLessThan(Padding.BLOCK);
			assertThat(secured(query("t1.local.internal", padding()))).hasSize(Padding.BLOCK);
		}
	}

	@Test
	void whoDoesNotAskPaddedOrAsksInTheOpenIsAnsweredAsEver() throws IOException {
		assertThat(bytes(answering.within(query("t1.local.internal")).toCompletableFuture().join()).length)
			.isLessThan(Padding.BLOCK);
		Message open = new Message(
				bytes(answering.stream(query("t1.local.internal", padding()), CLIENT).toCompletableFuture().join()));
		assertThat(open.getOPT().getOptions(Padding.OPTION)).isEmpty();
		Query.Asked asked = (Query.Asked) QueryReader.read(query("t1.local.internal", padding()));
		Message datagram = new Message(
				answering.datagram(asked, CLIENT).toCompletableFuture().join().orElseThrow().array());
		assertThat(datagram.getOPT().getOptions(Padding.OPTION)).isEmpty();
	}

	@Test
	void nothingIsLongerThanAMessageCanBe() {
		for (int length : new int[] { Dns.MAX_TCP - 10, Dns.MAX_TCP - 4, Dns.MAX_TCP - 3, Dns.MAX_TCP }) {
			ByteBuffer padded = Padding.padded(ByteBuffer.allocate(length), 0);
			assertThat(padded.remaining()).isEqualTo((length > Dns.MAX_TCP - 4) ? length : Dns.MAX_TCP);
		}
	}

}
