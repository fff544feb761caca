package org.web3ecosystem.systemtest;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.systemtest.harness.CtLog;
import org.web3ecosystem.systemtest.harness.Figures;
import org.web3ecosystem.systemtest.harness.Operator;
import org.web3ecosystem.systemtest.harness.Peer;
import org.web3ecosystem.systemtest.harness.Processes;
import org.web3ecosystem.systemtest.harness.Reach.Reply;
import org.web3ecosystem.systemtest.harness.Requests;
import org.web3ecosystem.systemtest.harness.Scratch;
import org.web3ecosystem.systemtest.harness.TestNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A validator that is killed while it issues: what was given to somebody is in the log
 * afterwards, at one place, and the log only grew. {@code -Dweb3.kills=100} makes it a
 * hundred times.
 */
@SystemTest
class LogKillTests {

	private static final int KILLS = Integer.getInteger("web3.kills", 4);

	private static final int CLIENTS = 6;

	/** So many are given away before the kill, at most. */
	private static final int MOST = 40;

	private static final Duration PATIENCE = FederationContract.PATIENCE;

	private static final Duration AGAIN = Duration.ofMillis(50);

	@Test
	void everyCertificateThatWasGivenAwayIsInTheLog() throws InterruptedException {
		Peer.OPENSSL.require();
		Path directory = Scratch.directory(getClass());
		SplittableRandom random = new SplittableRandom();
		Set<X509Certificate> given = new HashSet<>();
		X509Certificate issuer = null;
		Optional<CtLog.TreeHead> before = Optional.empty();
		try (Processes federation = new Processes(directory, 1)) {
			TestNode node = federation.node(1);
			for (int kill = 0; kill <= KILLS; kill++) {
				federation.start();
				Requests requests = new Requests(node, operator(federation, node), directory);
				List<X509Certificate> first = issueAtLast(requests);
				issuer = first.getLast();
				given.add(first.getFirst());

				CtLog log = new CtLog(path -> body(node, path));
				CtLog.TreeHead head = log.treeHead();
				before.ifPresent(earlier -> log.requireConsistent(earlier, head));
				requireAllLogged(node, log, head, given, issuer);
				if (kill < KILLS) {
					given.addAll(underLoad(federation, node, requests, random.nextInt(MOST)));
				}
				before = Optional.of(head);
			}
		}
		Figures.note(
				"kill -9 of a validator that issues: " + KILLS + " times, certificates given away and all in the log",
				Integer.toString(given.size()), "");
		assertThat(given).hasSizeGreaterThan(KILLS);
	}

	private static void requireAllLogged(TestNode node, CtLog log, CtLog.TreeHead head, Set<X509Certificate> given,
			X509Certificate issuer) {
		Set<Long> places = new HashSet<>();
		for (X509Certificate certificate : given) {
			places.add(log.requireLogged(certificate, issuer, head));
			Reply known = node.get("/trustchain/log/proof?leaf=" + fingerprint(certificate));
			assertThat(known.statusCode()).as("%s", certificate.getSerialNumber()).isEqualTo(200);
		}
		assertThat(places).as("each at a place of its own").hasSize(given.size());
		log.entries(head);
	}

	/**
	 * Kills when so many have been given away, with others under way. A busy node may
	 * refuse some; who was refused asks again, until the node is gone.
	 */
	private static Queue<X509Certificate> underLoad(Processes federation, TestNode node, Requests requests, int many)
			throws InterruptedException {
		Queue<X509Certificate> given = new ConcurrentLinkedQueue<>();
		CountDownLatch enough = new CountDownLatch(many);
		AtomicBoolean killed = new AtomicBoolean();
		AtomicReference<Throwable> refused = new AtomicReference<>();
		List<Thread> clients = new ArrayList<>();
		for (int i = 0; i < CLIENTS; i++) {
			clients.add(Thread.ofVirtual().start(() -> {
				while (!killed.get()) {
					try {
						given.add(requests.issue().getFirst());
						enough.countDown();
					}
					catch (UncheckedIOException | AssertionError failure) {
						refused.set(failure);
						LockSupport.parkNanos(AGAIN.toNanos());
					}
				}
			}));
		}
		boolean reached = enough.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		Throwable last = refused.get();
		federation.kill9(node);
		killed.set(true);
		for (Thread client : clients) {
			client.join();
		}
		assertThat(reached).as("%s of %s were given away; refused last: %s", given.size(), many, last).isTrue();
		return given;
	}

	private static Operator operator(Processes federation, TestNode node) {
		Path certificate = node.home().resolve("operator/operator.pem");
		Awaitility.await(certificate.toString()).atMost(PATIENCE).until(() -> Files.exists(certificate));
		return Operator.of(federation.root(), node.home());
	}

	/** A node that has just been started does not answer yet. */
	private static List<X509Certificate> issueAtLast(Requests requests) {
		return Awaitility.await("a certificate")
			.atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(200))
			.ignoreExceptionsMatching(
					failure -> failure instanceof UncheckedIOException || failure instanceof AssertionError)
			.until(requests::issue, chain -> !chain.isEmpty());
	}

	private static String body(TestNode node, String path) {
		Reply reply = node.get(path);
		assertThat(reply.statusCode()).as("%s: %s", path, reply.body()).isEqualTo(200);
		return reply.body();
	}

	private static String fingerprint(X509Certificate certificate) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
		}
		catch (GeneralSecurityException impossible) {
			throw new AssertionError(impossible);
		}
	}

}
