package org.web3ecosystem.trustchain.ca;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.trust.NodeKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RootCeremonyTests {

	private static final Endpoints ENDPOINTS = new Endpoints(List.of("127.0.0.1", "192.0.2.7"), 1, 2, 3, 4, 5);

	@TempDir
	private Path home;

	private RootCeremony ceremony;

	@BeforeEach
	void begin() {
		ceremony = RootCeremony.begin("local", "local.internal", Instant.now());
	}

	@Test
	void intermediatesAreForTheirPurposeAndNoFurtherAuthority() throws Exception {
		ceremony.equip(home, "node1", NodeKey.generate().id(), ENDPOINTS);

		X509Certificate node = Issuer.load(home.resolve("trustchain"), RootCeremony.NODE_CA).certificate();
		X509Certificate server = Issuer.load(home.resolve("trustchain"), RootCeremony.SERVER_CA).certificate();
		assertThat(List.of(node.getBasicConstraints(), server.getBasicConstraints())).containsOnly(0);
		assertThat(node.getExtendedKeyUsage()).containsExactlyInAnyOrder("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
		assertThat(server.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
		assertThat(node.getCriticalExtensionOIDs()).contains("2.5.29.30", "2.5.29.19", "2.5.29.15");
		node.verify(Pem.certificate(ceremony.root()).getPublicKey());
	}

	@Test
	void keysAreReadableByTheirOwnerAlone() throws IOException {
		ceremony.equip(home, "node1", NodeKey.generate().id(), ENDPOINTS);

		for (String file : List.of("node-ca.key", "node-ca.pem", "server-ca.key", "server-ca.pem")) {
			assertThat(Files.getPosixFilePermissions(home.resolve("trustchain").resolve(file)))
				.isEqualTo(PosixFilePermissions.fromString("rw-------"));
		}
	}

	@ParameterizedTest
	@EnumSource
	void theRootKeyLeavesEncryptedAndIsForgotten(PassphraseOrigin origin) throws Exception {
		ceremony.export(home.resolve("root-key.p8"), "correct horse".toCharArray(), origin);

		assertThat(home.resolve("root-key.p8")).content().startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
		assertThatIllegalStateException()
			.isThrownBy(() -> ceremony.equip(home, "node1", NodeKey.generate().id(), ENDPOINTS));
		OpenSsl.assumePresent();
		assertThat(OpenSsl.run("pkey", "-in", home.resolve("root-key.p8").toString(), "-passin", "pass:correct horse",
				"-noout", "-check"))
			.startsWith("0 ");
		assertThat(
				OpenSsl.run("pkey", "-in", home.resolve("root-key.p8").toString(), "-passin", "pass:wrong", "-noout"))
			.doesNotStartWith("0 ");
	}

	@Test
	void theRootKeyDoesNotLeaveWithoutPassphrase() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ceremony.export(home.resolve("root-key.p8"), new char[0], PassphraseOrigin.CHOSEN));

		assertThat(home.resolve("root-key.p8")).doesNotExist();
	}

	@Test
	void opensslAcceptsTheIntermediatesStrictly() throws Exception {
		OpenSsl.assumePresent();
		ceremony.equip(home, "node1", NodeKey.generate().id(), ENDPOINTS);
		ceremony.writeRoot(home.resolve("root.pem"));

		for (String name : List.of("node-ca.pem", "server-ca.pem")) {
			assertThat(OpenSsl.run("verify", "-x509_strict", "-CAfile", home.resolve("root.pem").toString(),
					home.resolve("trustchain").resolve(name).toString()))
				.startsWith("0 ");
		}
	}

	@Test
	void aKeyOfAnotherCertificateIsRefused() throws IOException {
		ceremony.equip(home, "node1", NodeKey.generate().id(), ENDPOINTS);
		Path directory = home.resolve("trustchain");
		Files.copy(directory.resolve("server-ca.key"), directory.resolve("node-ca.key"),
				java.nio.file.StandardCopyOption.REPLACE_EXISTING);

		assertThatThrownBy(() -> Issuer.load(directory, RootCeremony.NODE_CA)).isInstanceOf(CaException.class)
			.hasMessageContaining("does not belong");
	}

	@Test
	void twoCeremoniesShareNothing() {
		assertThat(RootCeremony.begin("local", "local.internal", Instant.now()).root()).isNotEqualTo(ceremony.root());
	}

}
