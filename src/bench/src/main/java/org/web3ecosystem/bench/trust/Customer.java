package org.web3ecosystem.bench.trust;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import org.shredzone.acme4j.Account;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.PollableResource;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.exception.AcmeException;

/** An account that orders one certificate after another. */
final class Customer {

	private static final Duration POLL = Duration.ofMillis(20);

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final Account account;

	private final Map<String, String> challenges;

	private final KeyPair certified = Trust.keys();

	/**
	 * @param challenges what is shown over HTTP, by token
	 */
	Customer(String url, Map<String, String> challenges) throws AcmeException, GeneralSecurityException {
		this.account = new AccountBuilder().agreeToTermsOfService().useKeyPair(Trust.keys()).create(new Session(url));
		this.challenges = challenges;
	}

	/** From the order to the certificate. */
	void order(String name) throws AcmeException, IOException {
		Order order = account.newOrder().domain(name).create();
		for (Authorization authorization : order.getAuthorizations()) {
			Http01Challenge challenge = authorization.findChallenge(Http01Challenge.class).orElseThrow();
			challenges.put(challenge.getToken(), challenge.getAuthorization());
			challenge.trigger();
			await(authorization);
			challenges.remove(challenge.getToken());
		}
		order.execute(certified);
		await(order);
		order.getCertificate().download();
	}

	private static void await(PollableResource resource) throws AcmeException, IOException {
		long begun = System.nanoTime();
		resource.fetch();
		while (resource.getStatus() != Status.VALID) {
			if (resource.getStatus() == Status.INVALID || System.nanoTime() - begun > PATIENCE.toNanos()) {
				throw new IOException("an order came to " + resource.getStatus());
			}
			LockSupport.parkNanos(POLL.toNanos());
			resource.fetch();
		}
	}

}
