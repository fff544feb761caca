package org.web3ecosystem.hypermesh.autoconfigure;

import java.net.URI;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Map;
import java.util.Optional;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.server.ServerWebExchange;
import org.web3ecosystem.hypermesh.asset.AssetFixtures;
import org.web3ecosystem.hypermesh.feed.BlockFeed;
import org.web3ecosystem.hypermesh.feed.FeedLimits;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.CommittedBlock;
import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.TestFederation.Member;
import org.web3ecosystem.hypermesh.asset.AssetModule;
import org.web3ecosystem.hypermesh.asset.LedgerAssets;
import org.web3ecosystem.hypermesh.export.ExportVerifier;
import org.web3ecosystem.hypermesh.proof.FourProofs.Mode;
import org.web3ecosystem.hypermesh.proof.TimeQuestion;
import org.web3ecosystem.hypermesh.queue.QueueFixtures;
import org.web3ecosystem.hypermesh.roster.LedgerRoster;
import org.web3ecosystem.spi.consensus.Deferrable;
import org.web3ecosystem.hypermesh.state.ProofVerifier;
import org.web3ecosystem.hypermesh.state.ProvenEntry;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.consensus.ConsensusProvider;

import org.web3ecosystem.hypermesh.conduct.ConductFixtures;
import org.web3ecosystem.hypermesh.conduct.Evidence;
import org.web3ecosystem.hypermesh.conduct.LedgerConduct;
import org.web3ecosystem.hypermesh.name.NameProof;
import org.web3ecosystem.hypermesh.name.ProvenName;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceRegistration;
import org.web3ecosystem.hypermesh.BindingsFile;
import org.web3ecosystem.hypermesh.BoundNames;
import org.web3ecosystem.spi.consensus.ConsensusEngine;
import org.web3ecosystem.spi.health.ComponentHealth.Status;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.web3ecosystem.spitest.Stages.get;

class HyperMeshRoutesTests {

	private static final String DISK = """
			{"id": "disk-1", "kind": "storage", "description": "a disk"}""";

	private final TestFederation federation = new TestFederation(1).start();

	@TempDir
	private Path directory;

	private WebTestClient operator;

	private WebTestClient anybody;

	private @Nullable ConsensusEngine engine;

	@BeforeEach
	void open() {
		operator = client(federation.member(0).consensus(Mode.MANDATORY), true);
		anybody = client(federation.member(0).consensus(Mode.MANDATORY), false);
	}

	private BoundNames bound(Member member) {
		return new BoundNames(member.names(), name -> "stoq".equals(name) ? Optional.of(Status.UP) : Optional.empty(),
				federation.scheduler(), InstantSource.system(), new BindingsFile(directory.resolve("bound-names")),
				Runnable::run);
	}

	@AfterEach
	void close() {
		federation.close();
	}

	private WebTestClient client(ConsensusProvider consensus, boolean known) {
		return client(federation.member(0), consensus, known);
	}

	private WebTestClient client(Member member, ConsensusProvider consensus, boolean known) {
		LedgerAssets assets = new LedgerAssets(member.node().id(), member.ledger(), consensus);
		return WebTestClient
			.bindToRouterFunction(new HyperMeshRoutes(
					new AssetHandler(Deferrable.never(assets), member.ledger(), InstantSource.system()),
					new LeaseHandler(Deferrable.never(assets), InstantSource.system()),
					new TransactionHandler(member.ledger()), new EntryHandler(member.ledger()),
					new ExportHandler(member.ledger(), "local", directory),
					new NameHandler(Deferrable.never(member.names()), bound(member)),
					new ValidatorHandler(
							Deferrable.never(new LedgerRoster(member.node().id(), member.ledger(),
									member.consensus(Mode.MANDATORY))),
							member.node(), () -> Optional.ofNullable(engine)),
					new ConductHandler(new LedgerConduct(member.ledger(), member.consensus(Mode.MANDATORY),
							() -> Optional.of(federation.engine(0).report()), List::of, federation.scheduler(),
							() -> LedgerConduct.PERIOD), List::of, Optional::empty),
					new TimeRoute(member.node().id(), member.attester(), member.time()),
					new BlockHandler(member.blocks().feed(), member.ledger()::height, federation.executor()),
					new QueueHandler(QueueFixtures.queue()))
				.routes())
			.webFilter((exchange, chain) -> chain.filter(known ? identified(exchange) : exchange))
			.configureClient()
			.responseTimeout(Duration.ofSeconds(30))
			.build();
	}

	private static ServerWebExchange identified(ServerWebExchange exchange) {
		Principal principal = () -> "operator";
		return exchange.mutate().principal(Mono.just(principal)).build();
	}

	private ResponseSpec post(WebTestClient client, String body) {
		return client.post()
			.uri("/hypermesh/assets")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(body)
			.exchange();
	}

