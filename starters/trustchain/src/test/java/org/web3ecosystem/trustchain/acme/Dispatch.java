package org.web3ecosystem.trustchain.acme;

/** What the routes do, without HTTP. */
final class Dispatch {

	private Dispatch() {
	}

	static Reply to(AcmeServer server, Call call) {
		String[] path = call.path().substring("/acme/".length()).split("/");
		return switch (path[0]) {
			case "new-account" -> server.newAccount(call);
			case "account" -> (path.length > 2) ? server.orders(call, path[1]) : server.account(call, path[1]);
			case "key-change" -> server.keyChange(call);
			case "new-order" -> server.newOrder(call);
			case "order" -> (path.length > 2) ? server.complete(call, path[1]) : server.order(call, path[1]);
			case "authorization" -> server.authorization(call, path[1], Integer.parseInt(path[2]));
			case "challenge" -> server.challenge(call, path[1], Integer.parseInt(path[2]), path[3]);
			case "certificate" -> server.certificate(call, path[1]);
			case "revoke-cert" -> server.revokeCert(call);
			default -> throw new AssertionError("no such path: " + call.path());
		};
	}

}
