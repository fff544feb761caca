package org.web3ecosystem.systemtest.harness;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Notes, after the last test, how long the build took that ends with these tests. */
public final class WholeBuild implements BeforeAllCallback {

	@Override
	public void beforeAll(ExtensionContext context) {
		context.getRoot()
			.getStore(ExtensionContext.Namespace.GLOBAL)
			.computeIfAbsent(WholeBuild.class, once -> (AutoCloseable) WholeBuild::note);
	}

	private static void note() {
		String begun = System.getProperty("web3.build-began", "");
		if (!begun.isEmpty()) {
			Duration took = Duration.between(Instant.parse(begun), Instant.now());
			Figures.note("this build, to the end of the system tests",
					took.toMinutes() + " min " + took.toSecondsPart() + " s, load average then " + Figures.load(),
					"≤ 20 min");
		}
	}

}