	private static void problem(ResponseSpec response, int status, String detail) {
		response.expectStatus()
			.isEqualTo(status)
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody()
			.jsonPath("$.status")
			.isEqualTo(status)
			.jsonPath("$.detail")
			.value(String.class, text -> assertThat(text).contains(detail));
	}

	@Test
	void anotherRosterIsProposedAndShown() {
		anybody.get().uri("/hypermesh/validators").exchange().expectStatus().isEqualTo(503);
		post(operator, DISK).expectStatus().isCreated();
		propose(operator, "weigh node1 120").expectStatus().isCreated().expectBody().jsonPath("$.transaction").exists();

		anybody.get()
			.uri("/hypermesh/validators")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.epoch")
			.isEqualTo(0)
			.jsonPath("$.validators[0].weight")
			.isEqualTo(100)
			.jsonPath("$.next.epoch")
			.isEqualTo(1)
			.jsonPath("$.next.validators[0].weight")
			.isEqualTo(120)
			.jsonPath("$.next.begun")
			.doesNotExist();
		problem(operator.put().uri("/hypermesh/validators/proposals/zz/approval").exchange(), 400, "64");
		problem(operator.put().uri("/hypermesh/validators/proposals/" + "ab".repeat(32) + "/approval").exchange(), 409,
				"no proposal");
		problem(propose(anybody, "remove node1"), 403, "operator");
		problem(propose(operator, "remove node9"), 409, "node9");
		problem(propose(operator, "rekey"), 409, "no consensus engine");
		problem(propose(operator, "add node9 100"), 409, "'node9' has not applied");
		problem(propose(operator, "add node9 0"), 400, "a change is");
		problem(propose(operator, "add node1 100"), 409, "'node1' is a validator already");
		problem(operator.post().uri("/hypermesh/validators/applications").exchange(), 409, "no consensus engine");
		problem(anybody.post().uri("/hypermesh/validators/applications").exchange(), 403, "operator");
		problem(operator.put().uri("/hypermesh/validators/applications").exchange(), 405, "POST");
		problem(propose(operator, "forget node1"), 400, "weigh <node> <weight>");
		problem(propose(operator, "weigh node1 9007199254740993"), 400, "2^53");
		problem(propose(operator, "weigh node1 0' , 'remove node3"), 400, "a change is");
		problem(operator.delete().uri("/hypermesh/validators/proposals").exchange(), 405, "POST");
		engine = federation.engine(0);
		anybody.get().uri("/hypermesh/validators").exchange().expectBody().jsonPath("$.next.begun").isEqualTo(false);
	}

	@Test
	void whoIsConvictedIsShownWithTheEvidenceAndLetBackIn() {
		try (TestFederation four = new TestFederation(4).start()) {
			convicted(four);
		}
	}

	private void convicted(TestFederation four) {
		Member first = four.member(0);
		WebTestClient anybody = client(first, first.consensus(Mode.MANDATORY), false);
		WebTestClient operator = client(first, first.consensus(Mode.MANDATORY), true);
		anybody.get()
			.uri("/hypermesh/conduct")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.nodes")
			.isEmpty();
		Evidence evidence = ConductFixtures.evidence(four.member(3).node().id(), 4);
		ConductFixtures.accuse(first, evidence);
		String node = four.member(3).node().id().hex();

		anybody.get()
			.uri("/hypermesh/conduct")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.stopped")
			.isEqualTo(false)
			.jsonPath("$.nodes[0].node")
			.isEqualTo(node)
			.jsonPath("$.nodes[0].isolated")
			.isEqualTo(true)
			.jsonPath("$.nodes[0].evidence")
			.isEqualTo(evidence.id());
		anybody.get()
			.uri("/hypermesh/conduct/evidence/" + evidence.id())
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.accused")
			.isEqualTo(node)
			.jsonPath("$.messages.length()")
			.isEqualTo(2);
		problem(anybody.get().uri("/hypermesh/conduct/evidence/" + "0".repeat(64)).exchange(), 404, "no evidence");
		problem(anybody.get().uri("/hypermesh/conduct/evidence/x").exchange(), 400, "64");
		String rehabilitation = "/hypermesh/conduct/nodes/" + node + "/rehabilitation";
		problem(anybody.put().uri(rehabilitation).exchange(), 403, "operator");
		operator.put().uri(rehabilitation).exchange().expectStatus().isOk();
		problem(operator.put().uri("/hypermesh/conduct/nodes/" + "0".repeat(64) + "/rehabilitation").exchange(), 409,
				"is not isolated");
		problem(operator.put().uri("/hypermesh/conduct/nodes/x/rehabilitation").exchange(), 400, "node id");
		problem(operator.delete().uri(rehabilitation).exchange(), 405, "PUT");
		problem(operator.delete().uri("/hypermesh/conduct").exchange(), 405, "GET");
	}

