package org.web3ecosystem.trustchain.acme.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.UnaryOperator;

import javax.sql.DataSource;

import org.web3ecosystem.trustchain.acme.state.Account;
import org.web3ecosystem.trustchain.acme.state.ExternalKey;
import org.web3ecosystem.trustchain.acme.state.IssuedCertificate;
import org.web3ecosystem.trustchain.acme.state.Order;
import org.web3ecosystem.trustchain.acme.store.Transactions.DuplicateException;
import org.web3ecosystem.trustchain.acme.store.Transactions.Session;

/**
 * The store in a relational database. A row is a document with what it is found by beside
 * it; the SQL is what H2 and PostgreSQL have in common.
 */
final class JdbcStore implements AcmeStore {

	private static final String LOCKED = " FOR UPDATE";

	private final Transactions transactions;

	private final AutoCloseable closing;

	/**
	 * @param source of connections to a database that has been brought up to date
	 * @param closing closes it
	 */
	JdbcStore(DataSource source, AutoCloseable closing) {
		this.transactions = new Transactions(source);
		this.closing = closing;
	}

	@Override
	public boolean add(Account account) {
		try {
			return transactions.run(session -> {
				session.update("INSERT INTO acme_account (id, thumbprint, body) VALUES (?, ?, ?)", account.id(),
						account.thumbprint(), Documents.write(account));
				if (account.externalKey().isPresent() && !spend(session, account)) {
					throw new DuplicateException(new IllegalStateException("the external key is spent"));
				}
				return true;
			});
		}
		catch (DuplicateException known) {
			return false;
		}
	}

	private static boolean spend(Session session, Account account) throws SQLException {
		Optional<ExternalKey> key = session
			.one("SELECT body FROM acme_external_key WHERE id = ?" + LOCKED, account.externalKey().orElseThrow())
			.map(body -> Documents.read(body, ExternalKey.class))
			.filter(unused -> unused.account().isEmpty());
		if (key.isEmpty()) {
			return false;
		}
		session.update("UPDATE acme_external_key SET body = ?, expires = ? WHERE id = ?",
				Documents.write(key.get().spentOn(account.id())), Long.MAX_VALUE, key.get().id());
		return true;
	}

	@Override
	public Optional<Account> account(String id) {
		return find("SELECT body FROM acme_account WHERE id = ?", id, Account.class);
	}

	@Override
	public Optional<Account> accountOfKey(String thumbprint) {
		return find("SELECT body FROM acme_account WHERE thumbprint = ?", thumbprint, Account.class);
	}

	@Override
	public Optional<Account> changeAccount(String id, UnaryOperator<Account> change) {
		try {
			return Optional.of(transactions.run(session -> {
				Account changed = change.apply(locked(session, "acme_account", id, Account.class));
				session.update("UPDATE acme_account SET thumbprint = ?, body = ? WHERE id = ?", changed.thumbprint(),
						Documents.write(changed), id);
				return changed;
			}));
		}
		catch (DuplicateException others) {
			return Optional.empty();
		}
	}

	@Override
	public void add(ExternalKey key) {
		transactions.run(session -> session.update("INSERT INTO acme_external_key (id, expires, body) VALUES (?, ?, ?)",
				key.id(), key.expires().toEpochMilli(), Documents.write(key)));
	}

	@Override
	public Optional<ExternalKey> externalKey(String id) {
		return find("SELECT body FROM acme_external_key WHERE id = ?", id, ExternalKey.class);
	}

	@Override
	public boolean add(Order order) {
		return transactions.run(session -> {
			if (order.replaces().isPresent()) {
				IssuedCertificate old = locked(session, "acme_certificate", order.replaces().get(),
						IssuedCertificate.class);
				if (old.replacedBy().isPresent()) {
					return false;
				}
				write(session, old.replacedBy(order.id()));
			}
			session.update("INSERT INTO acme_order (id, account, expires, body) VALUES (?, ?, ?, ?)", order.id(),
					order.account(), order.expires().toEpochMilli(), Documents.write(order));
			return true;
		});
	}

	@Override
	public Optional<Order> order(String id) {
		return find("SELECT body FROM acme_order WHERE id = ?", id, Order.class);
	}

	@Override
	public Order changeOrder(String id, UnaryOperator<Order> change) {
		return transactions.run(session -> changed(session, id, change));
	}

	private static Order changed(Session session, String id, UnaryOperator<Order> change) throws SQLException {
		Order changed = change.apply(locked(session, "acme_order", id, Order.class));
		session.update("UPDATE acme_order SET body = ? WHERE id = ?", Documents.write(changed), id);
		return changed;
	}

	@Override
	public List<String> orders(String account, String after) {
		return transactions.run(
				session -> session.all("SELECT id FROM acme_order WHERE account = ? AND id > ? ORDER BY id FETCH FIRST "
						+ AT_ONCE + " ROWS ONLY", account, after));
	}

	@Override
	public Order issued(String order, IssuedCertificate certificate) {
		return transactions.run(session -> {
			session.update("INSERT INTO acme_certificate (id, account, not_after, body) VALUES (?, ?, ?, ?)",
					certificate.id(), certificate.account(), certificate.notAfter().toEpochMilli(),
					Documents.write(certificate));
			return changed(session, order, processing -> processing.issued(certificate.id()));
		});
	}

	@Override
	public Optional<IssuedCertificate> certificate(String id) {
		return find("SELECT body FROM acme_certificate WHERE id = ?", id, IssuedCertificate.class);
	}

	@Override
	public IssuedCertificate changeCertificate(String id, UnaryOperator<IssuedCertificate> change) {
		return transactions.run(session -> {
			IssuedCertificate changed = change.apply(locked(session, "acme_certificate", id, IssuedCertificate.class));
			write(session, changed);
			return changed;
		});
	}

	private static void write(Session session, IssuedCertificate certificate) throws SQLException {
		session.update("UPDATE acme_certificate SET body = ? WHERE id = ?", Documents.write(certificate),
				certificate.id());
	}

	@Override
	public int forget(Instant endedBefore) {
		long before = endedBefore.toEpochMilli();
		return transactions.run(session -> forget(session, "acme_order", "expires", before)
				+ forget(session, "acme_certificate", "not_after", before)
				+ forget(session, "acme_external_key", "expires", before));
	}

	private static int forget(Session session, String table, String column, long before) throws SQLException {
		return session.update("DELETE FROM " + table + " WHERE id IN (SELECT id FROM " + table + " WHERE " + column
				+ " < ? FETCH FIRST " + AT_ONCE + " ROWS ONLY)", before);
	}

	@Override
	public void close() {
		try {
			closing.close();
		}
		catch (Exception failure) {
			throw new StoreException("the ACME store could not be closed", failure);
		}
	}

	private <T> Optional<T> find(String sql, String key, Class<T> type) {
		return transactions.run(session -> session.one(sql, key)).map(body -> Documents.read(body, type));
	}

	/** Within a change: nobody else changes it until then. */
	private static <T> T locked(Session session, String table, String id, Class<T> type) throws SQLException {
		return session.one("SELECT body FROM " + table + " WHERE id = ?" + LOCKED, id)
			.map(body -> Documents.read(body, type))
			.orElseThrow(() -> new NoSuchElementException("no row " + id + " in " + table));
	}

}
