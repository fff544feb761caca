package org.web3ecosystem.trustchain.acme;

import java.time.Duration;

/**
 * What an operator may choose.
 *
 * @param externalAccountAlways an account on this machine needs the operator's key too
 * @param ordersPerHour of one account, and as many at once after a pause
 * @param accountsPerHour new ones from one address
 * @param failuresPerHour validations of one name by one account that may fail
 * @param validationPause between two attempts of a validation
 */
public record AcmeSettings(boolean externalAccountAlways, int ordersPerHour, int accountsPerHour, int failuresPerHour,
		Duration validationPause) {

	private static final int MOST = 100_000;

	public AcmeSettings {
		require(ordersPerHour, "orders-per-hour");
		require(accountsPerHour, "accounts-per-hour");
		require(failuresPerHour, "failures-per-hour");
	}

	private static void require(int rate, String name) {
		if (rate < 1 || rate > MOST) {
			throw new IllegalArgumentException("web3.trustchain.acme." + name + " is 1 to " + MOST);
		}
	}

}