	@Test
	void fewerProofsAreProposedAloneAndShown() {
		post(operator, DISK).expectStatus().isCreated();
		propose(operator, "proofs three for 6h").expectStatus().isCreated();

		anybody.get()
			.uri("/hypermesh/validators")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.epoch")
			.isEqualTo(0)
			.jsonPath("$.next")
			.doesNotExist()
			.jsonPath("$.proofs.level")
			.isEqualTo("three")
			.jsonPath("$.proofs.order")
			.exists()
			.jsonPath("$.proofs.until")
			.exists();
		problem(propose(operator, "weigh node1 120\",\"proofs four"), 400, "alone");
		problem(propose(operator, "proofs three for 25h"), 400, "24 hours");
		problem(propose(operator, "proofs one for 1h"), 400, "a line about proofs is");
		problem(propose(anybody, "proofs four"), 403, "operator");
		propose(operator, "proofs four").expectStatus().isCreated();
		anybody.get().uri("/hypermesh/validators").exchange().expectBody().jsonPath("$.proofs").doesNotExist();
		problem(propose(operator, "proofs four"), 409, "as it is");
	}

	@Test
	void aReceiptSaysWhatItsOperationDidWithout() {
		Member member = federation.member(0);
		member.policy().start();
		post(operator, DISK).expectStatus().isCreated();
		propose(operator, "proofs three for 6h").expectStatus().isCreated();
		TestFederation.await(() -> member.policy().ordered().isPresent(), () -> "nothing is ordered");
		federation.pass(Duration.ofSeconds(20));
		byte[] body = AssetFixtures.registration("disk-2");

		Receipt receipt = get(member.prover()
			.prove(AssetFixtures.operation(body))
			.thenCompose(bundle -> member.ledger().submit(AssetModule.NAME, body, bundle)));

		assertThat(receipt.verdict()).isEqualTo(Verdict.accepted());
		anybody.get()
			.uri("/hypermesh/transactions/" + receipt.transactionId())
			.exchange()
			.expectBody()
			.jsonPath("$.accepted")
			.isEqualTo(true)
			.jsonPath("$.waived[0]")
			.isEqualTo("work")
			.jsonPath("$.waived[1]")
			.doesNotExist();
	}

	private ResponseSpec propose(WebTestClient client, String change) {
		return client.post()
			.uri("/hypermesh/validators/proposals")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue("{\"changes\":[\"" + change + "\"]}")
			.exchange();
	}

	@Test
	void anAssetIsRegisteredAndThenFound() {
		Map<?, ?> created = post(operator, DISK).expectStatus()
			.isCreated()
			.expectHeader()
			.location("/hypermesh/assets/disk-1")
			.expectBody(Map.class)
			.returnResult()
			.getResponseBody();

		anybody.get()
			.uri("/hypermesh/assets/disk-1")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.kind")
			.isEqualTo("STORAGE")
			.jsonPath("$.owner")
			.isEqualTo(federation.member(0).node().id().hex());
		anybody.get()
			.uri("/hypermesh/transactions/{id}", created.get("transaction"))
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.accepted")
			.isEqualTo(true)
			.jsonPath("$.module")
			.isEqualTo("assets");
	}

	private ResponseSpec put(WebTestClient client, String name, String body) {
		return client.put()
			.uri("/hypermesh/names/" + name)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(body)
			.exchange();
	}

	@Test
	void aNameIsRegisteredAndReplacedAndFound() {
		put(operator, "www.local.internal", "{\"records\": [\"CNAME web.local.internal.\"]}").expectStatus().isOk();
		put(operator, "web.local.internal", """
				{"ttl": 30, "records": ["A 192.0.2.1", "https 1 . alpn=h2,h3 port=8443", "CAA 128 issue \\";\\""]}""")
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.transaction")
			.isNotEmpty();

		anybody.get().uri("/hypermesh/names/WEB.local.internal.").exchange().expectStatus().isOk().expectBody().json("""
				{"name": "web.local.internal", "ttl": 30, "records":
				["A 192.0.2.1", "HTTPS 1 . alpn=h2,h3 port=8443", "CAA 128 issue \\";\\""]}""");
		anybody.head().uri("/hypermesh/names/web.local.internal").exchange().expectStatus().isOk();
		problem(anybody.get().uri("/hypermesh/names/none.local.internal").exchange(), 404, "none.local.internal");
		problem(anybody.post().uri("/hypermesh/names/web.local.internal").exchange(), 405, "PUT");
	}

