package org.web3ecosystem.trustchain.acme;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.UnaryOperator;

import org.web3ecosystem.trustchain.acme.state.Account;
import org.web3ecosystem.trustchain.acme.state.ExternalKey;
import org.web3ecosystem.trustchain.acme.state.IssuedCertificate;
import org.web3ecosystem.trustchain.acme.state.Order;
import org.web3ecosystem.trustchain.acme.store.AcmeStore;

/** A store that keeps the laws, all but durability. */
public final class MemoryStore implements AcmeStore {

	private final Map<String, Account> accounts = new HashMap<>();

	private final Map<String, ExternalKey> keys = new HashMap<>();

	private final Map<String, Order> orders = new HashMap<>();

	private final Map<String, IssuedCertificate> certificates = new HashMap<>();

	@Override
	public synchronized boolean add(Account account) {
		if (accountOfKey(account.thumbprint()).isPresent()) {
			return false;
		}
		if (account.externalKey().isPresent()) {
			ExternalKey key = keys.get(account.externalKey().get());
			if (key == null || key.account().isPresent()) {
				return false;
			}
			keys.put(key.id(), key.spentOn(account.id()));
		}
		accounts.put(account.id(), account);
		return true;
	}

	@Override
	public synchronized Optional<Account> account(String id) {
		return Optional.ofNullable(accounts.get(id));
	}

	@Override
	public synchronized Optional<Account> accountOfKey(String thumbprint) {
		return accounts.values().stream().filter(account -> account.thumbprint().equals(thumbprint)).findFirst();
	}

	@Override
	public synchronized Optional<Account> changeAccount(String id, UnaryOperator<Account> change) {
		Account changed = change.apply(present(accounts, id));
		if (accountOfKey(changed.thumbprint()).filter(other -> !other.id().equals(id)).isPresent()) {
			return Optional.empty();
		}
		accounts.put(id, changed);
		return Optional.of(changed);
	}

	@Override
	public synchronized void add(ExternalKey key) {
		keys.put(key.id(), key);
	}

	@Override
	public synchronized Optional<ExternalKey> externalKey(String id) {
		return Optional.ofNullable(keys.get(id));
	}

	@Override
	public synchronized boolean add(Order order) {
		if (order.replaces().isPresent()) {
			IssuedCertificate old = present(certificates, order.replaces().get());
			if (old.replacedBy().isPresent()) {
				return false;
			}
			certificates.put(old.id(), old.replacedBy(order.id()));
		}
		orders.put(order.id(), order);
		return true;
	}

	@Override
	public synchronized Optional<Order> order(String id) {
		return Optional.ofNullable(orders.get(id));
	}

	@Override
	public synchronized Order changeOrder(String id, UnaryOperator<Order> change) {
		Order changed = change.apply(present(orders, id));
		orders.put(id, changed);
		return changed;
	}

	@Override
	public synchronized List<String> orders(String account, String after) {
		return orders.values()
			.stream()
			.filter(order -> order.account().equals(account))
			.map(Order::id)
			.filter(id -> id.compareTo(after) > 0)
			.sorted()
			.limit(AT_ONCE)
			.toList();
	}

	@Override
	public synchronized Order issued(String order, IssuedCertificate certificate) {
		certificates.put(certificate.id(), certificate);
		return changeOrder(order, processing -> processing.issued(certificate.id()));
	}

	@Override
	public synchronized Optional<IssuedCertificate> certificate(String id) {
		return Optional.ofNullable(certificates.get(id));
	}

	@Override
	public synchronized IssuedCertificate changeCertificate(String id, UnaryOperator<IssuedCertificate> change) {
		IssuedCertificate changed = change.apply(present(certificates, id));
		certificates.put(id, changed);
		return changed;
	}

	@Override
	public synchronized int forget(Instant endedBefore) {
		int before = orders.size() + certificates.size() + keys.size();
		orders.values().removeIf(order -> order.expires().isBefore(endedBefore));
		certificates.values().removeIf(certificate -> certificate.notAfter().isBefore(endedBefore));
		keys.values().removeIf(key -> key.account().isEmpty() && key.expires().isBefore(endedBefore));
		return before - orders.size() - certificates.size() - keys.size();
	}

	@Override
	public void close() {
		accounts.clear();
	}

	private static <T> T present(Map<String, T> all, String id) {
		return Optional.ofNullable(all.get(id)).orElseThrow(() -> new NoSuchElementException(id));
	}

}
