package org.web3ecosystem.trustchain.acme;

import java.time.InstantSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import tools.jackson.databind.JsonNode;

import org.web3ecosystem.trustchain.acme.Authenticator.Bearer;
import org.web3ecosystem.trustchain.acme.Authenticator.Known;
import org.web3ecosystem.trustchain.acme.jose.AccountKey;
import org.web3ecosystem.trustchain.acme.jose.SignedRequest;
import org.web3ecosystem.trustchain.acme.jose.SignedRequest.Signer;
import org.web3ecosystem.trustchain.acme.jose.StrictJson;
import org.web3ecosystem.trustchain.acme.problem.ErrorType;
import org.web3ecosystem.trustchain.acme.problem.Problem;
import org.web3ecosystem.trustchain.acme.state.Account;
import org.web3ecosystem.trustchain.acme.store.AcmeStore;

/**
 * Accounts: made, found, changed, given up, under another key (RFC 8555, section 7.3).
 */
final class Accounts {

	static final String BINDING = "externalAccountBinding";

	private static final int MAX_CONTACTS = 4;

	private static final int MAX_CONTACT = 256;

	private final Authenticator authenticator;

	private final ExternalAccounts external;

	private final Supplier<AcmeStore> store;

	private final RateLimit perAddress;

	private final InstantSource clock;

	Accounts(Authenticator authenticator, ExternalAccounts external, Supplier<AcmeStore> store, RateLimit perAddress,
			InstantSource clock) {
		this.authenticator = authenticator;
		this.external = external;
		this.store = store;
		this.perAddress = perAddress;
		this.clock = clock;
	}

	Reply create(Call call) {
		Bearer bearer = authenticator.key(call);
		Optional<Account> known = store.get().accountOfKey(bearer.key().thumbprint());
		if (known.isPresent()) {
			return found(call, known.get());
		}
		StrictJson content = bearer.request().content();
		if (content.flag("onlyReturnExisting")) {
			throw ErrorType.ACCOUNT_DOES_NOT_EXIST.because("there is no account with this key");
		}
		List<String> contacts = contacts(content);
		perAddress.check(call.source());
		Optional<String> externalKey = external.binding(call, bearer.key(), content);
		Account account = new Account(RandomText.of(16), bearer.key().json(), contacts, Account.Status.VALID,
				clock.instant(), externalKey, externalKey.map(_ -> content.object(BINDING).toString()));
		perAddress.count(call.source());
		if (!store.get().add(account)) {
			// another request was faster, with the same key or the same binding
			return store.get()
				.accountOfKey(bearer.key().thumbprint())
				.map(other -> found(call, other))
				.orElseThrow(() -> ErrorType.UNAUTHORIZED.because("the key of the external account was used just now"));
		}
		return Reply.json(201, members(call.links(), account)).at(call.links().account(account.id()));
	}

	private static Reply found(Call call, Account account) {
		if (account.status() != Account.Status.VALID) {
			throw ErrorType.UNAUTHORIZED.because("the account with this key was deactivated");
		}
		return Reply.json(200, members(call.links(), account)).at(call.links().account(account.id()));
	}

	Reply change(Call call, String id) {
		Known known = authenticator.account(call);
		if (!known.account().id().equals(id)) {
			throw ErrorType.UNAUTHORIZED.because("this is another account");
		}
		if (known.request().isEmpty()) {
			return Reply.json(200, members(call.links(), known.account()));
		}
		StrictJson content = known.request().content();
		boolean givenUp = content.find("status").filter(status -> {
			if (!status.equals("deactivated")) {
				throw ErrorType.MALFORMED.because("the one status to ask for is deactivated");
			}
			return true;
		}).isPresent();
		Optional<List<String>> contacts = content.has("contact") ? Optional.of(contacts(content)) : Optional.empty();
		Account changed = store.get().changeAccount(id, account -> {
			Account with = contacts.map(account::with).orElse(account);
			return givenUp ? with.deactivated() : with;
		}).orElseThrow();
		return Reply.json(200, members(call.links(), changed));
	}

	Reply orders(Call call, String id) {
		Known known = authenticator.account(call);
		if (!known.account().id().equals(id)) {
			throw ErrorType.UNAUTHORIZED.because("these are the orders of another account");
		}
		return Reply.json(200, Map.of("orders", store.get().orders(id, "").stream().map(call.links()::order).toList()));
	}

	/** RFC 8555, section 7.3.5: the old key signs that the new key signed. */
	Reply changeKey(Call call) {
		Known known = authenticator.account(call);
		SignedRequest inner = SignedRequest.of(known.request().content());
		if (!(inner.signer() instanceof Signer.Key(AccountKey next)) || inner.nonce().isPresent()) {
			throw ErrorType.MALFORMED.because("the inner request has 'jwk', and neither 'kid' nor 'nonce'");
		}
		inner.verify(next);
		if (!inner.url().equals(call.url())) {
			throw ErrorType.MALFORMED.because("the inner request is for another URL");
		}
		StrictJson content = inner.content();
		Account account = known.account();
		if (!content.text("account").equals(call.links().account(account.id()))
				|| !AccountKey.parse(content.object("oldKey").toString()).equals(account.accountKey())) {
			throw ErrorType.MALFORMED.because("the inner request is of another account, or names another old key");
		}
		return store.get()
			.changeAccount(account.id(), current -> current.with(next))
			.map(changed -> Reply.json(200, members(call.links(), changed)))
			.orElseGet(() -> Reply.conflict(new Problem(ErrorType.MALFORMED, "the new key is another account's"),
					call.links()
						.account(store.get().accountOfKey(next.thumbprint()).map(Account::id).orElse(account.id()))));
	}

	private static List<String> contacts(StrictJson content) {
		List<String> contacts = new ArrayList<>();
		if (content.has("contact")) {
			for (JsonNode each : content.array("contact", MAX_CONTACTS)) {
				if (!each.isString()) {
					throw ErrorType.MALFORMED.because("a contact is a string");
				}
				contacts.add(contact(each.stringValue()));
			}
		}
		return contacts;
	}

	/** RFC 8555, section 7.3: mail, one address, no header fields (RFC 6068). */
	private static String contact(String url) {
		if (!url.startsWith("mailto:")) {
			throw ErrorType.UNSUPPORTED_CONTACT.because("a contact is a mailto: URL");
		}
		if (url.length() > MAX_CONTACT || !url.matches("mailto:[!-+\\--;=>@-~]+@[A-Za-z0-9.-]+")
				|| url.indexOf('?') >= 0) {
			throw ErrorType.INVALID_CONTACT.because("a contact is one mail address and nothing else");
		}
		return url;
	}

	static Map<String, Object> members(Links links, Account account) {
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("status", account.status().name().toLowerCase(Locale.ROOT));
		members.put("contact", account.contacts());
		members.put("orders", links.orders(account.id()));
		// RFC 8555, section 7.3.4: as it was sent
		account.externalBinding()
			.map(binding -> StrictJson.parse(binding.getBytes(StandardCharsets.UTF_8), "a binding").node())
			.ifPresent(binding -> members.put(BINDING, binding));
		return members;
	}

}