	@Test
	void aNameOutsideTheZoneIsNowhereHereAndNeverWillBe() {
		String record = "{\"records\": [\"A 192.0.2.1\"]}";
		for (String outside : List.of("example.com", "internal", "notlocal.internal")) {
			problem(anybody.get().uri("/hypermesh/names/" + outside).exchange(), 404, "zone 'local.internal'");
			problem(anybody.get().uri("/hypermesh/names/" + outside + "/proof").exchange(), 404, "zone");
			problem(put(operator, outside, record), 422, "'" + outside + "' is not in the zone");
			problem(operator.delete().uri("/hypermesh/names/" + outside).exchange(), 404, "zone");
			problem(put(anybody, outside, record), 403, "operator");
		}
	}

	@Test
	void aNameIsWithdrawnByWhoHasIt() {
		String web = "/hypermesh/names/web.local.internal";
		problem(operator.delete().uri(web).exchange(), 404, "Nobody");
		problem(anybody.delete().uri(web).exchange(), 403, "operator");
		put(operator, "web.local.internal", "{\"lease\": 60, \"records\": [\"A 192.0.2.1\"]}").expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.leases[0].node")
			.isEqualTo(federation.member(0).node().id().hex())
			.jsonPath("$.leases[0].until")
			.isNotEmpty();

		operator.delete().uri(web).exchange().expectStatus().isOk().expectBody().jsonPath("$.transaction").isNotEmpty();

		problem(anybody.get().uri(web).exchange(), 404, "web.local.internal");
		problem(operator.delete().uri(web).exchange(), 404, "Nobody");
		problem(operator.delete().uri("/hypermesh/names/printer.asset.local.internal").exchange(), 422, "assets");
		problem(operator.delete().uri("/hypermesh/names/a..b").exchange(), 400, "domain name");
	}

	@Test
	void aNameIsBoundToAComponentThatThereIs() {
		String body = "{\"component\": \"%s\", \"records\": [\"A 192.0.2.1\"]}";
		put(operator, "web.local.internal", body.formatted("stoq")).expectStatus().isOk();
		problem(put(operator, "web.local.internal", body.formatted("none")), 422, "no component 'none'");
	}

	@Test
	void theNameOfAnotherNodeIsNotWithdrawn() {
		try (TestFederation two = new TestFederation(2).start()) {
			Member other = two.member(1);
			get(other.names()
				.register(new ServiceRegistration(new Name("web.local.internal"),
						List.of(new ResourceRecord.Text("other")), Duration.ofSeconds(60))));
			WebTestClient first = client(two.member(0), two.member(0).consensus(Mode.MANDATORY), true);
			get(two.member(0)
				.names()
				.register(new ServiceRegistration(new Name("x.local.internal"), List.of(new ResourceRecord.Text("x")),
						Duration.ofSeconds(60))));

			for (String theirs : List.of("web.local.internal", "node2.node.local.internal")) {
				first.delete()
					.uri("/hypermesh/names/" + theirs)
					.exchange()
					.expectStatus()
					.isForbidden()
					.expectBody()
					.jsonPath("$.type")
					.isEqualTo("urn:web3:names:not-the-authors");
			}
		}
	}

	@Test
	void aNameIsProvenAndSoIsThatThereIsNone() {
		put(operator, "web.local.internal", "{\"records\": [\"A 192.0.2.1\"]}").expectStatus().isOk();
		NameProof proofs = new NameProof(federation.genesis(), InstantSource.system());
		for (String name : List.of("web.local.internal", "none.local.internal", "none.asset.local.internal")) {
			String path = "/hypermesh/names/" + name + "/proof";
			byte[] proof = anybody.get()
				.uri(path)
				.accept(MediaType.APPLICATION_CBOR)
				.exchange()
				.expectStatus()
				.isOk()
				.expectBody()
				.returnResult()
				.getResponseBodyContent();
			ProvenName proven = proofs.check(Objects.requireNonNull(proof), new Name(name), NameProof.MAX_AGE);
			anybody.get()
				.uri(path)
				.exchange()
				.expectStatus()
				.isOk()
				.expectBody()
				.jsonPath("$.present")
				.isEqualTo(proven instanceof ProvenName.Registered)
				.jsonPath("$.key")
				.isEqualTo(proofs.of(new Name(name)).key());
			anybody.head().uri(path).exchange().expectStatus().isOk();
			problem(operator.delete().uri(path).exchange(), 405, "GET");
		}
	}

