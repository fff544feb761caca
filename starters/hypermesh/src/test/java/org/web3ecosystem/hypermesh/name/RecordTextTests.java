package org.web3ecosystem.hypermesh.name;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ResourceRecord.ServiceBinding;
import org.web3ecosystem.spi.discovery.ResourceRecord.ServiceBinding.Kind;
import org.web3ecosystem.spi.discovery.SvcParam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RecordTextTests {

	@ParameterizedTest
	@ValueSource(strings = { "A 192.0.2.1", "AAAA 2001:db8:0:0:0:0:0:1", "CNAME web.local.internal.",
			"PTR a.local.internal.", "SRV 1 2 8443 web.local.internal.", "TXT \"hello world\"", "TXT a \"b c\"",
			"SRV 0 0 0 .", "TXT \\195\\188", "TXT \"\"", "SVCB 0 web.local.internal.",
			"HTTPS 1 . alpn=h2,h3 port=8443 ipv4hint=192.0.2.1",
			"HTTPS 16 . mandatory=alpn alpn=h2 no-default-alpn key65000=a", "CAA 128 issue \";\"", "TLSA 3 1 0 ABCD" })
	void whatWasReadIsWrittenAlike(String line) {
		ResourceRecord record = RecordText.parse(line);
		assertThat(RecordText.parse(RecordText.of(record))).isEqualTo(record);
		assertThat(RecordText.of(record)).isEqualTo(line);
	}

	@Test
	void whatIsNotAsciiIsKept() {
		assertThat(RecordText.parse("TXT \"gr\u00fc\u00df dich \ud83d\ude00\""))
			.isEqualTo(new ResourceRecord.Text("gr\u00fc\u00df dich \ud83d\ude00"));
		assertThat(RecordText.parse("TXT a \"b c\"")).isEqualTo(new ResourceRecord.Text(List.of("a", "b c")));
		assertThat(RecordText.parse(RecordText.of(new ResourceRecord.Text(List.of("a", "b c")))))
			.isEqualTo(new ResourceRecord.Text(List.of("a", "b c")));
		assertThatIllegalArgumentException().isThrownBy(() -> RecordText.parse("TXT \"\ud83d\""));
		assertThatIllegalArgumentException().isThrownBy(() -> RecordText.parse("TXT \"\\255\""));
	}

	@Test
	void aBindingIsWhatItsTextSays() {
		assertThat(RecordText.parse("HTTPS 1 WEB.local.internal port=443 alpn=\"h2\""))
			.isEqualTo(new ServiceBinding(Kind.HTTPS, 1, new Name("web.local.internal"),
					List.of(new SvcParam(SvcParam.ALPN, "026832"), new SvcParam(SvcParam.PORT, "01bb"))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "A", "A ", "192.0.2.1", "A 192.0.2.1 192.0.2.2", "A 192.0.2.1\nA 192.0.2.2",
			"HTTPS 1 . alpn=h2 ech=AEX-DQA=", "HTTPS 1 . alpn=h2 ech=!!!", "HTTPS 1 . alpn=h2 ech=AEX+DQA",
			"HTTPS 1 . key7=abc", "AAAA ::ffff:192.0.2.1", "TXT \"open", "SRV 1 2 web.local.internal",
			"SRV 70000 0 0 a", "HTTPS 0 . port=1", "HTTPS 1 . mandatory=port", "CAA 0 is-sue a", "TLSA 3 1 1 abcd",
			"MX 1 a", "NS a", "OPT 1", "ANY a", "CNAME a..b", "TYPE65280 \\# 1 00" })
	void whatIsNoneIsRefused(String line) {
		assertThatIllegalArgumentException().isThrownBy(() -> RecordText.parse(line));
	}

	@Test
	void whateverComesIsReadOrRefused() {
		long seed = System.nanoTime();
		RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
		String[] types = { "A", "AAAA", "CNAME", "PTR", "SRV", "TXT", "SVCB", "HTTPS", "CAA", "TLSA", "OPT" };
		String alphabet = " .,=\"\\#0123456789abchkeyport-_()\n;\u00fc";
		for (int i = 0; i < 20_000; i++) {
			StringBuilder line = new StringBuilder(types[random.nextInt(types.length)]).append(' ');
			for (int length = random.nextInt(30); length > 0; length--) {
				line.append(alphabet.charAt(random.nextInt(alphabet.length())));
			}
			try {
				ResourceRecord read = RecordText.parse(line.toString());
				assertThat(RecordText.parse(RecordText.of(read))).isEqualTo(read);
			}
			catch (IllegalArgumentException refused) {
				assertThat(refused.getMessage()).isNotEmpty();
			}
			catch (RuntimeException escaped) {
				throw new AssertionError("seed " + seed + " line " + line, escaped);
			}
		}
	}

}
