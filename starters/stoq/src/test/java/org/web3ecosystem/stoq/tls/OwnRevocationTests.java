package org.web3ecosystem.stoq.tls;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.CertificateProvider;
import org.web3ecosystem.spi.trust.CertificateRequest;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestNode;
import org.web3ecosystem.stoq.TestSeat;
import org.web3ecosystem.stoq.wire.Limits;

import static org.assertj.core.api.Assertions.assertThat;

/** A node whose own certificate was revoked. */
class OwnRevocationTests {

	private final TestFederation federation = new TestFederation(1);

	private final Set<BigInteger> revoked = ConcurrentHashMap.newKeySet();

	private final AtomicInteger issued = new AtomicInteger();

	private final TestNode node = new TestNode(federation.node(0), new TestSeat(new Register(federation.issuer())),
			Limits.DEFAULT, Optional.empty())
		.start();

	@AfterEach
	void close() {
		node.close();
	}

	@Test
	void itShowsAnotherAtOnceAndOnlyThen() {
		Generation first = node.keeper.generation().orElseThrow();
		revoked.add(BigInteger.ONE);
		node.keeper.revoked();
		revoked.add(first.identity().chain().leaf().getSerialNumber());
		node.keeper.revoked();

		long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
		while (node.keeper.generation().orElseThrow() == first) {
			assertThat(System.nanoTime()).as("waited in vain").isLessThan(deadline);
			LockSupport.parkNanos(5_000_000);
		}
		assertThat(issued).as("the first, and one more").hasValue(2);
		assertThat(revoked)
			.doesNotContain(node.keeper.generation().orElseThrow().identity().chain().leaf().getSerialNumber());
	}

	private final class Register implements CertificateProvider {

		private final CertificateProvider issuer;

		private Register(CertificateProvider issuer) {
			this.issuer = issuer;
		}

		@Override
		public CompletionStage<CertificateChain> certificate(CertificateRequest request) {
			issued.incrementAndGet();
			return issuer.certificate(request);
		}

		@Override
		public CompletionStage<Verdict> validate(CertificateChain chain, Purpose purpose, NodeId subject) {
			return revoked.contains(chain.leaf().getSerialNumber())
					? CompletableFuture.completedFuture(Verdict.rejected("revoked"))
					: issuer.validate(chain, purpose, subject);
		}

	}

}