	@Test
	void aNameThatCannotBeSaysWhy() {
		String name = "web.local.internal";
		problem(put(operator, name, "{\"lease\": 9, \"records\": [\"A 192.0.2.1\"]}"), 400, "from 10 to 604800");
		problem(put(operator, name, "{\"lease\": 604801, \"records\": [\"A 192.0.2.1\"]}"), 400, "lease");
		problem(put(anybody, name, "{\"records\": [\"A 192.0.2.1\"]}"), 403, "operator");
		problem(put(operator, name, "{\"records\": []}"), 400, "1 to 16");
		problem(put(operator, name, "{\"records\": \"A 192.0.2.1\"}"), 400, "list of strings");
		problem(put(operator, name, "{\"records\": [\"A 192.0.2.300\"]}"), 400, "data of A");
		problem(put(operator, name, "{\"records\": [\"MX 10 web.local.internal\"]}"), 400, "types are A");
		problem(put(operator, name, "{\"records\": [\"WHAT 1\"]}"), 400, "types are A");
		problem(put(operator, name, "{\"ttl\": 0, \"records\": [\"A 192.0.2.1\"]}"), 400, "ttl");
		problem(put(operator, name, "{\"records\": [\"A 192.0.2.1\", \"CNAME x.local.internal\"]}"), 400, "CNAME");
		problem(put(operator, name, "{\"records\": [\"CNAME example.com\"]}"), 422, "within the zone");
		problem(put(operator, "a..b", "{\"records\": [\"A 192.0.2.1\"]}"), 400, "domain name");
	}

	@Test
	void theLedgerIsExportedAndNothingOfItIsLeftBehind() throws IOException {
		post(operator, DISK).expectStatus().isCreated();

		for (int i = 0; i < 2; i++) {
			byte[] export = Awaitility.await().until(this::export, Optional::isPresent).orElseThrow();

			assertThat(new ExportVerifier(federation.genesis()).verify(new ByteArrayInputStream(export)).entries())
				.containsKeys("assets", "ledger");
			// the reader has all of it a moment before the writer has tidied up
			Awaitility.await().untilAsserted(() -> assertThat(directory).isEmptyDirectory());
		}
		problem(operator.post().uri("/hypermesh/export").exchange(), 405, "POST");
	}

	/** Empty while the last one is not quite over. */
	private Optional<byte[]> export() {
		EntityExchangeResult<byte[]> result = anybody.get()
			.uri("/hypermesh/export")
			.exchange()
			.expectBody()
			.returnResult();
		if (HttpStatus.SERVICE_UNAVAILABLE.equals(result.getStatus())) {
			return Optional.empty();
		}
		assertThat(result.getStatus()).isEqualTo(HttpStatus.OK);
		assertThat(result.getResponseHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_NDJSON);
		return Optional.ofNullable(result.getResponseBody());
	}

	@Test
	void assetsAreListedInTheOrderOfTheirRegistration() {
		for (int i = 0; i < 5; i++) {
			post(operator, DISK.replace("disk-1", "disk-" + (9 - i))).expectStatus().isCreated();
		}

		anybody.get()
			.uri("/hypermesh/assets?after=1&limit=2")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.valueEquals("Link", "</hypermesh/assets?after=3&limit=2>; rel=\"next\"")
			.expectBody()
			.jsonPath("$.assets[0].id")
			.isEqualTo("disk-8")
			.jsonPath("$.assets[1].id")
			.isEqualTo("disk-7")
			.jsonPath("$.assets.length()")
			.isEqualTo(2)
			.jsonPath("$.next")
			.isEqualTo("/hypermesh/assets?after=3&limit=2");
		anybody.get()
			.uri("/hypermesh/assets?after=3&limit=2")
			.exchange()
			.expectHeader()
			.doesNotExist("Link")
			.expectBody()
			.jsonPath("$.assets.length()")
			.isEqualTo(2)
			.jsonPath("$.next")
			.doesNotExist();
	}

	@Test
	void anAssetIsLeasedRenewedAndReleasedByTerm() {
		post(operator, DISK).expectStatus().isCreated();

		lease(operator, "{\"seconds\": 60}").expectStatus()
			.isCreated()
			.expectBody()
			.jsonPath("$.state.is")
			.isEqualTo("LEASED")
			.jsonPath("$.state.term")
			.isEqualTo(1)
			.jsonPath("$.state.lessee")
			.isEqualTo(federation.member(0).node().id().hex());
		problem(lease(operator, "{\"seconds\": 60}"), 409, "leased");
		lease(operator, "{\"seconds\": 60}").expectBody().jsonPath("$.type").isEqualTo("urn:web3:assets:leased");
		renew("{\"term\": 2, \"seconds\": 90}").expectBody().jsonPath("$.type").isEqualTo("urn:web3:assets:other-term");
		post(operator, DISK).expectBody().jsonPath("$.type").isEqualTo("urn:web3:assets:exists");
		problem(renew("{\"term\": 2, \"seconds\": 90}"), 409, "term 1, not 2");
		renew("{\"term\": 1, \"seconds\": 90}").expectStatus().isOk();
		operator.delete()
			.uri("/hypermesh/assets/disk-1/lease?term=1")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.state.is")
			.isEqualTo("FREE");
		lease(operator, "{\"seconds\": 60}").expectStatus()
			.isCreated()
			.expectBody()
			.jsonPath("$.state.term")
			.isEqualTo(2);
	}

