package org.web3ecosystem.trustchain.acme.jose;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.web3ecosystem.trustchain.acme.problem.AcmeException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Published vectors, and what is not taken. */
class AccountKeyTests {

	private static final String ED25519 = "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";

	/** RFC 7638, section 3.1. */
	@Test
	void theThumbprintIsThatOfTheStandard() {
		String rsa = "{\"kty\":\"RSA\",\"n\":\"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw\",\"e\":\"AQAB\",\"alg\":\"RS256\",\"kid\":\"2011-04-29\"}";
		assertThat(AccountKey.parse(rsa).thumbprint()).isEqualTo("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
		// RFC 8037, appendix A.3
		assertThat(AccountKey.parse(ED25519).thumbprint()).isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
	}

	/** RFC 8037, appendix A.4. */
	@Test
	void ed25519IsThatOfTheStandard() {
		byte[] signed = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc".getBytes(StandardCharsets.US_ASCII);
		byte[] signature = Base64.getUrlDecoder()
			.decode("hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg");
		AccountKey key = AccountKey.parse(ED25519);
		assertThat(key.verifies(signed, signature)).isTrue();
		signature[3] ^= 1;
		assertThat(key.verifies(signed, signature)).isFalse();
		assertThat(key.verifies(signed, new byte[0])).isFalse();
	}

	/** RFC 7515, appendix A.3. */
	@Test
	void es256IsThatOfTheStandard() {
		AccountKey key = AccountKey.parse(
				"{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\",\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}");
		byte[] signed = ("eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
				+ "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ")
			.getBytes(StandardCharsets.US_ASCII);
		byte[] signature = Base64.getUrlDecoder()
			.decode("DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q");
		assertThat(key.verifies(signed, signature)).isTrue();
		// CVE-2022-21449: a signature of zeros
		assertThat(key.verifies(signed, new byte[64])).isFalse();
		assertThat(key.algorithm()).isEqualTo("ES256");
	}

	@Test
	void whatIsKeptIsEnough() {
		AccountKey key = AccountKey.parse(ED25519);
		assertThat(AccountKey.parse(key.json())).isEqualTo(key);
		assertThat(HexFormat.of().formatHex(key.encoded())).startsWith("302a300506032b6570032100");
	}

	@Test
	void rsaHasItsBounds() throws Exception {
		assertThat(AccountKey.parse(new RSAKeyGenerator(2048).generate().toPublicJWK().toJSONString()).algorithm())
			.isEqualTo("RS256");
		String small = new RSAKeyGenerator(1024, true).generate().toPublicJWK().toJSONString();
		refused(small);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"kty\":\"oct\",\"k\":\"AAAA\"}",
			"{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AAAA\"}",
			"{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
			"{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\",\"d\":\"AA\"}",
			"{\"kty\":\"EC\",\"crv\":\"secp256k1\",\"x\":\"AA\",\"y\":\"AA\"}",
			"{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\",\"y\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\"}",
			"{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}", "{\"kty\":\"RSA\"}" })
	void noOtherKeyIsTaken(String jwk) {
		refused(jwk);
	}

	private static void refused(String jwk) {
		assertThatExceptionOfType(AcmeException.class).isThrownBy(() -> AccountKey.parse(jwk))
			.satisfies(refusal -> assertThat(refusal.problem().type().urn()).endsWith(":badPublicKey"));
	}

}
