package org.web3ecosystem.spi.genesis;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;

/**
 * The document a federation starts from: who validates, under which root, with which
 * rules. Every validator signs it ({@link SignedGenesis}); a node refuses any other.
 *
 * @param chainId the federation's history
 * @param federation short name
 * @param zone DNS zone, lower case, no trailing dot
 * @param createdAt when {@code init} ran
 * @param protocolVersion the rules that apply from height 0
 * @param modules the ledger modules every validator executes, in order
 * @param validators the roster of epoch 0, at least one, ordered by engine id
 * @param root the root certificate, DER
 */
public record Genesis(ChainId chainId, String federation, String zone, Instant createdAt, long protocolVersion,
		List<String> modules, List<Validator> validators, byte[] root) {

	/** The protocol version this software speaks. */
	public static final long PROTOCOL_VERSION = 1;

	/** The most validators a genesis may have. */
	public static final int MAX_VALIDATORS = 100;

	public Genesis {
		modules = List.copyOf(modules);
		validators = List.copyOf(validators);
		root = root.clone();
		if (validators.isEmpty() || validators.size() > MAX_VALIDATORS) {
			throw new IllegalArgumentException("1 to " + MAX_VALIDATORS + " validators, not " + validators.size());
		}
		distinct(validators.stream().map(v -> (Object) v.id()).toList(), "node key");
		distinct(validators.stream().map(v -> (Object) v.name()).toList(), "name");
		distinct(validators.stream().map(v -> (Object) v.engineId()).toList(), "engine id");
		if (!zone.matches("[a-z0-9]([a-z0-9.-]{0,180}[a-z0-9])?") || zone.contains("..")) {
			throw new IllegalArgumentException("not a zone name: '" + zone + "'");
		}
	}

	@Override
	public byte[] root() {
		return root.clone();
	}

	/** Number of validators. */
	public int n() {
		return validators.size();
	}

	/** How many liars are tolerated: (n-1)/3. */
	public int f() {
		return (n() - 1) / 3;
	}

	/** How many nodes decide: n - f, which is 2f+1 where n = 3f+1. */
	public int quorum() {
		return n() - f();
	}

	public Optional<Validator> validator(NodeId id) {
		return validators.stream().filter(validator -> validator.id().equals(id)).findFirst();
	}

	public X509Certificate rootCertificate() {
		try {
			return (X509Certificate) CertificateFactory.getInstance("X.509")
				.generateCertificate(new ByteArrayInputStream(root));
		}
		catch (CertificateException malformed) {
			throw new IllegalArgumentException("the genesis document's root is not a certificate", malformed);
		}
	}

	/** SHA-256 of the root certificate in hexadecimal, as a join token pins it. */
	public String rootFingerprint() {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(root));
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException("every JDK has SHA-256", impossible);
		}
	}

	/** The bytes that validators sign. */
	public byte[] encode() {
		return Cbor
			.struct(Map.entry("chainId", Cbor.of(chainId.value())), Map.entry("federation", Cbor.of(federation)),
					Map.entry("zone", Cbor.of(zone)), Map.entry("createdAt", Cbor.of(createdAt.toEpochMilli())),
					Map.entry("protocolVersion", Cbor.of(protocolVersion)),
					Map.entry("modules", Cbor.of(modules.stream().map(Cbor::of).toList())),
					Map.entry("validators", Cbor.of(validators.stream().map(Validator::toCbor).toList())),
					Map.entry("root", Cbor.of(root)))
			.encode();
	}

	static Genesis decode(byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, SignedGenesis.MAX_BYTES)
			.only("chainId", "federation", "zone", "createdAt", "protocolVersion", "modules", "validators", "root");
		return new Genesis(new ChainId(map.text("chainId")), map.text("federation"), map.text("zone"),
				Instant.ofEpochMilli(map.integer("createdAt")), map.integer("protocolVersion"),
				map.array("modules").stream().map(item -> item instanceof Cbor.Text(String text) ? text : "").toList(),
				map.array("validators").stream().map(Genesis::validator).toList(), map.bytes("root"));
	}

	private static Validator validator(Cbor item) {
		if (item instanceof Cbor.Struct object) {
			return Validator.fromCbor(object);
		}
		throw new IllegalArgumentException("a validator is not a map");
	}

	private static void distinct(List<Object> values, String what) {
		Set<Object> seen = new HashSet<>();
		for (Object value : values) {
			if (!seen.add(value)) {
				throw new IllegalArgumentException("two validators share the " + what + " " + value);
			}
		}
	}

}