	@Test
	void aWrongLeaseIsRefusedByWhatIsWrong() {
		post(operator, DISK).expectStatus().isCreated();
		problem(lease(anybody, "{\"seconds\": 60}"), 403, "operator");
		problem(lease(operator, "{\"seconds\": 0}"), 400, "'seconds'");
		problem(lease(operator, "{\"seconds\": 1e3}"), 400, "'seconds'");
		problem(lease(operator, "{\"seconds\": 604801}"), 400, "'seconds'");
		problem(lease(operator, "{\"minutes\": 1}"), 400, "'minutes'");
		problem(renew("{\"term\": 1, \"seconds\": 5}"), 409, "no lease of term 1");
		problem(operator.delete().uri("/hypermesh/assets/disk-1/lease").exchange(), 400, "'term'");
		problem(operator.delete().uri("/hypermesh/assets/none/lease?term=1").exchange(), 404, "none");
		problem(anybody.get().uri("/hypermesh/assets/disk-1/lease").exchange(), 405, "GET");
	}

	@Test
	void anAssetGetsAnotherOwnerOnce() {
		post(operator, DISK).expectStatus().isCreated();
		String other = "ab".repeat(32);
		problem(transfer("{\"owner\": \"me\"}"), 400, "'owner'");
		problem(transfer("{\"owner\": \"%s\", \"revision\": 4}".formatted(other)), 409, "revision 0, not 4");
		transfer("{\"owner\": \"%s\"}".formatted(other)).expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.owner")
			.isEqualTo(other)
			.jsonPath("$.revision")
			.isEqualTo(1);
		problem(transfer("{\"owner\": \"%s\"}".formatted(other)), 409, "not the author's");
	}

	@Test
	void whoHasSeenAnAssetIsNotSentItAgainUntilItChanges() {
		String tag = post(operator, DISK).expectStatus()
			.isCreated()
			.returnResult(Void.class)
			.getResponseHeaders()
			.getETag();
		anybody.get()
			.uri("/hypermesh/assets/disk-1")
			.header(HttpHeaders.IF_NONE_MATCH, tag)
			.exchange()
			.expectStatus()
			.isNotModified();
		lease(operator, "{\"seconds\": 60}").expectStatus().isCreated();
		anybody.get()
			.uri("/hypermesh/assets/disk-1")
			.header(HttpHeaders.IF_NONE_MATCH, tag)
			.exchange()
			.expectStatus()
			.isOk();
	}

	@Test
	void whatCanBeReadCanBeAskedForWithoutItsBody() {
		post(operator, DISK).expectStatus().isCreated();
		anybody.head()
			.uri("/hypermesh/assets/disk-1")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.exists(HttpHeaders.ETAG);
		anybody.head().uri("/hypermesh/assets").exchange().expectStatus().isOk();
	}

	private ResponseSpec lease(WebTestClient client, String body) {
		return client.post()
			.uri("/hypermesh/assets/disk-1/lease")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(body)
			.exchange();
	}

	private ResponseSpec renew(String body) {
		return operator.put()
			.uri("/hypermesh/assets/disk-1/lease")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(body)
			.exchange();
	}

	private ResponseSpec transfer(String body) {
		return operator.put()
			.uri("/hypermesh/assets/disk-1/owner")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(body)
			.exchange();
	}

	@Test
	void aProofCanBeCheckedByTheOneWhoAsked() {
		post(operator, DISK).expectStatus().isCreated();

		byte[] cbor = anybody.get()
			.uri("/hypermesh/assets/disk-1/proof")
			.accept(MediaType.APPLICATION_CBOR)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(byte[].class)
			.returnResult()
			.getResponseBody();
		Map<?, ?> json = anybody.get()
			.uri("/hypermesh/assets/disk-1/proof")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(Map.class)
			.returnResult()
			.getResponseBody();

		ProofVerifier verifier = new ProofVerifier(federation.genesis());
		ProvenEntry entry = verifier.verify(cbor);
		assertThat(entry.key()).isEqualTo(AssetModule.key("disk-1"));
		assertThat(verifier.verify(Base64.getDecoder().decode(String.valueOf(json.get("proof")))).value())
			.hasValueSatisfying(value -> assertThat(value).isEqualTo(entry.value().orElseThrow()));
	}

	@Test
	void onlyAnIdentifiedCallerWrites() {
		problem(post(anybody, DISK), 403, "operator");
	}

	@Test
	void anIdThatIsTakenIsAConflict() {
		post(operator, DISK).expectStatus().isCreated();

		problem(post(operator, DISK), 409, "disk-1");
	}

