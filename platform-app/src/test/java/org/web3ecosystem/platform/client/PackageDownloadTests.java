package org.web3ecosystem.platform.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

import javax.net.ssl.SSLContext;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3ecosystem.catalog.entry.Blob;
import org.web3ecosystem.catalog.entry.ChunkTree;
import org.web3ecosystem.catalog.entry.Content;
import org.web3ecosystem.catalog.entry.Digest;
import org.web3ecosystem.catalog.entry.Manifest;
import org.web3ecosystem.catalog.ledger.CatalogueCommand;
import org.web3ecosystem.catalog.ledger.CatalogueModule;
import org.web3ecosystem.catalog.ledger.CataloguePolicy;
import org.web3ecosystem.catalog.resolve.Constraint;
import org.web3ecosystem.catalog.resolve.Version;
import org.web3ecosystem.catalog.signing.SignedManifest;
import org.web3ecosystem.hypermesh.client.LedgerClient;
import org.web3ecosystem.hypermesh.state.AttestedRoot;
import org.web3ecosystem.hypermesh.state.ProvenEntry;
import org.web3ecosystem.hypermesh.state.NodeSignature;
import org.web3ecosystem.hypermesh.state.StateRoot;
import org.web3ecosystem.hypermesh.state.StateTree;
import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.LedgerModule.Command;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spitest.consensus.MapLedgerState;
import org.web3ecosystem.spitest.consensus.MapModuleState;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A package is taken from one node, honest or not. */
class PackageDownloadTests {

	private static final byte[] TOOL = "#!/bin/sh".getBytes(StandardCharsets.UTF_8);

	private static final byte[] OTHER = "rm -rf /".getBytes(StandardCharsets.UTF_8);

	@TempDir
	private Path directory;

	private final List<NodeKey> validators = IntStream.range(0, 4).mapToObj(i -> NodeKey.generate()).toList();

	private final NodeKey owner = NodeKey.generate();

	private final NodeKey thief = NodeKey.generate();

	private final Genesis genesis = genesis();

	/** What the federation has. */
	private final MapModuleState ledger = new MapModuleState();

	/** What the node would like it to have. */
	private final MapModuleState forged = new MapModuleState();

	private HttpServer node;

	private Proving proving = key -> proof(ledger, key, 3);

	private byte[] blob = TOOL;

	private interface Proving {

		byte[] prove(String key);

	}

	@BeforeEach
	void publishAndServe() throws IOException {
		publish(ledger, owner, "1.0.0", TOOL);
		publish(ledger, owner, "1.1.0", TOOL);
		publish(forged, thief, "1.1.0", OTHER);
		node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		node.createContext("/hypermesh/ledger/catalogue", exchange -> answer(exchange, proving.prove(key(exchange))));
		node.createContext("/catalog/packages/tool/1.1.0/blobs/", exchange -> answer(exchange, blob));
		node.createContext("/catalog/packages/tool/1.0.0/blobs/", exchange -> answer(exchange, blob));
		node.start();
	}

	@AfterEach
	void stop() {
		node.stop(0);
	}

	private static String key(HttpExchange exchange) {
		return URLDecoder.decode(exchange.getRequestURI().getRawQuery().substring("key=".length()),
				StandardCharsets.UTF_8);
	}

	private static void answer(HttpExchange exchange, byte[] body) throws IOException {
		try (exchange) {
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
		}
	}

	private Genesis genesis() {
		List<Validator> members = IntStream.range(0, validators.size())
			.mapToObj(i -> new Validator("node" + (i + 1), i, validators.get(i).publicKey().getEncoded(),
					new byte[] { 1 }, new Endpoints(List.of("127.0.0.1"), 1 + i, 11 + i, 21 + i, 31 + i, 41 + i), 100))
			.toList();
		return new Genesis(new ChainId("local-0123456789abcdef"), "local", "local.internal", Instant.EPOCH,
				Genesis.PROTOCOL_VERSION, List.of(CatalogueModule.NAME), members, new byte[] { 2 });
	}

	private void publish(MapModuleState state, NodeKey author, String version, byte[] bytes) {
		ChunkTree.Growing tree = new ChunkTree.Growing();
		tree.update(bytes, 0, bytes.length);
		Blob content = new Blob("bin/tool", "application/octet-stream",
				new Content(Digest.over(bytes), tree.finish().root(), bytes.length));
		Manifest manifest = new Manifest("tool", Version.parse(version), "a tool", List.of(), new TreeMap<>(),
				List.of(content), author.id());
		Command command = new Command("0".repeat(64), author.id(),
				new CatalogueCommand.Publish(SignedManifest.sign(author, genesis.chainId(), manifest), 1).encode(),
				Instant.EPOCH, new Height(7));
		assertThat(new CatalogueModule(genesis, CataloguePolicy.DEFAULT).apply(command, state))
			.isEqualTo(Verdict.accepted());
	}

