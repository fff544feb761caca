package org.web3ecosystem.trustchain.autoconfigure;

import org.springframework.context.SmartLifecycle;

import org.web3ecosystem.trustchain.renewal.IdentityRenewal;

/** Has the certificate of an application's server obtained while it runs. */
final class ServerCertificate implements SmartLifecycle {

	private final IdentityRenewal renewal;

	private volatile boolean running;

	ServerCertificate(IdentityRenewal renewal) {
		this.renewal = renewal;
	}

	@Override
	public void start() {
		running = true;
		renewal.start();
	}

	@Override
	public void stop() {
		running = false;
		renewal.close();
	}

	@Override
	public boolean isRunning() {
		return running;
	}

}
