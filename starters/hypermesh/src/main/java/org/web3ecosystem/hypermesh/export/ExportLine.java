package org.web3ecosystem.hypermesh.export;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

import org.web3ecosystem.hypermesh.state.AttestedRoot;
import org.web3ecosystem.hypermesh.state.Handover;
import org.web3ecosystem.hypermesh.state.InclusionProof;
import org.web3ecosystem.hypermesh.state.ProofException;
import org.web3ecosystem.hypermesh.state.NodeSignature;
import org.web3ecosystem.hypermesh.state.StateRoot;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.CborException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One line of an export. There is one way to write each: a line that says the same in
 * other bytes is refused.
 */
sealed interface ExportLine {

	/**
	 * The longest line: a value of 64 KiB in base64, a key of 512 bytes escaped, 256
	 * hashes; or a header with 100 signatures.
	 */
	int MAX_BYTES = 160 * 1024;

	/** What the first line says it is. */
	String FORMAT = "web3-ledger-export/1";

	/** The first line. */
	record Header(String federation, AttestedRoot root) implements ExportLine {

		@Override
		public ObjectNode json() {
			StateRoot state = root.root();
			ObjectNode json = Json.MAPPER.createObjectNode()
				.put("format", FORMAT)
				.put("chainId", state.chainId().value())
				.put("federation", federation)
				.put("epoch", state.epoch().number())
				.put("height", state.height().number())
				.put("consensusTime", state.consensusTime().toString())
				.put("root", state.rootHex());
			ArrayNode signatures = json.putArray("signatures");
			root.signatures()
				.forEach(signature -> signatures.addObject()
					.put("signer", signature.signer().hex())
					.put("signature", Base64.getEncoder().encodeToString(signature.signature())));
			return json;
		}

	}

	/** A roster since the genesis document's; they follow the header, in their order. */
	record NextRoster(Handover handover) implements ExportLine {

		@Override
		public ObjectNode json() {
			return Json.MAPPER.createObjectNode().put("roster", Base64.getEncoder().encodeToString(handover.encode()));
		}

	}

	/**
	 * One entry of the ledger, with the hashes beside the way to it from the root down.
	 */
	record Entry(String module, String key, byte[] value, InclusionProof proof) implements ExportLine {

		@Override
		public ObjectNode json() {
			ObjectNode json = Json.MAPPER.createObjectNode()
				.put("module", module)
				.put("key", key)
				.put("value", Base64.getEncoder().encodeToString(value));
			ArrayNode path = json.putArray("path");
			proof.siblings().forEach(hash -> path.add(HexFormat.of().formatHex(hash)));
			return json;
		}

	}

	/** The last line. */
	record End(long entries) implements ExportLine {

		@Override
		public ObjectNode json() {
			return Json.MAPPER.createObjectNode().put("entries", entries);
		}

	}

	ObjectNode json();

	default byte[] encode() {
		return (Json.MAPPER.writeValueAsString(json()) + "\n").getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Reads a line with its end.
	 * @throws ProofException if it is none
	 */
	static ExportLine decode(byte[] line) {
		ExportLine read;
		try {
			read = Json.read(Json.MAPPER.readTree(line));
		}
		catch (JacksonException malformed) {
			throw new ProofException("not a line of an export: " + malformed.getOriginalMessage(), malformed);
		}
		catch (CborException | DateTimeException | IllegalArgumentException malformed) {
			throw new ProofException("not a line of an export: " + malformed.getMessage(), malformed);
		}
		if (!Arrays.equals(read.encode(), line)) {
			throw new ProofException("the line is not written as an export writes it");
		}
		return read;
	}

	/** How lines are read. */
	final class Json {

		private static final JsonMapper MAPPER = JsonMapper.builder()
			.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
			.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
			.build();

		private Json() {
		}

		private static ExportLine read(JsonNode json) {
			if (json.has("format")) {
				if (!FORMAT.equals(json.required("format").stringValue())) {
					throw new ProofException("the export is not of format " + FORMAT);
				}
				return new Header(json.required("federation").stringValue(), root(json));
			}
			if (json.has("roster")) {
				return new NextRoster(
						Handover.decode(Base64.getDecoder().decode(json.required("roster").stringValue())));
			}
			return json.has("entries") ? new End(json.required("entries").longValue()) : entry(json);
		}

		private static Entry entry(JsonNode json) {
			return new Entry(json.required("module").stringValue(), json.required("key").stringValue(),
					Base64.getDecoder().decode(json.required("value").stringValue()), InclusionProof.of(hashes(json)));
		}

		private static List<byte[]> hashes(JsonNode json) {
			List<byte[]> hashes = new ArrayList<>();
			json.required("path").values().forEach(hash -> hashes.add(HexFormat.of().parseHex(hash.stringValue())));
			return hashes;
		}

		private static AttestedRoot root(JsonNode json) {
			List<NodeSignature> signatures = new ArrayList<>();
			for (JsonNode signature : json.required("signatures").values()) {
				signatures.add(new NodeSignature(new NodeId(signature.required("signer").stringValue()),
						Base64.getDecoder().decode(signature.required("signature").stringValue())));
			}
			return new AttestedRoot(new StateRoot(new ChainId(json.required("chainId").stringValue()),
					new Epoch(json.required("epoch").longValue()), new Height(json.required("height").longValue()),
					HexFormat.of().parseHex(json.required("root").stringValue()),
					Instant.parse(json.required("consensusTime").stringValue())), signatures);
		}

	}

}
