package org.web3ecosystem.caesar.autoconfigure;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ResponseStatusException;
import org.web3ecosystem.caesar.Accounts;
import org.web3ecosystem.caesar.Accounts.Numbered;
import org.web3ecosystem.caesar.ledger.Account;
import org.web3ecosystem.caesar.ledger.AccountId;

import reactor.core.publisher.Mono;

/** Accounts and their histories over REST. */
final class AccountHandler {

	private static final int DEFAULT_LIMIT = 100;

	private static final int ETAG_BYTES = 16;

	Mono<ServerResponse> find(Accounts accounts, ServerRequest request) {
		AccountId id = Asked.account(request.pathVariable("id"));
		return account(accounts, id).flatMap(account -> {
			String etag = etag(account);
			return request.checkNotModified(etag)
				.switchIfEmpty(Mono.defer(() -> ServerResponse.ok()
					.eTag(etag)
					.contentType(MediaType.APPLICATION_JSON)
					.bodyValue(Shown.account(account))));
		});
	}

	Mono<ServerResponse> history(Accounts accounts, ServerRequest request) {
		AccountId id = Asked.account(request.pathVariable("id"));
		long after = Asked.number(request, "after", 0, 0, Long.MAX_VALUE >>> 1);
		int limit = (int) Asked.number(request, "limit", DEFAULT_LIMIT, 1, Accounts.MAX_LIMIT);
		return account(accounts, id)
			.flatMap(account -> Mono.fromCompletionStage(() -> accounts.transfers(id, after, limit))
				.flatMap(found -> answer(page(account, found, limit))));
	}

	private static Mono<Account> account(Accounts accounts, AccountId id) {
		return Mono.fromCompletionStage(() -> accounts.account(id))
			.map(found -> found.orElseThrow(
					() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no account " + id + ".")));
	}

	private static Mono<ServerResponse> answer(Map<String, Object> page) {
		ServerResponse.BodyBuilder response = ServerResponse.ok().contentType(MediaType.APPLICATION_JSON);
		if (page.get("next") instanceof String next) {
			response.header("Link", "<" + next + ">; rel=\"next\"");
		}
		return response.bodyValue(page);
	}

	private static Map<String, Object> page(Account account, List<Numbered> found, int limit) {
		Map<String, Object> page = new LinkedHashMap<>();
		page.put("account", account.id().hex());
		page.put("transfers", found.stream().map(Shown::numbered).toList());
		if (found.size() == limit && found.getLast().number() < account.transfers()) {
			page.put("next", "/caesar/accounts/" + account.id() + "/transfers?after=" + found.getLast().number()
					+ "&limit=" + limit);
		}
		return page;
	}

	/** Of what stands on the ledger: the same account is the same on every node. */
	private static String etag(Account account) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(account.encode());
			return '"' + HexFormat.of().formatHex(digest, 0, ETAG_BYTES) + '"';
		}
		catch (NoSuchAlgorithmException impossible) {
			throw new IllegalStateException("every JDK has SHA-256", impossible);
		}
	}

}
