package org.web3ecosystem.catalog.ledger;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import org.web3ecosystem.spi.RefusalText;
import org.web3ecosystem.spi.RejectedException;

/** Why something is not published, or not done with what is. */
public enum CatalogueRefusal {

	/** The name is somebody else's. */
	NOT_THE_OWNER("the package '%s' is another owner's"),

	/** Publish another version. */
	VERSION_EXISTS("%s is published with other content; a version never changes"),

	/** There is no room for another. */
	FULL("a package has at most %s versions and %s keywords in all"),

	/** Something it needs is not there. */
	UNRESOLVABLE("it could not be resolved: %s"),

	/** The economy refuses to charge its owner. */
	FEE_NOT_PAID("the fee cannot be paid: %s"),

	/** Nobody published it. */
	UNKNOWN_VERSION("there is no %s %s"),

	/** Nobody uploaded it here. */
	BLOB_MISSING("this node does not have the blob %s: upload it first"),

	/** What was uploaded is something else. */
	OTHER_BYTES("the bytes have the digest %s, not %s");

	private final RefusalText text;

	CatalogueRefusal(String words) {
		this.text = RefusalText.of(words);
	}

	/** What programs tell it by: {@code catalog:} and its name. */
	public String kind() {
		return "catalog:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
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
	public static Optional<CatalogueRefusal> of(String reason) {
		return Arrays.stream(values()).filter(refusal -> refusal.text.matches(reason)).findFirst();
	}

}
