package org.web3ecosystem.trustchain.acme;

import org.web3ecosystem.trustchain.acme.state.ChallengeType;

/**
 * The URLs of this server.
 *
 * @param base such as {@code https://node1.node.local.internal:8443}, without a path
 */
public record Links(String base) {

	String directory() {
		return base + "/acme/directory";
	}

	String newNonce() {
		return base + "/acme/new-nonce";
	}

	String newAccount() {
		return base + "/acme/new-account";
	}

	String newOrder() {
		return base + "/acme/new-order";
	}

	String revokeCert() {
		return base + "/acme/revoke-cert";
	}

	String keyChange() {
		return base + "/acme/key-change";
	}

	String renewalInfo() {
		return base + "/acme/renewal-info";
	}

	String account(String id) {
		return base + "/acme/account/" + id;
	}

	String orders(String account) {
		return account(account) + "/orders";
	}

	String order(String id) {
		return base + "/acme/order/" + id;
	}

	String finalizing(String order) {
		return order(order) + "/finalize";
	}

	String authorization(String order, int index) {
		return base + "/acme/authorization/" + order + "/" + index;
	}

	String challenge(String order, int index, ChallengeType type) {
		return base + "/acme/challenge/" + order + "/" + index + "/" + type.text();
	}

	String certificate(String id) {
		return base + "/acme/certificate/" + id;
	}

}
