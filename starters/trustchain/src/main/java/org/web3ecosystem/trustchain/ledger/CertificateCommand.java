package org.web3ecosystem.trustchain.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.path.AnchorRules;

/** What the ledger is told about certificates. */
public sealed interface CertificateCommand {

	/** The largest command, in bytes. */
	int MAX_BYTES = 4096;

	/** The one encoding. */
	byte[] encode();

	/**
	 * The author, a validator, issued a leaf.
	 *
	 * @param leaf SHA-256 of the certificate
	 * @param serial its serial number, 1 to 20 octets
	 * @param node whose it is
	 * @param purpose what for
	 * @param notAfter when it ends
	 * @param index its number among the entries of the author's transparency logs
	 */
	record Issued(byte[] leaf, byte[] serial, NodeId node, Purpose purpose, Instant notAfter,
			long index) implements CertificateCommand {

		public Issued {
			leaf = exactly(leaf, Digest.LENGTH, "leaf");
			serial = serial.clone();
			if (serial.length < 1 || serial.length > 20 || index < 0) {
				throw new IllegalArgumentException("not an issued certificate");
			}
		}

		@Override
		public byte[] leaf() {
			return leaf.clone();
		}

		/** The leaf's digest in hexadecimal. */
		public String leafHex() {
			return HexFormat.of().formatHex(leaf);
		}

		@Override
		public byte[] encode() {
			return Cbor
				.struct(Map.entry("op", Cbor.of("issued")), Map.entry("leaf", Cbor.of(leaf)),
						Map.entry("serial", Cbor.of(serial)), Map.entry("node", Cbor.of(node.hex())),
						Map.entry("purpose", Cbor.of(purpose.name())),
						Map.entry("notAfter", Cbor.of(notAfter.toEpochMilli())), Map.entry("index", Cbor.of(index)))
				.encode();
		}

	}

	/**
	 * A leaf is taken back, by the validator that issued it or the node that it names.
	 *
	 * @param leaf SHA-256 of the certificate
	 * @param issuer the validator that issued it
	 * @param reason why
	 */
	record Revoked(byte[] leaf, NodeId issuer, Revocation.Reason reason) implements CertificateCommand {

		public Revoked {
			leaf = exactly(leaf, Digest.LENGTH, "leaf");
		}

		@Override
		public byte[] leaf() {
			return leaf.clone();
		}

		/** The leaf's digest in hexadecimal. */
		public String leafHex() {
			return HexFormat.of().formatHex(leaf);
		}

		@Override
		public byte[] encode() {
			return Cbor
				.struct(Map.entry("op", Cbor.of("revoked")), Map.entry("leaf", Cbor.of(leaf)),
						Map.entry("issuer", Cbor.of(issuer.hex())), Map.entry("reason", Cbor.of(reason.code())))
				.encode();
		}

	}

	/**
	 * The author, a validator, says that an authority's key is known to others.
	 *
	 * @param authority SHA-256 of the intermediate's certificate
	 * @param owner the validator whose intermediate it is
	 * @param within how long leaves below it may still be shown, to be replaced
	 */
	record Tainted(byte[] authority, NodeId owner, Duration within) implements CertificateCommand {

		/** The shortest time in which leaves can be replaced. */
		public static final Duration SHORTEST = Duration.ofSeconds(20);

		/** Leaves have ended by then. */
		public static final Duration LONGEST = Duration.ofHours(24);

		public Tainted {
			authority = exactly(authority, Digest.LENGTH, "authority");
			if (within.compareTo(SHORTEST) < 0 || within.compareTo(LONGEST) > 0) {
				throw new IllegalArgumentException("leaves are replaced within 20 s to 24 h, not " + within);
			}
		}

		@Override
		public byte[] authority() {
			return authority.clone();
		}

		/** The authority's digest in hexadecimal. */
		public String authorityHex() {
			return HexFormat.of().formatHex(authority);
		}

		@Override
		public byte[] encode() {
			return Cbor
				.struct(Map.entry("op", Cbor.of("tainted")), Map.entry("authority", Cbor.of(authority)),
						Map.entry("owner", Cbor.of(owner.hex())), Map.entry("within", Cbor.of(within.toSeconds())))
				.encode();
		}

	}

	/**
	 * The author, a validator, wants a root to be trusted beside those that are.
	 *
	 * @param root its certificate, self-signed
	 * @param cross its key, certified by one of those
	 */
	record Anchored(byte[] root, byte[] cross) implements CertificateCommand {

