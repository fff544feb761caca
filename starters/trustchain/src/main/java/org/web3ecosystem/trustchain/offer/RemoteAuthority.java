package org.web3ecosystem.trustchain.offer;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.spi.transport.TransportProvider;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.CertificateRequest;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.ledger.TaintedAuthorities;

/**
 * Asks the other validators, in random order, until one issues. What comes back is judged
 * like any stranger's: the path, the key, and the proof that the leaf is logged. Blocks;
 * call it on a virtual thread.
 */
final class RemoteAuthority {

	private static final Duration DEADLINE = Duration.ofSeconds(5);

	/** Evidence for own leaves; older than that nobody shows them. */
	private static final int REMEMBERED = 32;

	private final Node node;

	private final TransportProvider transport;

	private final org.web3ecosystem.trustchain.path.Validator validator;

	private final TaintedAuthorities tainted;

	private final InstantSource clock;

	private final RandomGenerator random;

	private final Map<String, LogEvidence> evidence = Collections.synchronizedMap(new LinkedHashMap<>() {
		@Override
		protected boolean removeEldestEntry(Map.Entry<String, LogEvidence> eldest) {
			return size() > REMEMBERED;
		}
	});

	private volatile @Nullable Instant lastSuccess;

	RemoteAuthority(Node node, TransportProvider transport, org.web3ecosystem.trustchain.path.Validator validator,
			TaintedAuthorities tainted, InstantSource clock, RandomGenerator random) {
		this.node = node;
		this.transport = transport;
		this.validator = validator;
		this.tainted = tainted;
		this.clock = clock;
		this.random = random;
	}

	/**
	 * Gets a certificate.
	 * @throws RejectedException if more validators refuse than may be liars
	 * @throws UnavailableException if nobody issues now
	 */
	CertificateChain issue(CertificateRequest request) {
		List<Validator> others = others();
		List<String> refusals = new ArrayList<>();
		List<String> failures = new ArrayList<>();
		byte[] message = message(request);
		for (Validator other : others) {
			try {
				CertificateChain chain = ask(other, message, request);
				lastSuccess = clock.instant();
				return chain;
			}
			catch (TransportException.RemoteFailure failure) {
				(failure.isRejected() ? refusals : failures).add(other.name() + ": " + Reason.of(failure));
			}
			catch (UnavailableException | IllegalArgumentException failure) {
				failures.add(other.name() + ": " + Reason.of(failure));
			}
		}
		if (refusals.size() > node.genesis().f()) {
			throw new RejectedException("the validators refuse to issue: " + refusals);
		}
		throw new UnavailableException("no validator issues now: " + refusals + failures);
	}

	/**
	 * Whether some validator shows its log now, which it can only if it could issue. What
	 * {@link #lastSuccess} tells of.
	 */
	boolean reach() {
		for (Validator other : others()) {
			try {
				byte[] shown = Async.await(connect(other).request(CheckpointHandler.METHOD, new byte[0], DEADLINE),
						DEADLINE, other.name());
				if (CheckpointHandler.isVouchedFor(shown, other.publicKey())) {
					lastSuccess = clock.instant();
					return true;
				}
			}
			catch (UnavailableException | IllegalArgumentException failure) {
				// the next one, then
			}
		}
		return false;
	}

	/** The evidence that came with a leaf. */
	Optional<LogEvidence> evidence(CertificateChain chain) {
		return Optional.ofNullable(evidence.get(Digest.hex(Digest.encoded(chain.leaf()))));
	}

	/** When a validator last issued to this node, or showed that it could. */
	Optional<Instant> lastSuccess() {
		return Optional.ofNullable(lastSuccess);
	}

	private byte[] message(CertificateRequest request) {
		Instant now = clock.instant();
		return IssueRequest
			.sign(node.key(), node.genesis().chainId(), OwnRequest.pkcs10(node, request, now), request.purpose(), now)
			.encode();
	}

	private List<Validator> others() {
		List<Validator> others = new ArrayList<>(
				node.genesis().validators().stream().filter(each -> !each.id().equals(node.id())).toList());
		Collections.shuffle(others, random);
		return others;
	}

	private Connection connect(Validator other) {
		return Async.await(transport.connect(Peer.of(other), DEADLINE), DEADLINE, other.name());
	}

	private CertificateChain ask(Validator other, byte[] message, CertificateRequest request) {
		IssueAnswer answer = IssueAnswer.decode(
				Async.await(connect(other).request(IssueRequest.METHOD, message, DEADLINE), DEADLINE, other.name()));
		accept(answer, other, request);
		return answer.chain();
	}

	private void accept(IssueAnswer answer, Validator other, CertificateRequest request) {
		CertificateChain chain = answer.chain();
		if (!validator.validate(chain, request.purpose(), request.node()).isAccepted()) {
			throw new IllegalArgumentException("answered with a chain that is not good");
		}
		if (tainted.find(chain.certificates().get(1)).isPresent()) {
			throw new IllegalArgumentException("answered with a certificate of a tainted authority");
		}
		if (!Arrays.equals(chain.leaf().getPublicKey().getEncoded(), request.keys().getPublic().getEncoded())) {
			throw new IllegalArgumentException("answered with a certificate for another key");
		}
		byte[] leaf = Digest.encoded(chain.leaf());
		if (!answer.evidence().proves(chain, other.publicKey())) {
			throw new IllegalArgumentException("did not prove that the certificate is logged");
		}
		evidence.put(Digest.hex(leaf), answer.evidence());
	}

}
