package org.web3ecosystem.platform.access;

import java.util.List;
import java.util.Optional;

import org.web3ecosystem.platform.access.Question.Client;

/**
 * Decides by the table {@link Resource}. What is not granted there is refused, and three
 * things hold for all of it: a write needs HTTPS, no page of another site writes, and the
 * operator is one over HTTPS only.
 *
 * @param ownersFromAnywhere what {@link Where#BY_CHOICE} means
 */
public record AccessRules(boolean ownersFromAnywhere) {

	/** Those that a request can come in, the mightiest first. */
	private static final List<Role> ROLES = List.of(Role.OPERATOR, Role.READER, Role.OWNER);

	/** Whether this may be done, and if not, what would help. */
	public Decision decide(Question question) {
		if (!question.reads() && question.crossSite()) {
			return new Decision.Forbidden("a page of another site asked for this write");
		}
		Optional<Role> granted = ROLES.stream().filter(role -> isGranted(role, question)).findFirst();
		return granted.<Decision>map(Decision.Granted::new).orElseGet(() -> refuse(question));
	}

	private boolean isGranted(Role role, Question question) {
		boolean operator = question.client() == Client.OPERATOR && question.secure();
		boolean well = question.secure() || question.reads();
		return well && (role != Role.OPERATOR || operator)
				&& switch (Resource.of(question.path()).cell(role, question.verb())) {
					case NOWHERE -> false;
					case HERE -> question.local();
					case BY_CHOICE -> question.local() || ownersFromAnywhere && question.secure();
					case SECURELY -> question.secure();
					case ANYWHERE -> true;
				};
	}

	private static Decision refuse(Question question) {
		if (!question.secure() && Resource.of(question.path()).cell(Role.READER, question.verb()) == Where.SECURELY) {
			return new Decision.Forbidden("this is said over HTTPS alone: use the HTTPS port");
		}
		Where owners = Resource.of(question.path()).cell(Role.OWNER, question.verb());
		String what = question.reads() ? "this path is not public" : owners == Where.NOWHERE
				? "writing needs the operator of this node" : "owners write from this node's own machine";
		if (!question.secure()) {
			return new Decision.Forbidden(what + ": use the HTTPS port with the operator's certificate");
		}
		return switch (question.client()) {
			case STRANGER ->
				new Decision.Forbidden(what + ": the certificate shown is not the operator's of this node");
			case ANONYMOUS, OPERATOR -> new Decision.Unauthenticated(what + ": show the operator's certificate");
		};
	}

}
