package org.web3ecosystem.spi.health;

import java.util.function.Supplier;

/**
 * An advanced feature of the roadmap that {@code complete} waits for. One that is not
 * built says so; it never claims to be active.
 *
 * @param component whose it is
 * @param name such as {@code space-proof}
 * @param finding whether it works now, from what was observed
 */
public record Feature(String component, String name, Supplier<Criterion.Finding> finding) {

	/** A feature of the plan that this version does not have. */
	public static Feature notBuilt(String component, String name) {
		return new Feature(component, name, () -> Criterion.Finding.waitingFor("not built yet"));
	}

}
