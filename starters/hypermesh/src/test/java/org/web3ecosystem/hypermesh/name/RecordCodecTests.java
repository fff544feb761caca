package org.web3ecosystem.hypermesh.name;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ResourceRecord.ServiceBinding;
import org.web3ecosystem.spi.discovery.ResourceRecord.ServiceBinding.Kind;
import org.web3ecosystem.spi.discovery.SvcParam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RecordCodecTests {

	private static final Name TARGET = new Name("web.local.internal");

	/** One of every kind. */
	private static final List<ResourceRecord> ALL = List.of(
			new ResourceRecord.Address(InetAddress.ofLiteral("192.0.2.1")),
			new ResourceRecord.Address(InetAddress.ofLiteral("2001:db8::1")), new ResourceRecord.Alias(TARGET),
			new ResourceRecord.Pointer(TARGET), new ResourceRecord.Service(1, 2, 3, TARGET),
			new ResourceRecord.Text("t"), new ResourceRecord.Text(List.of("a", "b")),
			new ResourceRecord.Service(0, 0, 0, Name.ROOT),
			new ServiceBinding(Kind.HTTPS, 1, new Name(""),
					List.of(new SvcParam(SvcParam.ALPN, "026832"), new SvcParam(SvcParam.PORT, "01bb"))),
			new ServiceBinding(Kind.SVCB, 0, TARGET, List.of()), new ResourceRecord.Authorization(128, "issue", ";"),
			new ResourceRecord.CertificateAssociation(3, 1, 1, "ab".repeat(32)));

	@Test
	void everyKindComesBack() {
		for (ResourceRecord record : ALL) {
			assertThat(RecordCodec.decode(Cbor.decode(RecordCodec.encode(record).encode(), 4096))).isEqualTo(record);
		}
	}

	/** What stands on the ledger must not change unseen. */
	@Test
	void theEncodingIsFixed() {
		assertThat(hex(new ResourceRecord.Alias(new Name("a.b")))).isEqualTo("a165636e616d6563612e62");
		assertThat(hex(new ResourceRecord.Text("t"))).isEqualTo("a164746578746174");
		assertThat(hex(new ResourceRecord.Text(List.of("a", "b")))).isEqualTo("a1647465787482" + "61616162");
		assertThat(hex(new ResourceRecord.Authorization(0, "issue", ";")))
			.isEqualTo("a363636161006374616765697373756565" + "76616c7565613b");
		assertThat(hex(new ServiceBinding(Kind.HTTPS, 1, new Name(""), List.of(new SvcParam(SvcParam.PORT, "01bb")))))
			.isEqualTo("a36568747470730166706172616d738182034201bb6674617267657460");
		assertThat(hex(new ResourceRecord.CertificateAssociation(3, 1, 0, "ab")))
			.isEqualTo("a464646174614" + "1ab64746c7361036" + "86d61746368696e67006873656c6563746f7201");
	}

	private static String hex(ResourceRecord record) {
		return HexFormat.of().formatHex(RecordCodec.encode(record).encode());
	}

	@Test
	void whatNoRecordCanBeIsRefused() {
		Cbor target = Cbor.of("web.local.internal");
		for (Cbor wrong : List.of(Cbor.of("cname"), Cbor.struct(Map.entry("cname", Cbor.of("UPPER.internal"))),
				Cbor.struct(Map.entry("cname", target), Map.entry("text", Cbor.of("t"))),
				Cbor.struct(Map.entry("text", Cbor.of(List.of(Cbor.of("alone"))))),
				Cbor.struct(Map.entry("text", Cbor.of(List.of(Cbor.of("a"), Cbor.of(1))))),
				Cbor.struct(Map.entry("https", Cbor.of(0)), Map.entry("target", target),
						Map.entry("params", Cbor.of(List.of(Cbor.of(List.of(Cbor.of(1), Cbor.of(new byte[2]))))))),
				Cbor.struct(Map.entry("https", Cbor.of(1)), Map.entry("target", target),
						Map.entry("params", Cbor.of(List.of(Cbor.of(List.of(Cbor.of(-1), Cbor.of(new byte[2]))))))),
				Cbor.struct(Map.entry("caa", Cbor.of(256)), Map.entry("tag", Cbor.of("issue")),
						Map.entry("value", Cbor.of("a"))),
				Cbor.struct(Map.entry("tlsa", Cbor.of(3)), Map.entry("selector", Cbor.of(1)),
						Map.entry("matching", Cbor.of(1)), Map.entry("data", Cbor.of(new byte[31]))))) {
			assertThatExceptionOfType(CborException.class).as(wrong.toString())
				.isThrownBy(() -> RecordCodec.decode(wrong));
		}
	}

	@Test
	void everyTruncationOfARegistrationIsRefused() {
		byte[] whole = new NameRegistration(new Name("a.local.internal"), 1, Duration.ofSeconds(60),
				Duration.ofHours(1), ALL.stream().filter(record -> !(record instanceof ResourceRecord.Alias)).toList())
			.encode();
		assertThat(((NameRegistration) NameCommand.decode(whole)).records()).hasSize(ALL.size() - 1);
		for (int length = 0; length < whole.length; length++) {
			byte[] cut = Arrays.copyOf(whole, length);
			assertThatExceptionOfType(CborException.class).as("cut to %d", length)
				.isThrownBy(() -> NameCommand.decode(cut));
		}
	}

}
