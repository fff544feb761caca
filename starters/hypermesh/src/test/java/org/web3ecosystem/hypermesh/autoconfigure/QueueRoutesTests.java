package org.web3ecosystem.hypermesh.autoconfigure;

import java.nio.file.Path;
import java.security.Principal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import org.web3ecosystem.hypermesh.BindingsFile;
import org.web3ecosystem.hypermesh.BoundNames;
import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.TestFederation.Member;
import org.web3ecosystem.hypermesh.asset.LedgerAssets;
import org.web3ecosystem.hypermesh.conduct.LedgerConduct;
import org.web3ecosystem.hypermesh.ledger.Freshness;
import org.web3ecosystem.hypermesh.proof.FourProofs.Mode;
import org.web3ecosystem.hypermesh.queue.Drain;
import org.web3ecosystem.hypermesh.queue.DurableQueue;
import org.web3ecosystem.hypermesh.queue.QueueFixtures;
import org.web3ecosystem.hypermesh.queue.QueueWays;
import org.web3ecosystem.hypermesh.roster.LedgerRoster;
import org.web3ecosystem.spi.asset.AssetRegistry;
import org.web3ecosystem.spi.consensus.Deferrable;
import org.web3ecosystem.spi.consensus.LedgerReads;
import org.web3ecosystem.spi.consensus.WriteQueue;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** What is answered while the ledger does not decide, and after. */
class QueueRoutesTests {

	private static final String ASYNC = "respond-async";

	private final TestFederation federation = new TestFederation(4);

	private final DurableQueue queue = QueueFixtures.queue();

	private final Member member = federation.member(0);

	private final Drain drain = QueueFixtures.drain(queue, member, federation.scheduler());

	@TempDir
	private Path directory;

	@AfterEach
	void close() {
		drain.close();
		federation.close();
	}

	private WebTestClient client(Member of, boolean known) {
		Supplier<Optional<WriteQueue>> way = () -> Optional.of(new QueueWays(queue, drain, of.ledger()));
		LedgerAssets direct = new LedgerAssets(of.node().id(), of.ledger(), of.consensus(Mode.MANDATORY));
		Deferrable<AssetRegistry> assets = new Deferrable<>(direct, way,
				to -> new LedgerAssets(of.node().id(), to.ledger(), to.consensus()));
		LedgerRoster roster = new LedgerRoster(of.node().id(), of.ledger(), of.consensus(Mode.MANDATORY));
		BoundNames bound = new BoundNames(of.names(), name -> Optional.empty(), federation.scheduler(),
				InstantSource.system(), new BindingsFile(directory.resolve("bound-names")), Runnable::run);
		HyperMeshRoutes routes = new HyperMeshRoutes(new AssetHandler(assets, of.ledger(), InstantSource.system()),
				new LeaseHandler(assets, InstantSource.system()), new TransactionHandler(of.ledger()),
				new EntryHandler(of.ledger()), new ExportHandler(of.ledger(), "local", directory),
				new NameHandler(new Deferrable<>(of.names(), way, of.names()::through), bound),
				new ValidatorHandler(Deferrable.never(roster), of.node(), Optional::empty),
				new ConductHandler(new LedgerConduct(of.ledger(), of.consensus(Mode.MANDATORY), Optional::empty,
						List::of, federation.scheduler(), () -> LedgerConduct.PERIOD), List::of, way),
				new TimeRoute(of.node().id(), of.attester(), of.time()),
				new BlockHandler(of.blocks().feed(), of.ledger()::height, federation.executor()),
				new QueueHandler(queue));
		LedgerAnswers answers = new LedgerAnswers(new Freshness(of.ledger(), Duration.ofSeconds(2)),
				() -> Stream.of(new LedgerReads(List.of("/hypermesh/assets/**", "/hypermesh/names/**"))),
				JsonMapper.shared(), InstantSource.system());
		Principal operator = () -> "operator";
		return WebTestClient.bindToRouterFunction(routes.routes())
			.webFilter((exchange, chain) -> chain
				.filter(known ? exchange.mutate().principal(Mono.just(operator)).build() : exchange))
			.webFilter(answers)
			.configureClient()
			.responseTimeout(Duration.ofSeconds(40))
			.build();
	}

