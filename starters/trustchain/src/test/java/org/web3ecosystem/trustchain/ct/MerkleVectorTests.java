package org.web3ecosystem.trustchain.ct;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The proofs of github.com/transparency-dev/merkle, testdata (Apache-2.0), good ones and
 * bad ones.
 */
class MerkleVectorTests {

	@ParameterizedTest
	@MethodSource
	void inclusion(JsonNode vector) {
		assertThat(Proofs.includes(bytes(vector, "leafHash"), number(vector, "leafIdx"), number(vector, "treeSize"),
				proof(vector), bytes(vector, "root")))
			.isEqualTo(!vector.path("wantErr").asBoolean());
	}

	@ParameterizedTest
	@MethodSource
	void consistency(JsonNode vector) {
		assertThat(Proofs.consistent(number(vector, "size1"), bytes(vector, "root1"), number(vector, "size2"),
				bytes(vector, "root2"), proof(vector)))
			.isEqualTo(!vector.path("wantErr").asBoolean());
	}

	static Stream<Named<JsonNode>> inclusion() throws IOException {
		return vectors("inclusion", 98);
	}

	static Stream<Named<JsonNode>> consistency() throws IOException {
		return vectors("consistency", 98);
	}

	private static Stream<Named<JsonNode>> vectors(String kind, int count) throws IOException {
		try (InputStream file = Objects
			.requireNonNull(MerkleVectorTests.class.getResourceAsStream("/merkle/vectors.json"))) {
			List<Named<JsonNode>> read = new ArrayList<>();
			JsonMapper.builder()
				.build()
				.readTree(file)
				.path(kind)
				.values()
				.forEach(each -> read.add(Named.of(each.path("file").asString(), each)));
			assertThat(read).hasSize(count);
			return read.stream();
		}
	}

	/** Some are larger than a long. */
	private static long number(JsonNode vector, String name) {
		return vector.path(name).bigIntegerValue().longValue();
	}

	private static List<byte[]> proof(JsonNode vector) {
		return vector.path("proof").values().stream().map(MerkleVectorTests::bytes).toList();
	}

	private static byte[] bytes(JsonNode vector, String name) {
		return bytes(vector.path(name));
	}

	private static byte[] bytes(JsonNode base64) {
		return base64.isNull() || base64.isMissingNode() ? new byte[0] : Base64.getDecoder().decode(base64.asString());
	}

}
