package org.web3ecosystem.spi.discovery;

import java.time.Duration;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.web3ecosystem.spi.discovery.ResourceRecord.ServiceBinding;
import org.web3ecosystem.spi.discovery.ResourceRecord.ServiceBinding.Kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ResourceRecordTests {

	private static final Name TARGET = new Name("web.local.internal");

	private static final SvcParam ALPN = new SvcParam(SvcParam.ALPN, "026832");

	private static ServiceBinding https(int priority, SvcParam... params) {
		return new ServiceBinding(Kind.HTTPS, priority, TARGET, List.of(params));
	}

	@Test
	void aBindingHasItsParametersByGrowingKey() {
		SvcParam port = new SvcParam(SvcParam.PORT, "01bb");
		assertThat(https(1, ALPN, port).params()).containsExactly(ALPN, port);
		assertThat(https(1, new SvcParam(SvcParam.MANDATORY, "00010003"), ALPN, port).params()).hasSize(3);

		assertThatIllegalArgumentException().isThrownBy(() -> https(1, port, ALPN)).withMessageContaining("growing");
		assertThatIllegalArgumentException().isThrownBy(() -> https(1, ALPN, ALPN)).withMessageContaining("once");
		assertThatIllegalArgumentException().isThrownBy(() -> https(0, ALPN)).withMessageContaining("SvcPriority 0");
		assertThatIllegalArgumentException().isThrownBy(() -> https(65536, ALPN));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> https(1,
					IntStream.rangeClosed(100, 100 + ServiceBinding.MAX_PARAMS)
						.mapToObj(key -> new SvcParam(key, ""))
						.toArray(SvcParam[]::new)))
			.withMessageContaining("at most");
	}

	@Test
	void whatAParameterSaysOfOthersHolds() {
		assertThatIllegalArgumentException().isThrownBy(() -> https(1, new SvcParam(SvcParam.NO_DEFAULT_ALPN, "")))
			.withMessageContaining("alpn");
		assertThat(https(1, ALPN, new SvcParam(SvcParam.NO_DEFAULT_ALPN, "")).params()).hasSize(2);
		for (String wrong : List.of("0003", "0000", "00010001")) {
			assertThatIllegalArgumentException().as(wrong)
				.isThrownBy(() -> https(1, new SvcParam(SvcParam.MANDATORY, wrong), ALPN))
				.withMessageContaining("mandatory");
		}
	}

	@ParameterizedTest
	@CsvSource({ "0,''", "0,00", "1,''", "1,00", "1,0268", "1,02683200", "2,00", "3,01", "3,''", "4,7f0000", "4,''",
			"5,''", "6,7f000001", "65535,00", "-1,00", "8,0", "8,AA", "8,zz" })
	void aValueThatItsKeyCannotHaveIsRefused(int key, String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> new SvcParam(key, value));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/dns-query{?dns}", "/{?foo,dns}", "/q{?dns,foo}", "/{+dns}", "/a/{dns}/b{?x}" })
	void aDohpathIsATemplateWithTheVariableDns(String template) {
		assertThat(new SvcParam(SvcParam.DOHPATH, hex(template)).bytes()).isNotEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "abc", "/", "/dns-query", "/{?dnsx}", "/{?xdns}", "{?dns}", "/{?dns", "/?dns}",
			"/ {?dns}", "/\u0000{?dns}", "/{{?dns}}" })
	void anyOtherDohpathIsRefused(String template) {
		assertThatIllegalArgumentException().isThrownBy(() -> new SvcParam(SvcParam.DOHPATH, hex(template)))
			.withMessageContaining("dohpath");
		assertThatIllegalArgumentException().isThrownBy(() -> new SvcParam(SvcParam.DOHPATH, "2fff7b3f646e737d"));
	}

	private static String hex(String text) {
		return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void aValueIsBounded() {
		assertThat(new SvcParam(8, "00".repeat(SvcParam.MAX_VALUE)).bytes()).hasSize(SvcParam.MAX_VALUE);
		assertThatIllegalArgumentException().isThrownBy(() -> new SvcParam(8, "00".repeat(SvcParam.MAX_VALUE + 1)));
	}

	@ParameterizedTest
	@CsvSource({ "256,issue,a", "-1,issue,a", "0,'',a", "0,Issue,a", "0,is-sue,a", "0,abcdefghijklmnop,a", "0,issue,ü",
			"0,issue,'a\tb'" })
	void anAuthorizationThatIsNoneIsRefused(int flags, String tag, String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> new ResourceRecord.Authorization(flags, tag, value));
	}

	@Test
	void anAuthorizationMayForbidAll() {
		assertThat(new ResourceRecord.Authorization(128, "issue", ";").value()).isEqualTo(";");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ResourceRecord.Authorization(0, "issue", "x".repeat(256)));
	}

	@Test
	void aDigestHasItsLength() {
		assertThat(new ResourceRecord.CertificateAssociation(3, 1, 1, "ab".repeat(32)).bytes()).hasSize(32);
		assertThat(new ResourceRecord.CertificateAssociation(3, 1, 2, "ab".repeat(64)).bytes()).hasSize(64);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ResourceRecord.CertificateAssociation(3, 1, 1, "ab".repeat(31)))
			.withMessageContaining("32");
		assertThatIllegalArgumentException().isThrownBy(() -> new ResourceRecord.CertificateAssociation(3, 1, 0,
				"ab".repeat(ResourceRecord.CertificateAssociation.MAX_DATA + 1)));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ResourceRecord.CertificateAssociation(256, 1, 0, "ab"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a", "AB", "g0" })
	void dataIsHexadecimal(String data) {
		assertThatIllegalArgumentException().isThrownBy(() -> new ResourceRecord.CertificateAssociation(3, 1, 0, data));
	}

	@Test
	void anAliasStandsAlone() {
		ResourceRecord alias = new ResourceRecord.Alias(TARGET);
		Name name = new Name("www.local.internal");
		Duration minute = Duration.ofMinutes(1);
		assertThat(new ServiceRegistration(name, List.of(alias), minute).records()).containsExactly(alias);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ServiceRegistration(name, List.of(alias, new ResourceRecord.Text("a")), minute))
			.withMessageContaining("CNAME");
	}

}
