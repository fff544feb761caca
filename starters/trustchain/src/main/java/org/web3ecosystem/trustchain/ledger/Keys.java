package org.web3ecosystem.trustchain.ledger;

import java.util.Optional;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;

/** Keys of this module's entries. */
final class Keys {

	private Keys() {
	}

	/** By issuer, so that nobody can record another's leaf otherwise than it does. */
	static String leaf(String hex, NodeId issuer) {
		return "leaf/" + hex + "/" + issuer.hex();
	}

	/** How many leaves were taken back, ever. */
	static String revocations() {
		return "revocations";
	}

	/** Bounds of a queue; a number behind it is the key of an item. */
	static String issued(NodeId issuer) {
		return "queue/" + issuer.hex() + "/";
	}

	/** Bounds of a queue; a number behind it is the key of an item. */
	static String revoked(NodeId issuer) {
		return "revoked/" + issuer.hex() + "/";
	}

	/** The leaf that a validator issued to itself and that lasts longest. */
	static String standing(NodeId validator) {
		return "standing/" + validator.hex();
	}

	/** Who says that this intermediate of this validator is tainted. */
	static String taint(NodeId owner, String authority) {
		return "taint/" + owner.hex() + "/" + authority;
	}

	/** How many authorities are tainted; a number behind it is the key of one. */
	static String taints() {
		return "tainted/";
	}

	/** Who wants this root to be trusted. */
	static String anchor(String root) {
		return "anchor/" + root;
	}

	/** How many roots were added; a number behind it is the key of one. */
	static String anchors() {
		return "anchors/";
	}

	/** Which foreign federations there are. */
	static String foreignRegister() {
		return "foreign";
	}

	/** One of them. */
	static String foreign(String domain) {
		return "foreign/" + domain;
	}

	/** What a validator wants of foreign federations. */
	static String wishes(NodeId validator) {
		return "wishes/" + validator.hex();
	}

	/** By which keys a validator signs names. */
	static String zoneKeys(NodeId validator) {
		return "zone/" + validator.hex();
	}

	/** How many taints a validator has spoken for. */
	static String tainting(NodeId validator) {
		return "tainting/" + validator.hex();
	}

	static String admissions(NodeId validator) {
		return "admissions/" + validator.hex();
	}

	static String log(NodeId issuer) {
		return "log/" + issuer.hex();
	}

	static String node(NodeId id) {
		return "node/" + id.hex();
	}

	static String name(String name) {
		return "name/" + name;
	}

	static String token(String hex) {
		return "token/" + hex;
	}

	static long number(Optional<byte[]> entry) {
		return entry.map(value -> Cbor.decode(value, CertificateCommand.MAX_BYTES))
			.map(item -> (item instanceof Cbor.Int(long value)) ? value : 0L)
			.orElse(0L);
	}

	static String text(byte[] entry) {
		return (Cbor.decode(entry, CertificateCommand.MAX_BYTES) instanceof Cbor.Text(String value)) ? value : "";
	}

}