	@Test
	void wrongFieldsAreNamed() {
		problem(post(operator, DISK.replace("disk-1", "Disk_1")), 400, "'id'");
		problem(post(operator, DISK.replace("storage", "gold")), 400, "'kind'");
		problem(post(operator, DISK.replace("a disk", "x".repeat(257))), 400, "'description'");
		problem(post(operator, DISK.replace("\"id\": \"disk-1\", ", "")), 400, "'id' is missing");
		problem(post(operator, DISK.replace("\"disk-1\"", "1")), 400, "'id' is not a string");
		problem(post(operator, DISK.replace("}", ", \"owner\": \"me\"}")), 400, "'owner'");
		problem(post(operator, DISK.replace("}", ", \"id\": \"disk-2\"}")), 400, "JSON");
		problem(post(operator, DISK + "x"), 400, "JSON");
		problem(post(operator, "[]"), 400, "object");
		problem(post(operator, "{"), 400, "JSON");
	}

	@Test
	void anEmptyBodyIsRefused() {
		problem(operator.post().uri("/hypermesh/assets").contentType(MediaType.APPLICATION_JSON).exchange(), 400,
				"JSON");
	}

	@Test
	void aBodyThatIsTooLargeIsRefused() {
		problem(post(operator, " ".repeat(JsonBody.MAX_BYTES + 1)), 413, "65536");
	}

	@Test
	void anotherMediaTypeIsRefused() {
		problem(operator.post().uri("/hypermesh/assets").contentType(MediaType.TEXT_PLAIN).bodyValue(DISK).exchange(),
				415, "application/json");
	}

	@Test
	void withoutAnybodyOnTheConsensusSeatNothingIsRegistered() {
		WebTestClient early = client(HyperMeshAutoConfigurationTests.empty(ConsensusProvider.class), true);

		problem(post(early, DISK).expectHeader().exists(HttpHeaders.RETRY_AFTER), 503, "nobody sits there");
		anybody.get().uri("/hypermesh/assets/disk-1").exchange().expectStatus().isNotFound();
	}

	@Test
	void whatIsNoTransactionOfThisLedgerIsRefused() {
		problem(transaction(MediaType.APPLICATION_CBOR, new byte[0]), 422, "not a transaction");
		problem(transaction(MediaType.APPLICATION_CBOR, new byte[] { 1, 2, 3 }), 422, "refuses");
		problem(transaction(MediaType.APPLICATION_CBOR, new byte[JsonBody.MAX_BYTES + 1]), 413, "65536");
		problem(transaction(MediaType.APPLICATION_JSON, new byte[] { '{', '}' }), 415, "application/cbor");
		problem(anybody.get().uri("/hypermesh/transactions").exchange(), 405, "GET");
	}

	@Test
	void whatIsNoQuestionForTheTimeIsRefused() {
		byte[] idle = new TimeQuestion(federation.genesis().chainId(), Epoch.GENESIS, new byte[32], -1).encode();

		problem(time(MediaType.APPLICATION_CBOR, new byte[] { 1 }), 422, "not a question");
		problem(time(MediaType.APPLICATION_CBOR, idle), 422, "no work");
		problem(time(MediaType.APPLICATION_JSON, new byte[] { '{', '}' }), 415, "application/cbor");
		problem(anybody.get().uri("/hypermesh/transactions/time").exchange(), 405, "POST");
	}

	private ResponseSpec time(MediaType type, byte[] body) {
		return anybody.post().uri("/hypermesh/transactions/time").contentType(type).bodyValue(body).exchange();
	}

	private ResponseSpec transaction(MediaType type, byte[] body) {
		return anybody.post().uri("/hypermesh/transactions").contentType(type).bodyValue(body).exchange();
	}

	@Test
	void anyEntryIsReadWithItsProof() {
		ProofVerifier verifier = new ProofVerifier(federation.genesis());

		assertThat(verifier.verify(entry("ledger", "genesis")).value()).isPresent();
		assertThat(verifier.verify(entry("assets", "asset/none")).value()).isEmpty();
		problem(anybody.get().uri("/hypermesh/ledger/assets").exchange(), 400, "'key'");
		problem(anybody.get().uri(URI.create("/hypermesh/ledger/assets?key=%ff%fe")).exchange(), 400,
				"the query is not UTF-8");
		problem(anybody.get().uri(URI.create("/hypermesh/names/%c3")).exchange(), 400, "the path is not UTF-8");
		problem(anybody.get().uri("/hypermesh/ledger/assets?key=" + "k".repeat(513)).exchange(), 400, "512");
		problem(anybody.get().uri("/hypermesh/ledger/" + "m".repeat(65) + "?key=k").exchange(), 400, "64");
	}

	private byte[] entry(String module, String key) {
		return anybody.get()
			.uri("/hypermesh/ledger/{module}?key={key}", module, key)
			.accept(MediaType.APPLICATION_CBOR)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(byte[].class)
			.returnResult()
			.getResponseBody();
	}

