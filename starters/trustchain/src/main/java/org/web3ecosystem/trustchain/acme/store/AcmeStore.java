package org.web3ecosystem.trustchain.acme.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

import org.web3ecosystem.trustchain.acme.state.Account;
import org.web3ecosystem.trustchain.acme.state.ExternalKey;
import org.web3ecosystem.trustchain.acme.state.IssuedCertificate;
import org.web3ecosystem.trustchain.acme.state.Order;

/**
 * What survives. Laws, tested by {@code AcmeStoreContract}:
 * <ol>
 * <li>what a method wrote is durable when it returns;
 * <li>a change is atomic: of two at once, one sees what the other wrote;
 * <li>if the function of a change throws, nothing is changed and it is thrown on;
 * <li>no method reads more than it returns, or a bounded part.
 * </ol>
 * Thread-safe. Blocks; to be called on virtual threads.
 */
public interface AcmeStore extends AutoCloseable {

	/** The most that a list or a tidying-up takes at once. */
	int AT_ONCE = 100;

	/**
	 * Adds an account, and spends the external key that it is bound to.
	 * @return false if the key of the account is another's already, or the external key
	 * is spent; then nothing is changed
	 */
	boolean add(Account account);

	Optional<Account> account(String id);

	Optional<Account> accountOfKey(String thumbprint);

	/**
	 * Changes an account.
	 * @return the changed one; empty if its new key is another's
	 * @throws java.util.NoSuchElementException if there is none
	 */
	Optional<Account> changeAccount(String id, UnaryOperator<Account> change);

	void add(ExternalKey key);

	Optional<ExternalKey> externalKey(String id);

	/**
	 * Adds an order; one that replaces a certificate marks that as replaced.
	 * @return false, and nothing is changed, if it is replaced already
	 */
	boolean add(Order order);

	Optional<Order> order(String id);

	/**
	 * Changes an order.
	 * @throws java.util.NoSuchElementException if there is none
	 */
	Order changeOrder(String id, UnaryOperator<Order> change);

	/**
	 * Ids of an account's orders in their order, at most {@link #AT_ONCE}.
	 * @param after the last one seen; empty for the first
	 */
	List<String> orders(String account, String after);

	/** Adds a certificate, and makes its order valid, in one. */
	Order issued(String order, IssuedCertificate certificate);

	Optional<IssuedCertificate> certificate(String id);

	/**
	 * Changes a certificate's record.
	 * @throws java.util.NoSuchElementException if there is none
	 */
	IssuedCertificate changeCertificate(String id, UnaryOperator<IssuedCertificate> change);

	/**
	 * Forgets a part of the orders, certificates and unused external keys that ended
	 * before.
	 * @return how many
	 */
	int forget(Instant endedBefore);

	@Override
	void close();

}
