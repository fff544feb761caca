package org.web3ecosystem.trustchain.acme.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import javax.sql.DataSource;

/** Transactions over plain JDBC, each on its own connection. */
final class Transactions {

	/** SQL standard, class 23: a constraint is violated. */
	private static final String CONSTRAINT = "23";

	private final DataSource source;

	Transactions(DataSource source) {
		this.source = source;
	}

	/** What is done within one transaction. */
	@FunctionalInterface
	interface Work<T> {

		T in(Session session) throws SQLException;

	}

	/** Something that must be the only one of its kind was there. */
	static final class DuplicateException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		DuplicateException(Throwable cause) {
			super(cause);
		}

	}

	/**
	 * Carries work out and commits; what it throws rolls back.
	 * @throws StoreException if the database does not do it
	 * @throws DuplicateException if a constraint is violated
	 */
	<T> T run(Work<T> work) {
		try (Connection connection = source.getConnection()) {
			connection.setAutoCommit(false);
			try {
				T result = work.in(new Session(connection));
				connection.commit();
				return result;
			}
			catch (SQLException | RuntimeException failure) {
				connection.rollback();
				throw failure;
			}
		}
		catch (SQLException failure) {
			if (failure instanceof SQLIntegrityConstraintViolationException
					|| String.valueOf(failure.getSQLState()).startsWith(CONSTRAINT)) {
				throw new DuplicateException(failure);
			}
			throw new StoreException("the ACME store does not answer", failure);
		}
	}

	/**
	 * One transaction.
	 *
	 * @param connection on which it runs
	 */
	record Session(Connection connection) {

		/** How many rows were changed. */
		int update(String sql, Object... parameters) throws SQLException {
			try (PreparedStatement statement = prepared(sql, parameters)) {
				return statement.executeUpdate();
			}
		}

		/** The first column of each row. */
		List<String> all(String sql, Object... parameters) throws SQLException {
			try (PreparedStatement statement = prepared(sql, parameters); ResultSet rows = statement.executeQuery()) {
				List<String> all = new ArrayList<>();
				while (rows.next()) {
					all.add(rows.getString(1));
				}
				return all;
			}
		}

		Optional<String> one(String sql, Object... parameters) throws SQLException {
			return all(sql, parameters).stream().findFirst();
		}

		private PreparedStatement prepared(String sql, Object... parameters) throws SQLException {
			PreparedStatement statement = connection.prepareStatement(sql);
			for (int i = 0; i < parameters.length; i++) {
				statement.setObject(i + 1, parameters[i]);
			}
			return statement;
		}

	}

}