	@Test
	void whatIsNotThereIsAProblem() {
		problem(anybody.get().uri("/hypermesh/assets/none").exchange(), 404, "none");
		problem(anybody.get().uri("/hypermesh/assets/none/proof").exchange(), 404, "none");
		problem(anybody.get().uri("/hypermesh/nowhere").exchange(), 404, "nothing");
		problem(anybody.get().uri("/hypermesh/transactions/" + "0".repeat(64)).exchange(), 404, "transaction");
		problem(anybody.get().uri("/hypermesh/transactions/xyz").exchange(), 400, "hexadecimal");
		problem(anybody.delete().uri("/hypermesh/assets/disk-1").exchange(), 405, "DELETE");
		problem(anybody.get().uri("/hypermesh/assets?limit=0").exchange(), 400, "'limit'");
		problem(anybody.get().uri("/hypermesh/assets?limit=1&limit=2").exchange(), 400, "'limit'");
		problem(anybody.get().uri("/hypermesh/assets?after=-1").exchange(), 400, "'after'");
	}

	@Test
	void blocksAreReadAPageAtATime() {
		registerDisk();
		post(operator, DISK.replace("disk-1", "disk-2")).expectStatus().isCreated();

		anybody.get()
			.uri("/hypermesh/blocks?from=1&limit=1")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.valueEquals("Link", "</hypermesh/blocks?from=2&limit=1>; rel=\"next\"")
			.expectBody()
			.jsonPath("$.blocks.length()")
			.isEqualTo(1)
			.jsonPath("$.blocks[0].height")
			.isEqualTo(1)
			.jsonPath("$.blocks[0].transactions[0].id")
			.exists()
			.jsonPath("$.next")
			.isEqualTo("/hypermesh/blocks?from=2&limit=1")
			.jsonPath("$.first")
			.isEqualTo(1);
		anybody.get()
			.uri("/hypermesh/blocks?from=999")
			.exchange()
			.expectBody()
			.jsonPath("$.blocks.length()")
			.isEqualTo(0)
			.jsonPath("$.next")
			.doesNotExist();
		problem(anybody.get().uri("/hypermesh/blocks?from=x").exchange(), 400, "from");
		anybody.head().uri("/hypermesh/blocks").exchange().expectStatus().isOk();
		anybody.post().uri("/hypermesh/blocks").exchange().expectStatus().isEqualTo(405);
	}

	@Test
	void eventsGoOnBehindTheLastOneThatWasSeen() {
		registerDisk();

		List<ServerSentEvent<String>> events = anybody.get()
			.uri("/hypermesh/blocks?from=77")
			.accept(MediaType.TEXT_EVENT_STREAM)
			.header("Last-Event-ID", "0")
			.exchange()
			.expectStatus()
			.isOk()
			.returnResult(new ParameterizedTypeReference<ServerSentEvent<String>>() {
			})
			.getResponseBody()
			.take(1)
			.collectList()
			.block(Duration.ofSeconds(20));

		assertThat(Objects.requireNonNull(events).getFirst().id()).isEqualTo("1");
		assertThat(events.getFirst().event()).isEqualTo("block");
		Awaitility.await().until(() -> federation.member(0).blocks().feed().report().followers() == 0);
		problem(anybody.get()
			.uri("/hypermesh/blocks")
			.accept(MediaType.TEXT_EVENT_STREAM)
			.header("Last-Event-ID", "x")
			.exchange(), 400, "Last-Event-ID");
	}

	@Test
	void oneReaderTooManyIsTurnedAway() {
		for (int i = 0; i < 4; i++) {
			federation.member(0).blocks().feed().follow().orElseThrow();
		}

		problem(anybody.get().uri("/hypermesh/blocks").accept(MediaType.TEXT_EVENT_STREAM).exchange(), 503, "follow");
	}

	@Test
	void aBlockThatIsNotKeptIsGone() {
		BlockFeed feed = new BlockFeed(directory.resolve("few"), new FeedLimits(16, 1 << 20, 1, Duration.ofSeconds(1)),
				Runnable::run);
		feed.start();
		for (int height = 1; height <= 40; height++) {
			feed.accept(
					new CommittedBlock(Epoch.GENESIS, new Height(height), Instant.EPOCH, new byte[32], List.of(), 0));
		}
		WebTestClient client = WebTestClient
			.bindToRouterFunction(RouterFunctions.route()
				.GET("/hypermesh/blocks", new BlockHandler(feed, () -> new Height(40), Runnable::run)::read)
				.build())
			.build();

		client.get()
			.uri("/hypermesh/blocks?from=3")
			.accept(MediaType.TEXT_EVENT_STREAM)
			.exchange()
			.expectStatus()
			.isEqualTo(410)
			.expectBody()
			.jsonPath("$.type")
			.isEqualTo("urn:web3:ledger:blocks-gone")
			.jsonPath("$.first")
			.isEqualTo(25);
		feed.close();
	}

	private void registerDisk() {
		post(operator, DISK).expectStatus().isCreated();
	}

}
