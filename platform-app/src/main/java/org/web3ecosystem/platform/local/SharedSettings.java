package org.web3ecosystem.platform.local;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.web3ecosystem.spi.Setting;

/** Settings that four nodes in one process, which share all of them, cannot have. */
final class SharedSettings {

	private static final String TLS = "web3.trustchain.dns.tls";

	private static final String TLS_PORT = "web3.trustchain.dns.tls-port";

	private SharedSettings() {
	}

	/**
	 * @throws org.web3ecosystem.spi.SettingException if there is one
	 */
	static void check(Environment environment) {
		Binder binder = Binder.get(environment);
		boolean heard = binder.bind(TLS, Boolean.class).orElse(false);
		new Setting(TLS_PORT).require(!heard || !binder.bind(TLS_PORT, String.class).isBound(),
				"one port, and each of the nodes in this process would want it: without it each has its own, "
						+ "800 after that of its DNS");
	}

}
