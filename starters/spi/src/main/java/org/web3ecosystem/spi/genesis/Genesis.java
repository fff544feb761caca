package org.web3ecosystem.spi.genesis;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;

/**
 * The document a federation starts from: who validates, under which root, with which
 * rules. Every validator signs it ({@link SignedGenesis}); a node refuses any other.
 *
 * @param chainId the federation's history
 * @param federation short name, a DNS label; the chain id begins with it
 * @param zone DNS zone, lower case, no trailing dot
 * @param createdAt when {@code init} ran, in whole milliseconds
 * @param protocolVersion the rules that apply from height 0
 * @param modules the ledger modules every validator executes, in order
 * @param validators the roster of epoch 0, at least one, ordered by engine id
 * @param root the root certificate, DER
 */
public record Genesis(ChainId chainId, String federation, String zone, Instant createdAt, long protocolVersion,
		List<String> modules, List<Validator> validators, byte[] root) {

	/** The newest version of the ledger's rules that this software knows. */
	public static final long PROTOCOL_VERSION = 12;

	/** The most validators a genesis may have. */
	public static final int MAX_VALIDATORS = 100;

	/** The most ledger modules a genesis may list. */
	public static final int MAX_MODULES = 32;

	private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

	public static final int MAX_ZONE = 180;

	public Genesis {
		createdAt = createdAt.truncatedTo(ChronoUnit.MILLIS);
		modules = List.copyOf(modules);
		validators = List.copyOf(validators);
		root = root.clone();
		if (validators.isEmpty() || validators.size() > MAX_VALIDATORS) {
			throw new IllegalArgumentException("1 to " + MAX_VALIDATORS + " validators, not " + validators.size());
		}
		distinct(validators, Validator::id, "validators share the node key");
		distinct(validators, Validator::name, "validators share the name");
		distinct(validators, Validator::engineId, "validators share the engine id");
		distinct(modules, Function.identity(), "modules share the name");
		if (modules.size() > MAX_MODULES || !modules.stream().allMatch(LABEL.asMatchPredicate())) {
			throw new IllegalArgumentException("at most " + MAX_MODULES + " modules with plain names, not " + modules);
		}
		if (!LABEL.matcher(federation).matches()
				|| !chainId.value().substring(0, chainId.value().lastIndexOf('-')).equals(federation)) {
			throw new IllegalArgumentException(
					"the chain " + chainId + " is not one of a federation '" + federation + "'");
		}
		if (zone.length() > MAX_ZONE || !Stream.of(zone.split("\\.", -1)).allMatch(LABEL.asMatchPredicate())) {
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

	@Override
	public boolean equals(Object other) {
		return other instanceof Genesis that && Arrays.equals(encode(), that.encode());
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(encode());
	}

	@Override
	public String toString() {
		return "Genesis[" + chainId + "]";
	}

	private static <T> void distinct(List<T> all, Function<T, ?> by, String what) {
		Set<Object> seen = new HashSet<>();
		for (T one : all) {
			if (!seen.add(by.apply(one))) {
				throw new IllegalArgumentException("two " + what + " " + by.apply(one));
			}
		}
	}

}