	private static ResponseSpec register(WebTestClient client, String id, String prefer) {
		return client.post()
			.uri("/hypermesh/assets")
			.header("Prefer", prefer)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue("{\"id\": \"" + id + "\", \"kind\": \"storage\", \"description\": \"a disk\"}")
			.exchange();
	}

	private static String location(ResponseSpec response) {
		return Objects
			.requireNonNull(response.expectStatus()
				.isAccepted()
				.expectHeader()
				.valueEquals("Preference-Applied", ASYNC)
				.expectBody()
				.jsonPath("$.state")
				.isEqualTo("waiting")
				.returnResult()
				.getResponseHeaders()
				.getLocation())
			.toString();
	}

	private static String field(WebTestClient client, String path) {
		return String.valueOf(client.get()
			.uri(path)
			.exchange()
			.returnResult(byte[].class)
			.getResponseHeaders()
			.getFirst("Web3-Ledger"));
	}

	@Test
	void aWriteThatCannotBeDecidedIsQueuedForWhoPrefersThat() {
		member.ledger().start();
		queue.open();
		drain.start();
		WebTestClient operator = client(member, true);

		String first = location(register(operator, "disk-1", "return=minimal, Respond-Async; x=1"));
		String second = location(register(operator, "disk-1", ASYNC));
		String other = location(operator.put()
			.uri("/hypermesh/names/x.local.internal")
			.header("Prefer", ASYNC)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue("{\"records\": [\"A 192.0.2.1\"]}")
			.exchange());

		assertThat(second).as("it is the same write").isEqualTo(first);
		assertThat(field(operator, "/hypermesh/assets/disk-1")).endsWith(", stale").startsWith("height=0, time=@");
		operator.get().uri("/hypermesh/assets/disk-1").exchange().expectStatus().isNotFound();
		operator.get().uri(first).exchange().expectBody().jsonPath("$.state").isEqualTo("waiting");
		client(member, false).get().uri(first).exchange().expectStatus().isForbidden();

		federation.start();
		TestFederation.await(() -> queue.report().waiting() == 0, () -> queue.entries().toString());

		operator.get()
			.uri(first)
			.exchange()
			.expectBody()
			.jsonPath("$.state")
			.isEqualTo("executed")
			.jsonPath("$.request")
			.isEqualTo("POST /hypermesh/assets")
			.jsonPath("$.concerns")
			.isEqualTo("disk-1")
			.jsonPath("$.transaction")
			.isNotEmpty();
		operator.get().uri(other).exchange().expectBody().jsonPath("$.state").isEqualTo("executed");
		operator.get().uri("/hypermesh/assets/disk-1").exchange().expectStatus().isOk();
		operator.get().uri("/hypermesh/names/x.local.internal").exchange().expectStatus().isOk();
		assertThat(field(operator, "/hypermesh/assets/disk-1")).matches("height=[1-9][0-9]*, time=@[0-9]+");
		operator.delete().uri(first).exchange().expectStatus().isEqualTo(409);
	}

	@Test
	void whileTheLedgerDecidesAllIsAsEver() {
		federation.start();
		queue.open();
		drain.start();
		WebTestClient operator = client(member, true);

		register(operator, "disk-1", "respond-async, wait=30").expectStatus()
			.isCreated()
			.expectHeader()
			.location("/hypermesh/assets/disk-1");
		register(operator, "disk-1", "respond-async, wait=30").expectStatus().isEqualTo(409);
		register(client(member, false), "disk-2", ASYNC).expectStatus().isForbidden();
		operator.delete()
			.uri("/hypermesh/names/nobody.local.internal")
			.header("Prefer", "respond-async, wait=30")
			.exchange()
			.expectStatus()
			.isNotFound();
	}

