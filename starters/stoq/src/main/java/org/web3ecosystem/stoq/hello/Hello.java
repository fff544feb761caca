package org.web3ecosystem.stoq.hello;

import java.security.PublicKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spi.trust.StatusStaples;
import org.web3ecosystem.stoq.falcon.FalconSignature;

/**
 * Who somebody is: the node key and its signature over the session, and where that is
 * asked for a Falcon signature over the same and over this HELLO.
 *
 * @param chainId the federation its sender belongs to
 * @param epoch the roster its sender goes by
 * @param nodeKey Ed25519
 * @param time what its sender's clock says, in whole milliseconds
 * @param signature by the node key, domain {@value #DOMAIN}
 * @param falcon null if its sender shows none
 * @param features what its sender can do beyond version 1
 * @param staple what the issuer of its sender's leaf says of that, an OCSP response in
 * DER that nobody has read yet; null if its sender shows none. It is not in what the node
 * key signs, having a signature of its own, and is in what the Falcon key signs
 */
public record Hello(ChainId chainId, Epoch epoch, PublicKey nodeKey, Instant time, byte[] signature,
		@Nullable FalconSignature falcon, Features features, byte @Nullable [] staple) {

	static final String DOMAIN = "stoq-hello/1";

	private static final String FALCON = "falcon";

	private static final String FEATURES = "features";

	private static final String STAPLE = "staple";

	private static final int VERSION = 1;

	/** What a HELLO has ever needed, and a staple. */
	private static final int MAX_BYTES = 4096 + StatusStaples.MAX_BYTES;

	/**
	 * @throws IllegalArgumentException if the staple is longer than anybody looks at
	 */
	public Hello {
		if (staple != null && (staple.length == 0 || staple.length > StatusStaples.MAX_BYTES)) {
			throw new IllegalArgumentException(
					"a staple has 1 to " + StatusStaples.MAX_BYTES + " bytes, not " + staple.length);
		}
	}

	/** Without features and staple. */
	public Hello(ChainId chainId, Epoch epoch, PublicKey nodeKey, Instant time, byte[] signature,
			@Nullable FalconSignature falcon) {
		this(chainId, epoch, nodeKey, time, signature, falcon, Features.NONE, null);
	}

	public static Hello sign(NodeKey key, Binding binding, Role role, Instant time) {
		return new Hello(binding.chainId(), binding.epoch(), key.publicKey(), time,
				key.sign(DOMAIN, binding.statement(role, time)), null);
	}

	/** This HELLO without a Falcon signature. */
	Hello bare() {
		return new Hello(chainId, epoch, nodeKey, time, signature, null, features, staple);
	}

	/** This HELLO with features, before a Falcon signature is made over it. */
	public Hello with(Features offered) {
		return new Hello(chainId, epoch, nodeKey, time, signature, falcon, offered, staple);
	}

	/** This HELLO with a staple, before a Falcon signature is made over it. */
	public Hello with(byte[] stapled) {
		return new Hello(chainId, epoch, nodeKey, time, signature, falcon, features, stapled);
	}

	Hello with(FalconSignature shown) {
		return new Hello(chainId, epoch, nodeKey, time, signature, shown, features, staple);
	}

	/** What the Falcon signature in it has to be over. */
	byte[] falconStatement(Binding binding, Role role) {
		return binding.falconStatement(role, bare().toCbor().encode());
	}

	/**
	 * The sender's id, after its federation, epoch and signature were found right.
	 * @throws RefusedHelloException if one of them is not
	 */
	public NodeId verify(Binding binding, Role role) {
		if (!chainId.equals(binding.chainId())) {
			throw new RefusedHelloException("the peer belongs to " + chainId + ", not to " + binding.chainId());
		}
		if (!epoch.equals(binding.epoch())) {
			throw new RefusedHelloException(
					"the peer is in epoch " + epoch.number() + ", not in " + binding.epoch().number());
		}
		if (!NodeKey.verify(nodeKey, DOMAIN, binding.statement(role, time), signature)) {
			throw new RefusedHelloException("the HELLO is not signed for this session");
		}
		return NodeId.of(nodeKey);
	}

	public Cbor.Struct toCbor() {
		Cbor.Struct bare = Cbor.struct(Map.entry("version", Cbor.of(VERSION)),
				Map.entry("chainId", Cbor.of(chainId.value())), Map.entry("epoch", Cbor.of(epoch.number())),
				Map.entry("nodeKey", Cbor.of(nodeKey.getEncoded())), Map.entry("time", Cbor.of(time.toEpochMilli())),
				Map.entry("signature", Cbor.of(signature)));
		LinkedHashMap<String, Cbor> entries = new LinkedHashMap<>(bare.entries());
		if (falcon != null) {
			entries.put(FALCON, falcon.toCbor());
		}
		if (!features.isEmpty()) {
			entries.put(FEATURES, features.toCbor());
		}
		if (staple != null) {
			entries.put(STAPLE, Cbor.of(staple));
		}
		return new Cbor.Struct(entries);
	}

	/**
	 * @throws RefusedHelloException if it is not a HELLO of version 1
	 */
	public static Hello decode(byte[] body) {
		try {
			Cbor.Struct map = Cbor.decodeStruct(body, MAX_BYTES);
			if (map.integer("version") != VERSION) {
				throw new RefusedHelloException("HELLO version " + map.integer("version") + " is not spoken here");
			}
			map.only("version", "chainId", "epoch", "nodeKey", "time", "signature", FALCON, FEATURES, STAPLE);
			return new Hello(new ChainId(map.text("chainId")), new Epoch(map.integer("epoch")),
					NodeKey.decodePublic(map.bytes("nodeKey")), Instant.ofEpochMilli(map.integer("time")),
					map.bytes("signature"),
					map.find(FALCON).isPresent() ? FalconSignature.of(map.struct(FALCON)) : null,
					map.find(FEATURES).isPresent() ? Features.of(map.array(FEATURES)) : Features.NONE,
					map.find(STAPLE).isPresent() ? map.bytes(STAPLE) : null);
		}
		catch (CborException | IllegalArgumentException malformed) {
			throw new RefusedHelloException("not a HELLO: " + malformed.getMessage());
		}
	}

}
