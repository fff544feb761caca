package org.web3ecosystem.trustchain.acme;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import org.web3ecosystem.trustchain.acme.Authenticator.Known;
import org.web3ecosystem.trustchain.acme.jose.StrictJson;
import org.web3ecosystem.trustchain.acme.problem.ErrorType;
import org.web3ecosystem.trustchain.acme.state.Account;
import org.web3ecosystem.trustchain.acme.state.Authorization;
import org.web3ecosystem.trustchain.acme.state.Challenge;
import org.web3ecosystem.trustchain.acme.state.ChallengeType;
import org.web3ecosystem.trustchain.acme.state.IssuedCertificate;
import org.web3ecosystem.trustchain.acme.state.Order;
import org.web3ecosystem.trustchain.acme.store.AcmeStore;

/** Orders, their authorizations and challenges (RFC 8555, sections 7.4 and 7.5). */
final class Orders {

	/** How long an order and its authorizations last. */
	static final Duration LIFE = Duration.ofHours(8);

	private static final Duration POLL = Duration.ofSeconds(2);

	private final Authenticator authenticator;

	private final Supplier<AcmeStore> store;

	private final OrderableNames names;

	private final Validations validations;

	private final Issuance issuance;

	private final RateLimit perAccount;

	private final InstantSource clock;

	Orders(Authenticator authenticator, Supplier<AcmeStore> store, OrderableNames names, Validations validations,
			Issuance issuance, RateLimit perAccount, InstantSource clock) {
		this.authenticator = authenticator;
		this.store = store;
		this.names = names;
		this.validations = validations;
		this.issuance = issuance;
		this.perAccount = perAccount;
		this.clock = clock;
	}

	Reply create(Call call) {
		Known known = authenticator.account(call);
		StrictJson content = known.request().content();
		if (content.has("notBefore") || content.has("notAfter")) {
			throw ErrorType.MALFORMED
				.because("how long a certificate lives is decided here: leave notBefore and " + "notAfter out");
		}
		List<String> ordered = names.of(content);
		ordered.forEach(name -> validations.check(known.account(), name));
		Optional<String> replaces = content.find("replaces").map(id -> replaced(known.account(), id, ordered));
		perAccount.count(known.account().id());
		Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
		Order order = new Order(RandomText.of(16), known.account().id(), now, now.plus(LIFE),
				ordered.stream().map(this::authorization).toList(), new Order.Pending(), replaces);
		if (!store.get().add(order)) {
			throw replacedAlready();
		}
		return Reply.json(201, Views.order(call.links(), order)).at(call.links().order(order.id()));
	}

	private Authorization authorization(String name) {
		String token = RandomText.of(32);
		return new Authorization(name,
				validations.types().stream().map(type -> new Challenge(type, token, new Challenge.Pending())).toList(),
				false);
	}

	/** RFC 9773, section 5. */
	private String replaced(Account account, String id, List<String> ordered) {
		IssuedCertificate old = store.get()
			.certificate(id)
			.filter(known -> known.account().equals(account.id()))
			.orElseThrow(() -> ErrorType.MALFORMED.because("no certificate of this account is '" + id + "'"));
		if (ordered.stream().noneMatch(old.names()::contains)) {
			throw ErrorType.MALFORMED.because("the certificate to be replaced has none of these names");
		}
		if (old.replacedBy().isPresent()) {
			throw replacedAlready();
		}
		return id;
	}

	private static RuntimeException replacedAlready() {
		return ErrorType.ALREADY_REPLACED.because("the certificate has been replaced by another order");
	}

	Reply read(Call call, String id) {
		Known known = authenticator.account(call);
		return shown(call, issuance.looked(own(known.account(), id)));
	}

	Reply complete(Call call, String id) {
		Known known = authenticator.account(call);
		Order order = own(known.account(), id);
		return shown(call, issuance.issue(known.account(), order, known.request().content().base64("csr")));
	}

	private static Reply shown(Call call, Order order) {
		Reply reply = Reply.json(200, Views.order(call.links(), order)).at(call.links().order(order.id()));
		return (order.state() instanceof Order.Processing) ? reply.again(POLL) : reply;
	}

	Reply authorization(Call call, String id, int index) {
		Known known = authenticator.account(call);
		Order order = own(known.account(), id, index);
		if (!known.request().isEmpty()) {
			StrictJson content = known.request().content();
			if (!content.text("status").equals("deactivated")) {
				throw ErrorType.MALFORMED.because("the one status to ask for is deactivated");
			}
			order = store.get().changeOrder(id, current -> current.at(clock.instant()).givenUp(index));
		}
		takeUp(known.account(), order, index);
		Reply reply = Reply.json(200, Views.authorization(call.links(), order, index, clock.instant()));
		return isProcessing(order, index) ? reply.again(POLL) : reply;
	}

	Reply challenge(Call call, String id, int index, String typeName) {
		Known known = authenticator.account(call);
		Order order = own(known.account(), id, index);
		ChallengeType type = ChallengeType.of(typeName)
			.filter(one -> order.authorizations().get(index).challenge(one).isPresent())
			.orElseThrow(Orders::nothing);
		Order answered = order;
		if (!known.request().isEmpty()) {
			known.request().content();
			validations.check(known.account(), order.authorizations().get(index).name());
			answered = store.get()
				.changeOrder(id, current -> current.at(clock.instant()).answered(index, type, call.isLocal()));
		}
		takeUp(known.account(), answered, index);
		Reply reply = Reply.json(200, Views.challenge(call.links(), answered, index, type))
			.below(call.links().authorization(id, index));
		return isProcessing(answered, index) ? reply.again(POLL) : reply;
	}

	/** What is to be validated is, also if the process ended meanwhile. */
	private void takeUp(Account account, Order order, int index) {
		for (Challenge challenge : order.authorizations().get(index).challenges()) {
			if (challenge.state() instanceof Challenge.Processing
					&& order.at(clock.instant()).state() instanceof Order.Pending) {
				validations.begin(account, order, index, challenge.type());
			}
		}
	}

	private static boolean isProcessing(Order order, int index) {
		return order.authorizations()
			.get(index)
			.challenges()
			.stream()
			.anyMatch(challenge -> challenge.state() instanceof Challenge.Processing);
	}

	Reply certificate(Call call, String id) {
		Known known = authenticator.account(call);
		return store.get()
			.certificate(id)
			.filter(certificate -> certificate.account().equals(known.account().id()))
			.map(certificate -> Reply.chain(certificate.chain()))
			.orElseThrow(Orders::nothing);
	}

	private Order own(Account account, String id) {
		return store.get()
			.order(id)
			.filter(order -> order.account().equals(account.id()))
			.map(order -> order.at(clock.instant()))
			.orElseThrow(Orders::nothing);
	}

	private Order own(Account account, String id, int index) {
		Order order = own(account, id);
		if (index < 0 || index >= order.authorizations().size()) {
			throw nothing();
		}
		return order;
	}

	/** Whether it is another's or is not there is nobody's business. */
	private static RuntimeException nothing() {
		return ErrorType.UNAUTHORIZED.because("this account has no such thing");
	}

}
