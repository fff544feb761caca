package org.web3ecosystem.hypermesh.asset;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import org.web3ecosystem.spi.RefusalText;
import org.web3ecosystem.spi.RejectedException;

/** Why the ledger refuses to do something with an asset. */
public enum AssetRefusal {

	/** The id is taken. */
	EXISTS("an asset '%s' is registered already"),

	/** Nobody registered it. */
	UNKNOWN("there is no asset '%s'"),

	/** It cannot be registered alone. */
	MADE_WITH_PACKAGE("an asset of kind PACKAGE is made by publishing the package"),

	/** Its owner is the owner of the package. */
	STAYS_WITH_PACKAGE("an asset of kind PACKAGE stays with its package and is not given away"),

	/** There is nothing to lease. */
	NOT_LEASABLE("an asset of kind %s is for everybody and not leased"),

	/** Somebody has it now. */
	LEASED("leased to %s until %s"),

	/** There was another lease since the author looked. */
	LEASED_MEANWHILE("the lease before has term %s, not %s"),

	/** It would be over already, or last too long. */
	WRONG_END("a lease ends after %s and at most %s days later, not at %s"),

	/** Its time has passed. */
	LEASE_OVER("the lease is over"),

	/** It is free. */
	NO_LEASE("there is no lease of term %s"),

	/** The lease that stands is another one. */
	OTHER_TERM("the lease has term %s, not %s"),

	/** Somebody else leases it. */
	NOT_THE_LESSEE("the lease is not the author's"),

	/** Somebody else owns it. */
	NOT_THE_OWNER("the asset is not the author's"),

	/** Its owner changed it since the author looked. */
	CHANGED_MEANWHILE("the asset has revision %s, not %s");

	private final RefusalText text;

	AssetRefusal(String words) {
		this.text = RefusalText.of(words);
	}

	/** What programs tell it by: {@code assets:} and its name. */
	public String kind() {
		return "assets:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/** In words. */
	public String about(Object... these) {
		return text.about(these);
	}

	/** As an exception. */
	public RejectedException rejection(Object... these) {
		return RejectedException.of(kind(), about(these));
	}

	/** The refusal that a reason is, if it is one of these. */
	public static Optional<AssetRefusal> of(String reason) {
		return Arrays.stream(values()).filter(refusal -> refusal.text.matches(reason)).findFirst();
	}

}