		/** Of a certificate. */
		private static final int MAX_DER = 1500;

		public Anchored {
			if (root.length > MAX_DER || cross.length > MAX_DER) {
				throw new IllegalArgumentException("a root has at most " + MAX_DER + " bytes");
			}
			root = root.clone();
			cross = cross.clone();
		}

		@Override
		public byte[] root() {
			return root.clone();
		}

		@Override
		public byte[] cross() {
			return cross.clone();
		}

		AnchorEntry entry() {
			return new AnchorEntry(AnchorRules.parse(root), AnchorRules.parse(cross));
		}

		/** The root's digest in hexadecimal. */
		public String rootHex() {
			return Digest.hex(root);
		}

		@Override
		public byte[] encode() {
			return Cbor
				.struct(Map.entry("op", Cbor.of("anchored")), Map.entry("root", Cbor.of(root)),
						Map.entry("cross", Cbor.of(cross)))
				.encode();
		}

	}

	/**
	 * The author, a validator, wants another federation to be believed for its own zone.
	 *
	 * @param number the author's own: what is said again is another command
	 * @param federation which, and by which roots it is known
	 */
	record ForeignAdmitted(long number, ForeignFederation federation) implements CertificateCommand {

		@Override
		public byte[] encode() {
			return Cbor
				.struct(Map.entry("op", Cbor.of("foreign-admitted")), Map.entry("number", Cbor.of(number)),
						Map.entry("federation", Cbor.of(federation.encode())))
				.encode();
		}

	}

	/**
	 * The author, a validator, wants a foreign federation not to be believed any more.
	 *
	 * @param number the author's own: what is said again is another command
	 * @param domain its zone
	 */
	record ForeignRemoved(long number, String domain) implements CertificateCommand {

		public ForeignRemoved {
			domain = ForeignFederation.requireDomain(domain);
		}

		@Override
		public byte[] encode() {
			return Cbor
				.struct(Map.entry("op", Cbor.of("foreign-removed")), Map.entry("number", Cbor.of(number)),
						Map.entry("domain", Cbor.of(domain)))
				.encode();
		}

	}

	/**
	 * With which keys the author, a validator, signs names of the zone, now, before and
	 * soon. They take the place of those it told before.
	 *
	 * @param number the author's own, greater than the one before
	 * @param keys RDATA of their DNSKEY records (RFC 4034, section 2), ECDSA P-256
	 */
	record ZoneSigned(long number, List<byte[]> keys) implements CertificateCommand {

		/** Two roles, and in each one before, one now and one to come. */
		public static final int MAX_KEYS = 6;

		/** Flags, protocol and algorithm, and a point. */
		private static final int LENGTH = 68;

		public ZoneSigned {
			keys = keys.stream().map(byte[]::clone).toList();
			if (number < 0 || keys.isEmpty() || keys.size() > MAX_KEYS || !keys.stream().allMatch(ZoneSigned::isKey)) {
				throw new IllegalArgumentException("1 to " + MAX_KEYS + " keys of P-256 sign the zone");
			}
		}

		/** Of the zone, valid, not revoked. */
		private static boolean isKey(byte[] data) {
			return data.length == LENGTH && data[0] == 1 && (data[1] == 0 || data[1] == 1) && data[2] == 3
					&& data[3] == 13;
		}

		@Override
		public byte[] encode() {
			return Cbor
				.struct(Map.entry("op", Cbor.of("zone-signed")), Map.entry("number", Cbor.of(number)),
						Map.entry("keys", Cbor.of(keys.stream().map(Cbor::of).toList())))
				.encode();
		}

		static ZoneSigned decode(Cbor.Struct map) {
			return new ZoneSigned(map.integer("number"),
					map.array("keys")
						.stream()
						.map(item -> (item instanceof Cbor.Bytes bytes) ? bytes.value() : new byte[0])
						.toList());
		}

	}

