package org.web3ecosystem.trustchain.acme.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

import org.web3ecosystem.trustchain.acme.problem.ErrorType;
import org.web3ecosystem.trustchain.acme.problem.Problem;
import org.web3ecosystem.trustchain.acme.state.Authorization.Status;

/**
 * An order with its authorizations (RFC 8555, section 7.1.3). Whatever follows from time
 * and from its authorizations is applied by {@link #at}.
 *
 * <pre>
 * pending ──all authorized──→ ready ──finalize──→ processing ──→ valid
 *    └──one not, or too late──→ invalid ←──────────────┘
 * </pre>
 *
 * @param id part of its URL
 * @param account whose it is
 * @param created when it was made
 * @param expires when it ends, and its authorizations with it
 * @param authorizations one for each name
 * @param state how far it is
 * @param replaces the certificate that its own replaces (RFC 9773, section 5)
 */
public record Order(String id, String account, Instant created, Instant expires, List<Authorization> authorizations,
		State state, Optional<String> replaces) {

	/** How far an order is. */
	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "status")
	@JsonSubTypes({ @JsonSubTypes.Type(value = Pending.class, name = "pending"),
			@JsonSubTypes.Type(value = Ready.class, name = "ready"),
			@JsonSubTypes.Type(value = Processing.class, name = "processing"),
			@JsonSubTypes.Type(value = Valid.class, name = "valid"),
			@JsonSubTypes.Type(value = Invalid.class, name = "invalid") })
	public sealed interface State {

	}

	/** Names are not authorized yet. */
	public record Pending() implements State {
	}

	/** All names are authorized. */
	public record Ready() implements State {
	}

	/** The certificate is being issued. */
	public record Processing() implements State {
	}

	/** There is a certificate. */
	public record Valid(String certificate) implements State {
	}

	/** There will be none. */
	public record Invalid(Problem problem) implements State {
	}

	public Order {
		authorizations = List.copyOf(authorizations);
	}

	/** The names ordered. */
	public List<String> names() {
		return authorizations.stream().map(Authorization::name).toList();
	}

	/** As it is now. */
	public Order at(Instant now) {
		return switch (state) {
			case Valid _, Invalid _, Processing _ -> this;
			case Pending _, Ready _ -> now.isBefore(expires) ? judged(now)
					: with(new Invalid(new Problem(ErrorType.MALFORMED, "the order expired")));
		};
	}

	private Order judged(Instant now) {
		for (Authorization each : authorizations) {
			Status status = each.status(expires, now);
			if (status == Status.INVALID || status == Status.DEACTIVATED) {
				return with(new Invalid(failure(each)));
			}
		}
		return with(authorizations.stream().allMatch(Authorization::isValid) ? new Ready() : new Pending());
	}

	private static Problem failure(Authorization authorization) {
		for (Challenge challenge : authorization.challenges()) {
			if (challenge.state() instanceof Challenge.Invalid(Problem problem)) {
				return problem;
			}
		}
		return new Problem(ErrorType.UNAUTHORIZED, "the authorization of " + authorization.name() + " was given up");
	}

	/** The client says that it is ready to be validated. */
	public Order answered(int index, ChallengeType type, boolean local) {
		return change(index, authorization -> authorization.answered(type, local));
	}

	/** What came of a validation. */
	public Order validated(int index, ChallengeType type, Challenge.State verdict) {
		return change(index, authorization -> authorization.judged(type, verdict));
	}

	/** The account gives an authorization up. */
	public Order givenUp(int index) {
		return change(index, Authorization::givenUp);
	}

	/**
	 * Begins to issue.
	 * @throws org.web3ecosystem.trustchain.acme.problem.AcmeException orderNotReady if it
	 * is not ready
	 */
	public Order finalizing() {
		if (!(state instanceof Ready)) {
			throw ErrorType.ORDER_NOT_READY.because("the order is " + status() + ", not ready");
		}
		return with(new Processing());
	}

	/** Could not be issued now, and may be tried again. */
	public Order postponed() {
		return (state instanceof Processing) ? with(new Ready()) : this;
	}

	/** Issued. */
	public Order issued(String certificate) {
		return (state instanceof Processing) ? with(new Valid(certificate)) : this;
	}

	/** Will not be issued. */
	public Order failed(Problem problem) {
		return (state instanceof Processing) ? with(new Invalid(problem)) : this;
	}

	/** As the protocol calls its state. */
	public String status() {
		return switch (state) {
			case Pending _ -> "pending";
			case Ready _ -> "ready";
			case Processing _ -> "processing";
			case Valid _ -> "valid";
			case Invalid _ -> "invalid";
		};
	}

	private Order with(State next) {
		return new Order(id, account, created, expires, authorizations, next, replaces);
	}

	/** What is decided stays as it is. */
	private Order change(int index, UnaryOperator<Authorization> change) {
		if (!(state instanceof Pending || state instanceof Ready)) {
			return this;
		}
		List<Authorization> changed = new ArrayList<>(authorizations);
		changed.set(index, change.apply(changed.get(index)));
		return new Order(id, account, created, expires, changed, state, replaces);
	}

}
