package org.web3ecosystem.platform.audit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a chain of records stands: each names the SHA-256 of the line before it and is
 * one more than that.
 *
 * @param number of the last record, 0 if there is none
 * @param hash SHA-256 of its line, zeros if there is none
 */
record Chain(long number, String hash) {

	static final Chain EMPTY = new Chain(0, "0".repeat(64));

	private static final JsonMapper json = JsonMapper.builder().build();

	/** Whether a line is the next one. */
	boolean isFollowedBy(byte[] line) {
		try {
			JsonNode record = json.readTree(line);
			return record.path("number").asLong(-1) == number + 1 && record.path("previous").asString("").equals(hash);
		}
		catch (JacksonException malformed) {
			return false;
		}
	}

	/** The chain with this line at its end. */
	Chain with(byte[] line) {
		return new Chain(number + 1, sha256(line));
	}

	/** Where a line says it stands; number -1 if it does not say. */
	static Chain at(byte[] line) {
		try {
			return new Chain(json.readTree(line).path("number").asLong(-1), sha256(line));
		}
		catch (JacksonException malformed) {
			return new Chain(-1, sha256(line));
		}
	}

	static String sha256(byte[] bytes) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
		}
		catch (NoSuchAlgorithmException impossible) {
			throw new IllegalStateException("every JDK has SHA-256", impossible);
		}
	}

}
