package org.web3ecosystem.catalog.signing;

import java.security.PublicKey;
import java.util.Arrays;
import java.util.Map;

import org.web3ecosystem.catalog.entry.Digest;
import org.web3ecosystem.catalog.entry.Manifest;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.trust.NodeKey;

/**
 * A manifest with its owner's signature: whoever has it can check it, offline and without
 * the ledger. The signature is over the federation's chain id and every byte of the
 * manifest, and thereby over the digests of all blobs.
 *
 * @param manifest as the owner encoded it
 * @param ownerKey the owner's public key, SubjectPublicKeyInfo
 * @param signature 64 bytes of Ed25519
 */
public record SignedManifest(byte[] manifest, byte[] ownerKey, byte[] signature) {

	private static final String DOMAIN = "catalog-manifest/1";

	public SignedManifest {
		manifest = manifest.clone();
		ownerKey = ownerKey.clone();
		signature = signature.clone();
	}

	/**
	 * Signs.
	 * @throws IllegalArgumentException if the manifest names another owner
	 */
	public static SignedManifest sign(NodeKey owner, ChainId chain, Manifest manifest) {
		if (!manifest.owner().equals(owner.id())) {
			throw new IllegalArgumentException("the manifest's owner is another node");
		}
		byte[] encoded = manifest.encode();
		return new SignedManifest(encoded, owner.publicKey().getEncoded(), owner.sign(DOMAIN, message(chain, encoded)));
	}

	/**
	 * The manifest, if its owner signed it for this federation.
	 * @throws IllegalArgumentException saying what is wrong
	 */
	public Manifest verify(ChainId chain) {
		Manifest read = Manifest.decode(manifest);
		PublicKey key = NodeKey.decodePublic(ownerKey);
		if (!NodeId.of(key).equals(read.owner())) {
			throw new IllegalArgumentException("the key is not the owner's");
		}
		if (!NodeKey.verify(key, DOMAIN, message(chain, manifest), signature)) {
			throw new IllegalArgumentException("the owner did not sign this manifest for " + chain);
		}
		return read;
	}

	/** SHA-256 of the manifest: what a lock file and an ETag name. */
	public Digest digest() {
		return Digest.over(manifest);
	}

	/** For a command or an entry. */
	public Cbor.Struct toCbor() {
		return Cbor.struct(Map.entry("manifest", Cbor.of(manifest)), Map.entry("ownerKey", Cbor.of(ownerKey)),
				Map.entry("signature", Cbor.of(signature)));
	}

	/** Reads, without checking the signature. */
	public static SignedManifest fromCbor(Cbor.Struct map) {
		map.only("manifest", "ownerKey", "signature");
		return new SignedManifest(map.bytes("manifest"), map.bytes("ownerKey"), map.bytes("signature"));
	}

	private static byte[] message(ChainId chain, byte[] manifest) {
		return Cbor.struct(Map.entry("chainId", Cbor.of(chain.value())), Map.entry("manifest", Cbor.of(manifest)))
			.encode();
	}

	@Override
	public byte[] manifest() {
		return manifest.clone();
	}

	@Override
	public byte[] ownerKey() {
		return ownerKey.clone();
	}

	@Override
	public byte[] signature() {
		return signature.clone();
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof SignedManifest that && Arrays.equals(manifest, that.manifest)
				&& Arrays.equals(ownerKey, that.ownerKey) && Arrays.equals(signature, that.signature);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(manifest);
	}

}
