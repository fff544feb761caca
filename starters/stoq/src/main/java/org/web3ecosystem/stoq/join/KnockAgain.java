package org.web3ecosystem.stoq.join;

import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.trust.Admission;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.JoinRequest;
import org.web3ecosystem.stoq.rpc.OffLoop;
import org.web3ecosystem.stoq.tls.Readmission;

/**
 * An enrolled node at the join door again, without a token: its node key says who it is,
 * and the door gives it nothing but a leaf. The validators of the genesis document are
 * asked one after the other, in random order, and each proves the root first.
 */
public final class KnockAgain implements Readmission {

	private static final Duration DEADLINE = Duration.ofSeconds(5);

	private static final byte[] NO_TOKEN = new byte[0];

	private final Node node;

	private final JoinClient client;

	private final RandomGenerator random;

	public KnockAgain(Node node, InstantSource clock, RandomGenerator random) {
		this.node = node;
		this.client = new JoinClient(clock);
		this.random = random;
	}

	@Override
	public CompletionStage<CertificateChain> renew(KeyPair leaf) {
		List<InetSocketAddress> doors = new ArrayList<>();
		for (Validator validator : node.genesis().validators()) {
			validator.endpoints()
				.inetAddresses()
				.forEach(address -> doors.add(new InetSocketAddress(address, validator.endpoints().stoq())));
		}
		Collections.shuffle(doors, random);
		return knock(doors, JoinRequests.of(NO_TOKEN, node.key(), node.name(), leaf), new ArrayList<>())
			.thenApply(Admission::chain);
	}

	private CompletableFuture<Admission> knock(List<InetSocketAddress> doors, JoinRequest request,
			List<String> failures) {
		if (doors.isEmpty()) {
			return CompletableFuture.failedFuture(new UnavailableException("no door readmits this node: " + failures));
		}
		return client.join(doors.getFirst(), node.genesis().rootFingerprint(), request, DEADLINE)
			.toCompletableFuture()
			.exceptionallyCompose(failure -> {
				failures.add(doors.getFirst() + ": " + OffLoop.unwrap(failure).getMessage());
				return knock(doors.subList(1, doors.size()), request, failures);
			});
	}

}
