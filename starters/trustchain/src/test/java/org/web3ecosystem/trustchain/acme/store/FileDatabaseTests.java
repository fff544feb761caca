package org.web3ecosystem.trustchain.acme.store;

import java.io.BufferedReader;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.nimbusds.jose.jwk.ECKey;
import com.zaxxer.hikari.HikariDataSource;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.trustchain.ca.TestAuthority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FileDatabaseTests extends AcmeStoreContract {

	@TempDir
	private Path directory;

	@Override
	AcmeStore open() {
		return Database.in(directory.resolve("acme")).open(OWNER);
	}

	@Override
	AcmeStore reopened(AcmeStore open) {
		open.close();
		return open();
	}

	@Test
	void onlyItsOwnerMayEnter() throws Exception {
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("acme"))))
			.isEqualTo("rwx------");
	}

	@Test
	void anotherNodesIsNotOpened() {
		open().close();

		assertThatExceptionOfType(StoreException.class)
			.isThrownBy(() -> Database.in(directory.resolve("acme")).open(new NodeId("b2".repeat(32))))
			.withMessageContaining("belongs to another node, a1a1a1a1");
	}

	@Test
	void whatIsNoStoreIsNotOpened() throws Exception {
		Path other = directory.resolve("other");
		Files.createDirectories(other);
		Files.writeString(other.resolve("store.mv.db"), "not a database ".repeat(1000));

		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> Database.in(other).open(OWNER))
			.withMessageContaining(other.toString());
	}

	/**
	 * Each account that was said to be stored is there, though the process was killed.
	 */
	@Test
	void nothingIsLostWhenTheProcessIsKilled() throws Exception {
		Path home = directory.resolve("killed");
		Process writer = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp", classPath(),
				KilledStore.class.getName(), home.toString())
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		List<Integer> all = new ArrayList<>();
		try (BufferedReader said = writer.inputReader()) {
			for (String line = said.readLine(); line != null; line = said.readLine()) {
				all.add(Integer.parseInt(line));
				if (all.size() == 20) {
					// through the handle: what was said before may still be read
					writer.toHandle().destroyForcibly();
				}
			}
		}
		assertThat(all).hasSizeGreaterThanOrEqualTo(20);
		try (AcmeStore store = Database.in(home).open(OWNER)) {
			assertThat(all).allSatisfy(number -> assertThat(store.account("account" + number)).isPresent());
		}
	}

	/** What the store needs and nothing else. */
	private static String classPath() {
		return Stream
			.of(KilledStore.class, Database.class, HikariDataSource.class, NodeId.class, TestAuthority.class,
					Flyway.class, JdbcDataSource.class, ECKey.class, SubjectPublicKeyInfo.class, JsonMapper.class,
					JsonFactory.class, JsonTypeInfo.class, Logger.class)
			.map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
			.distinct()
			.collect(Collectors.joining(File.pathSeparator));
	}

}