	/** An entry of a state, signed by so many validators. */
	private byte[] proof(MapModuleState state, String key, int signers) {
		return entry(state, key, signers).encode();
	}

	private ProvenEntry entry(MapModuleState state, String key, int signers) {
		SortedMap<StateTree.Entry, Optional<byte[]>> entries = new TreeMap<>();
		state.entries()
			.forEach((name, value) -> entries.put(new StateTree.Entry(CatalogueModule.NAME, name), Optional.of(value)));
		MapLedgerState store = new MapLedgerState();
		StateRoot root = new StateRoot(genesis.chainId(), Epoch.GENESIS, new Height(7),
				StateTree.update(store, entries), Instant.EPOCH);
		List<NodeSignature> signatures = validators.stream()
			.limit(signers)
			.map(validator -> root.sign(validator))
			.sorted((a, b) -> a.signer().compareTo(b.signer()))
			.toList();
		return new ProvenEntry(CatalogueModule.NAME, key, state.get(key),
				StateTree.prove(store::get, CatalogueModule.NAME, key), new AttestedRoot(root, signatures));
	}

	private JsonNode fetch(String constraint) throws Exception {
		URI address = URI.create("http://127.0.0.1:" + node.getAddress().getPort());
		try (Rest rest = new Rest(address, new Tls(SSLContext.getDefault()));
				LedgerClient client = new LedgerClient(NodeKey.generate(), genesis, List.of(address),
						SSLContext.getDefault())) {
			return new PackageDownload(rest, new ProvenPackages(client.ledger(), genesis.chainId())).fetch("tool",
					Constraint.parse(constraint), directory.resolve("tool"));
		}
	}

	private void refused(String why) {
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> fetch("^1")).withMessageContaining(why);
		assertThat(directory.resolve("tool/bin/tool")).doesNotExist();
	}

	@Test
	void theNewestVersionIsTakenFromItsOwner() throws Exception {
		JsonNode done = fetch("^1");

		assertThat(done.path("version").stringValue()).isEqualTo("1.1.0");
		assertThat(done.path("owner").stringValue()).isEqualTo(owner.id().hex());
		assertThat(done.path("provenAt").intValue()).isEqualTo(7);
		assertThat(directory.resolve("tool/bin/tool")).hasBinaryContent(TOOL);
	}

	@Test
	void aVersionCanBeNamed() throws Exception {
		assertThat(fetch("1.0.0").path("version").stringValue()).isEqualTo("1.0.0");
	}

	@Test
	void aNodeThatNamesAnotherOwnerIsNotBelieved() {
		proving = key -> proof(forged, key, 2);

		refused("what the package 'tool' is cannot be proven: nobody gave a proven answer");
	}

	@Test
	void norWithTheProofOfWhatTheFederationHas() {
		proving = key -> {
			ProvenEntry honest = entry(ledger, key, 3);
			return new ProvenEntry(honest.module(), key, forged.get(key), honest.proof(), honest.root()).encode();
		};

		refused("cannot be proven");
	}

	@Test
	void aNodeThatAnswersWithAnotherVersionIsNotBelieved() {
		proving = key -> proof(ledger, key.replace("version/tool/1.1.0", "version/tool/1.0.0"), 3);

		refused("cannot be proven");
	}

	@Test
	void whatTheOwnerDidNotSignIsNotWritten() {
		blob = OTHER;

		refused("the bytes of bin/tool are not what the owner signed");
	}

	@Test
	void aManifestOfAnotherOwnerThanThePackagesIsRefusedHoweverProvenItIs() {
		ledger.put("version/tool/1.1.0", forged.get("version/tool/1.1.0").orElseThrow());

		refused("the package 'tool' is not as the ledger has it: its owner is " + owner.id().hex()
				+ ", the manifest is by " + thief.id().hex());
	}

	@Test
	void aManifestOfAnotherVersionIsRefusedHoweverProvenItIs() {
		ledger.put("version/tool/1.1.0", ledger.get("version/tool/1.0.0").orElseThrow());

		refused("asked for 1.1.0, the manifest is of 1.0.0");
	}

	@Test
	void whatIsNotThereIsProvenNotToBe() {
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> fetch("^2"))
			.withMessage("there is no version of 'tool' that '^2' allows")
			.satisfies(refused -> assertThat(refused.remedy()).isEqualTo("that it is not there is proven"));
	}

	@Test
	void nothingIsWrittenOverWhatIsThere() throws Exception {
		Files.createDirectories(directory.resolve("tool"));
		Files.writeString(directory.resolve("tool/mine"), "");

		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> fetch("*"))
			.withMessageContaining("is not empty");
	}

}
