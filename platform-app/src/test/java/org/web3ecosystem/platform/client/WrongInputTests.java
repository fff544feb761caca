package org.web3ecosystem.platform.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3ecosystem.hypermesh.state.GenesisState;
import org.web3ecosystem.platform.command.Command;
import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.platform.command.Who;
import org.web3ecosystem.platform.export.ExportCommand;
import org.web3ecosystem.platform.federation.FederationDirectory;
import org.web3ecosystem.platform.federation.FederationPlan;
import org.web3ecosystem.platform.federation.Founding;
import org.web3ecosystem.platform.membership.TokenCommand;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spi.trust.NodeKeyFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What commands say to what they cannot use. */
class WrongInputTests {

	@TempDir
	private Path directory;

	private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

	private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

	private Who.KeyFile key(String store, String passphrase) throws IOException {
		return new Who.KeyFile(directory.resolve(store),
				Files.writeString(directory.resolve("passphrase"), passphrase));
	}

	private static void refused(Runnable command, String why, String remedy) {
		assertThatExceptionOfType(RefusedException.class).isThrownBy(command::run)
			.withMessageContaining(why)
			.satisfies(refused -> assertThat(refused.remedy()).contains(remedy));
	}

	private JsonNode json() {
		return JsonMapper.shared().readTree(printed.toByteArray());
	}

	@Test
	void aKeyThatIsNotThereIsSaidNotToBe() throws IOException {
		Who.KeyFile absent = key("absent.p12", "a passphrase of sixteen");

		refused(() -> new KeyCommand(out, false).show(absent), "there is no key store", "'key create'");
	}

	@Test
	void aWrongPassphraseIsOne() throws IOException {
		new KeyCommand(out, false).create(key("k.p12", "a passphrase of sixteen"));
		Who.KeyFile wrong = key("k.p12", "another passphrase");

		refused(() -> new KeyCommand(out, false).show(wrong), "does not open", "it was made with");
	}

	@Test
	void whatIsNoKeyStoreIsSaidToBeNone() throws IOException {
		for (String content : List.of("", "text", "0".repeat(70_000))) {
			Files.writeString(directory.resolve("none.p12"), content);
			Who.KeyFile none = key("none.p12", "a passphrase of sixteen");

			assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> new KeyCommand(out, false).show(none))
				.withMessageContaining("is no key store")
				.withMessageNotContaining("null");
		}
	}

	@Test
	void aKeyIsShownAsADocumentToo() throws IOException {
		Who.KeyFile file = key("k.p12", "a passphrase of sixteen");
		new KeyCommand(new PrintStream(new ByteArrayOutputStream()), false).create(file);

		new KeyCommand(out, true).show(file);

		assertThat(json().path("owner").stringValue()).startsWith(json().path("account").stringValue()).hasSize(64);
	}

	@Test
	void aProofIsVerifiedAsADocumentToo() throws IOException {
		FederationDirectory federation = found();
		Path proof = Files.write(directory.resolve("proof"),
				GenesisState.prove(federation.genesis().genesis(), GenesisState.LEDGER, "genesis").encode());

		new ProofCommand(out).run(new Command.VerifyProof(proof, federation.path(), true));

		assertThat(json().path("key").stringValue()).isEqualTo("genesis");
		assertThat(json().path("present").booleanValue()).isTrue();
		assertThat(json().path("validators").intValue()).isEqualTo(1);
	}

	@Test
	void aProofOfANameSaysWhatTheNameIsAndOfAnotherIsRefused() throws IOException {
		FederationDirectory federation = found();
		Genesis genesis = federation.genesis().genesis();
		Name name = new Name("node1.node." + genesis.zone());
		Path proof = Files.write(directory.resolve("proof"),
				GenesisState.prove(genesis, "names", "name/" + name.text()).encode());
		NameProofCommand command = new NameProofCommand(out, InstantSource.system());

		command.run(new Command.VerifyName(proof, federation.path(), name, Duration.ofHours(1), true));

		assertThat(json().path("records").get(0).path("record").stringValue()).isEqualTo("A 127.0.0.1");
		assertThat(json().path("proven by").stringValue()).isEqualTo("names name/" + name.text());
		refused(() -> command.run(new Command.VerifyName(proof, federation.path(), new Name("a." + genesis.zone()),
				Duration.ofHours(1), true)), "is a proof of names name/node1", "do not believe");
		refused(() -> command
			.run(new Command.VerifyName(proof, federation.path(), new Name("example.com"), Duration.ofHours(1), true)),
				"is not in the zone", "name one of the federation");
		InstantSource later = () -> Instant.now().plus(Duration.ofHours(2));
		refused(() -> new NameProofCommand(out, later)
			.run(new Command.VerifyName(proof, federation.path(), name, Duration.ofHours(1), true)), "longer ago",
				"--max-age");
	}

	@Test
	void aGenesisDocumentIsFoundInADirectoryOrSaidToBeMissing() {
		assertThat(GenesisFile.read(found().path()).validators()).hasSize(1);
		refused(() -> GenesisFile.read(directory.resolve("none")), "there is none", "genesis.cbor");
	}

	@Test
	void aHomeWithoutPortsExportsNothingAndWhoDoesNotValidateAdmitsNobody() throws IOException {
		FederationDirectory federation = found();
		Path home = Files.createDirectories(directory.resolve("node5"));
		Files.write(home.resolve("genesis.cbor"), federation.genesis().encode());
		NodeKeyFile.write(home.resolve(NodeKeyFile.NAME), NodeKey.generate());

		refused(() -> new ExportCommand(out).run(new Command.Export(home, directory.resolve("export"))),
				"the ports of the node in", "");
		refused(() -> new TokenCommand(out).run(new Command.TokenCreate(home, Duration.ofMinutes(1))),
				"does not validate", "a validator");
	}

	private FederationDirectory found() {
		return new Founding(InstantSource.system(), new SecureRandom()).found(
				FederationPlan.of("local", "local.internal", 1, List.of("localhost"), 0),
				directory.resolve("federation"), Optional.of("a passphrase of sixteen"));
	}

}
