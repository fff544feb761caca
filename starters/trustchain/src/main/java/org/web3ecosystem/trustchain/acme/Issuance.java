package org.web3ecosystem.trustchain.acme;

import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.acme.problem.AcmeException;
import org.web3ecosystem.trustchain.acme.problem.ErrorType;
import org.web3ecosystem.trustchain.acme.problem.Problem;
import org.web3ecosystem.trustchain.acme.state.Account;
import org.web3ecosystem.trustchain.acme.state.IssuedCertificate;
import org.web3ecosystem.trustchain.acme.state.Order;
import org.web3ecosystem.trustchain.acme.store.AcmeStore;
import org.web3ecosystem.trustchain.ca.Authority;
import org.web3ecosystem.trustchain.ca.SigningRequest;

/**
 * Turns an order that is ready into a certificate, once. That it begins is stored before
 * it does, so a process that died meanwhile issues nothing for the same order again; what
 * it had issued is in the log.
 * <p>
 * The subject of such a certificate is the account, by the digest of its key: nobody who
 * looks for a node's id finds one.
 */
final class Issuance {

	private static final Duration PATIENCE = Duration.ofSeconds(8);

	private static final int MAX_COMMON_NAME = 64;

	private static final Logger logger = LoggerFactory.getLogger(Issuance.class);

	private final Supplier<Optional<Authority>> authority;

	private final Supplier<AcmeStore> store;

	private final InstantSource clock;

	private final Executor executor;

	/** Orders that this process issues for now. */
	private final Set<String> running = ConcurrentHashMap.newKeySet();

	/**
	 * @param executor virtual threads
	 */
	Issuance(Supplier<Optional<Authority>> authority, Supplier<AcmeStore> store, InstantSource clock,
			Executor executor) {
		this.authority = authority;
		this.store = store;
		this.clock = clock;
		this.executor = executor;
	}

	/**
	 * Issues, and waits a while for it.
	 * @return the order as it is then
	 * @throws AcmeException badCSR or orderNotReady; serverInternal if there is no
	 * authority now
	 */
	Order issue(Account account, Order order, byte[] csr) {
		SigningRequest request = request(account, order, csr);
		Authority issuing = authority.get()
			.orElseThrow(() -> AcmeException.retry(ErrorType.SERVER_INTERNAL, Duration.ofSeconds(30),
					"this node has no issuing authority, or not now"));
		if (!running.add(order.id())) {
			throw ErrorType.ORDER_NOT_READY.because("the order is processing, not ready");
		}
		CompletionStage<Order> stage;
		try {
			store.get().changeOrder(order.id(), current -> current.at(clock.instant()).finalizing());
			stage = concluded(account, order, begun(issuing, account, order, request));
		}
		catch (RuntimeException failure) {
			running.remove(order.id());
			throw failure;
		}
		stage.whenComplete((done, failure) -> running.remove(order.id()));
		return settled(order, stage);
	}

	/** An order that nobody issues for any more will not be issued. */
	Order looked(Order order) {
		if (!(order.state() instanceof Order.Processing) || running.contains(order.id())) {
			return order;
		}
		return store.get()
			.changeOrder(order.id(), current -> running.contains(order.id()) ? current : current.failed(
					new Problem(ErrorType.SERVER_INTERNAL, "the server stopped while it issued; make another order")));
	}

	private static SigningRequest request(Account account, Order order, byte[] csr) {
		try {
			SigningRequest request = SigningRequest.parse(csr);
			List<String> names = request.names().stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
			if (!Set.copyOf(names).equals(Set.copyOf(order.names()))) {
				throw ErrorType.BAD_CSR.because("the request is for " + names + ", but the order for " + order.names());
			}
			if (MessageDigest.isEqual(account.accountKey().encoded(), encoded(request))) {
				throw ErrorType.BAD_CSR.because("the key of an account is no key for a certificate");
			}
			return request;
		}
		catch (RejectedException refused) {
			throw ErrorType.BAD_CSR.because(String.valueOf(refused.getMessage()), refused);
		}
	}

	private static byte[] encoded(SigningRequest request) {
		try {
			return request.key().getEncoded();
		}
		catch (java.io.IOException impossible) {
			throw new IllegalStateException("encoding a key in memory", impossible);
		}
	}

	private static CompletionStage<CertificateChain> begun(Authority issuing, Account account, Order order,
			SigningRequest request) {
		String first = order.names().getFirst();
		NodeId subject = new NodeId(HexFormat.of().formatHex(Base64.getUrlDecoder().decode(account.thumbprint())));
		try {
			return issuing.issue(new org.web3ecosystem.trustchain.ca.Order(request, Purpose.SERVER, subject,
					(first.length() <= MAX_COMMON_NAME) ? first : "a server", order.names()));
		}
		catch (RuntimeException failure) {
			return CompletableFuture.failedFuture(failure);
		}
	}

	/** Whatever comes of it is stored, whether or not somebody still waits. */
	private CompletionStage<Order> concluded(Account account, Order order, CompletionStage<CertificateChain> issued) {
		return issued.handleAsync((chain, failure) -> (failure == null)
				? store.get()
					.issued(order.id(), IssuedCertificate.of(account.id(), order.names(), chain.certificates()))
				: unissued(order, Async.cause(failure)), executor);
	}

	private Order unissued(Order order, Throwable failure) {
		return switch (failure) {
			case RejectedException refused -> store.get()
				.changeOrder(order.id(), current -> current
					.failed(new Problem(ErrorType.BAD_CSR, String.valueOf(refused.getMessage()))));
			case UnavailableException notNow -> {
				logger.atWarn()
					.addKeyValue("order", order.id())
					.addKeyValue("reason", notNow.getMessage())
					.log("nothing was issued now");
				yield store.get().changeOrder(order.id(), Order::postponed);
			}
			default -> {
				logger.atError().addKeyValue("order", order.id()).setCause(failure).log("issuing failed");
				yield store.get()
					.changeOrder(order.id(), current -> current
						.failed(new Problem(ErrorType.SERVER_INTERNAL, "the certificate could not be issued")));
			}
		};
	}

	private Order settled(Order order, CompletionStage<Order> stage) {
		Order settled;
		try {
			settled = Async.await(stage, PATIENCE, "the authority");
		}
		catch (UnavailableException late) {
			return store.get().order(order.id()).orElseThrow();
		}
		if (settled.state() instanceof Order.Ready) {
			throw AcmeException.retry(ErrorType.SERVER_INTERNAL, Duration.ofSeconds(5),
					"nothing could be issued now; finalize the order again");
		}
		return settled;
	}

}
