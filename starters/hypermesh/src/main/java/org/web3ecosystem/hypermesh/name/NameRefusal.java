package org.web3ecosystem.hypermesh.name;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import org.web3ecosystem.spi.RefusalText;

/**
 * Why the ledger refuses to do something with a name, where a program may want to know.
 */
public enum NameRefusal {

	/** It lies under a node's name. */
	ANOTHER_NODES("the node name '%s' is another node's"),

	/** The author is called otherwise. */
	ONE_NAME("a node has one name"),

	/** There was a later command of the same author. */
	NOT_NEWER("version %s is not newer than the one registered"),

	/** The author has as many as it may. */
	TOO_MANY_NAMES("a node contributes to at most %s names"),

	/** Two cannot be in one place. */
	ALIAS("a CNAME has no other record beside it, and another node has one for %s"),

	/** There is no room in the entry. */
	TOO_MANY_CONTRIBUTIONS("too many contributions to %s"),

	/** There is no room in the calendar. */
	TOO_MANY_ENDS("too many leases end at %s; ask for another length"),

	/** Nobody has registered it. */
	NOT_REGISTERED("nobody has registered %s"),

	/** Others have registered it, and the author has not. */
	NOT_THE_AUTHORS("what is registered for %s is not the author's");

	private final RefusalText text;

	NameRefusal(String words) {
		this.text = RefusalText.of(words);
	}

	/** What programs tell it by: {@code names:} and its name. */
	public String kind() {
		return "names:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/** In words. */
	public String about(Object... these) {
		return text.about(these);
	}

	/** The refusal that a reason is, if it is one of these. */
	public static Optional<NameRefusal> of(String reason) {
		return Arrays.stream(values()).filter(refusal -> refusal.text.matches(reason)).findFirst();
	}

}