	@Test
	void aWriteIsTakenBackWhileItWaits() {
		member.ledger().start();
		queue.open();
		WebTestClient operator = client(member, true);
		String location = location(register(operator, "disk-1", ASYNC));

		client(member, false).delete().uri(location).exchange().expectStatus().isForbidden();
		operator.delete().uri(location).exchange().expectStatus().isNoContent();

		operator.get().uri(location).exchange().expectBody().jsonPath("$.state").isEqualTo("withdrawn");
		operator.delete().uri("/hypermesh/queue/" + "0".repeat(32)).exchange().expectStatus().isNotFound();
		operator.delete().uri("/hypermesh/queue/x").exchange().expectStatus().isBadRequest();
		operator.post().uri(location).exchange().expectStatus().isEqualTo(405);
		operator.get()
			.uri("/hypermesh/queue")
			.exchange()
			.expectBody()
			.jsonPath("$.waiting")
			.isEqualTo(0)
			.jsonPath("$.entries[0].state")
			.isEqualTo("withdrawn");
	}

	@Test
	void whatCanNeverBeDoneDoesNotWait() {
		member.ledger().start();
		queue.open();
		WebTestClient operator = client(member, true);

		operator.post()
			.uri("/hypermesh/assets")
			.header("Prefer", ASYNC)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue("{\"id\": \"p-1\", \"kind\": \"PACKAGE\"}")
			.exchange()
			.expectStatus()
			.isEqualTo(422)
			.expectBody()
			.jsonPath("$.type")
			.isEqualTo("urn:web3:assets:made-with-package");

		assertThat(queue.entries()).isEmpty();
	}

	@Test
	void anAssetForEverybodyIsNotLeasedLaterEither() {
		federation.start();
		queue.open();
		drain.start();
		WebTestClient operator = client(member, true);
		operator.post()
			.uri("/hypermesh/assets")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue("{\"id\": \"s-1\", \"kind\": \"SERVICE\"}")
			.exchange()
			.expectStatus()
			.isCreated();

		operator.post()
			.uri("/hypermesh/assets/s-1/lease")
			.header("Prefer", ASYNC)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue("{\"seconds\": 60}")
			.exchange()
			.expectStatus()
			.isEqualTo(409)
			.expectBody()
			.jsonPath("$.type")
			.isEqualTo("urn:web3:assets:not-leasable");

		assertThat(queue.entries()).isEmpty();
	}

	@Test
	void aQueueThatCannotBeUsedIsCalledWhatItIs() {
		member.ledger().start();
		WebTestClient operator = client(member, true);

		register(operator, "disk-1", ASYNC).expectStatus()
			.isEqualTo(503)
			.expectBody()
			.jsonPath("$.title")
			.isEqualTo("The queue of writes cannot be used");
	}

	@Test
	void aFullQueueSaysSo() {
		member.ledger().start();
		queue.open();
		WebTestClient operator = client(member, true);
		for (int i = 0; i < 100; i++) {
			location(register(operator, "disk-" + i, ASYNC));
		}

		register(operator, "one-more", ASYNC).expectStatus().isEqualTo(503).expectHeader().exists("Retry-After");
	}

	@Test
	void whatAnObserverReadsIsStaleOnceNobodyProvesAnything() {
		federation.start();
		Member observer = federation.observer("looker");
		WebTestClient client = client(observer, true);
		assertThat(field(client, "/hypermesh/assets/disk-1")).contains("stale");
		observer.ledger().start();
		TestFederation.await(() -> observer.ledger().readiness().isAccepted(), () -> "not followed");
		assertThat(field(client, "/hypermesh/assets/disk-1")).doesNotContain("stale");

		federation.members().forEach(one -> federation.network().isolate(one.node().id()));

		TestFederation.await(() -> field(client, "/hypermesh/assets/disk-1").contains("stale"), () -> "not stale");
		observer.ledger().close();
	}

}