	/**
	 * The author, a validator, admitted a node.
	 *
	 * @param nodeKey the joiner's node key, SubjectPublicKeyInfo
	 * @param name its short name
	 * @param token SHA-256 of the token's secret
	 * @param request SHA-256 of the certificate request it sent
	 * @param proof the joiner's signature over both, so that no validator enrols a node
	 * that did not ask
	 */
	record Enrolled(byte[] nodeKey, String name, byte[] token, byte[] request,
			byte[] proof) implements CertificateCommand {

		/** Domain of the joiner's signature. */
		public static final String DOMAIN = "stoq-join/1";

		public Enrolled {
			nodeKey = nodeKey.clone();
			token = exactly(token, Digest.LENGTH, "token");
			request = exactly(request, Digest.LENGTH, "request");
			proof = exactly(proof, NodeKey.SIGNATURE_LENGTH, "proof");
			if (!name.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
				throw new IllegalArgumentException("a node name is a DNS label");
			}
		}

		public NodeId node() {
			return NodeId.of(NodeKey.decodePublic(nodeKey));
		}

		@Override
		public byte[] nodeKey() {
			return nodeKey.clone();
		}

		/** The token's digest in hexadecimal. */
		public String tokenHex() {
			return HexFormat.of().formatHex(token);
		}

		/** Whether the joiner signed. */
		public boolean isProven() {
			byte[] message = Arrays.copyOf(token, 2 * Digest.LENGTH);
			System.arraycopy(request, 0, message, Digest.LENGTH, Digest.LENGTH);
			return NodeKey.verify(NodeKey.decodePublic(nodeKey), DOMAIN, message, proof);
		}

		@Override
		public byte[] encode() {
			return Cbor
				.struct(Map.entry("op", Cbor.of("enrolled")), Map.entry("nodeKey", Cbor.of(nodeKey)),
						Map.entry("name", Cbor.of(name)), Map.entry("token", Cbor.of(token)),
						Map.entry("request", Cbor.of(request)), Map.entry("proof", Cbor.of(proof)))
				.encode();
		}

	}

	/**
	 * Reads a command.
	 * @throws IllegalArgumentException if it is none
	 */
	static CertificateCommand decode(byte[] body) {
		try {
			Cbor.Struct map = Cbor.decodeStruct(body, MAX_BYTES);
			return switch (map.text("op")) {
				case "issued" -> issued(map.only("op", "leaf", "serial", "node", "purpose", "notAfter", "index"));
				case "enrolled" -> enrolled(map.only("op", "nodeKey", "name", "token", "request", "proof"));
				case "revoked" -> revoked(map.only("op", "leaf", "issuer", "reason"));
				case "tainted" -> tainted(map.only("op", "authority", "owner", "within"));
				case "anchored" -> anchored(map.only("op", "root", "cross"));
				case "foreign-admitted" -> foreign(map.only("op", "number", "federation"));
				case "foreign-removed" ->
					new ForeignRemoved(map.only("op", "number", "domain").integer("number"), map.text("domain"));
				case "zone-signed" -> ZoneSigned.decode(map.only("op", "number", "keys"));
				default -> throw new IllegalArgumentException("no such command");
			};
		}
		catch (CborException malformed) {
			throw new IllegalArgumentException(malformed.getMessage(), malformed);
		}
	}

	private static Issued issued(Cbor.Struct map) {
		return new Issued(map.bytes("leaf"), map.bytes("serial"), new NodeId(map.text("node")),
				Purpose.valueOf(map.text("purpose")), Instant.ofEpochMilli(map.integer("notAfter")),
				map.integer("index"));
	}

	private static Revoked revoked(Cbor.Struct map) {
		return new Revoked(map.bytes("leaf"), new NodeId(map.text("issuer")),
				Revocation.Reason.of(Math.clamp(map.integer("reason"), -1, Integer.MAX_VALUE))
					.orElseThrow(() -> new IllegalArgumentException("no such reason")));
	}

	private static Anchored anchored(Cbor.Struct map) {
		return new Anchored(map.bytes("root"), map.bytes("cross"));
	}

	private static ForeignAdmitted foreign(Cbor.Struct map) {
		return new ForeignAdmitted(map.integer("number"), ForeignFederation.decode(map.bytes("federation")));
	}

	private static Tainted tainted(Cbor.Struct map) {
		return new Tainted(map.bytes("authority"), new NodeId(map.text("owner")),
				Duration.ofSeconds(Math.clamp(map.integer("within"), 0, Integer.MAX_VALUE)));
	}

	private static Enrolled enrolled(Cbor.Struct map) {
		return new Enrolled(map.bytes("nodeKey"), map.text("name"), map.bytes("token"), map.bytes("request"),
				map.bytes("proof"));
	}

	private static byte[] exactly(byte[] value, int length, String what) {
		if (value.length != length) {
			throw new IllegalArgumentException(what + " has " + length + " bytes, not " + value.length);
		}
		return value.clone();
	}

}
