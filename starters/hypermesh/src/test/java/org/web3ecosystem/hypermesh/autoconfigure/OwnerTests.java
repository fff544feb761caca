package org.web3ecosystem.hypermesh.autoconfigure;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.Optional;

import javax.net.ssl.SSLContext;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.TestFederation.Member;
import org.web3ecosystem.hypermesh.asset.LedgerAssets;
import org.web3ecosystem.hypermesh.client.LedgerClient;
import org.web3ecosystem.hypermesh.proof.FourProofs.Mode;
import org.web3ecosystem.hypermesh.queue.QueueFixtures;
import org.web3ecosystem.hypermesh.roster.LedgerRoster;
import org.web3ecosystem.spi.consensus.Deferrable;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.asset.AssetKind;
import org.web3ecosystem.spi.asset.AssetState;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.hypermesh.conduct.LedgerConduct;
import org.web3ecosystem.hypermesh.name.ProvenName;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceRegistration;
import org.web3ecosystem.hypermesh.BindingsFile;
import org.web3ecosystem.hypermesh.BoundNames;
import org.web3ecosystem.spi.health.ComponentHealth.Status;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Somebody who has a key and no node, over real HTTP. */
class OwnerTests {

	@TempDir
	private Path directory;

	private final TestFederation federation = new TestFederation(4).start();

	private final NodeKey owner = NodeKey.generate();

	private final LedgerAssets operator = assets(federation.member(0));

	private DisposableServer server;

	private LedgerClient client;

	@BeforeEach
	void begin() throws Exception {
		server = serve(federation.member(1));
		client = client(federation, URI.create("http://127.0.0.1:" + server.port()));
		get(operator.register("disk-1", AssetKind.STORAGE, "a disk"));
	}

	private LedgerClient client(TestFederation known, URI... nodes) throws Exception {
		return new LedgerClient(owner, known.genesis(), List.of(nodes), SSLContext.getDefault());
	}

	private DisposableServer serve(Member member) {
		LedgerAssets assets = assets(member);
		HyperMeshRoutes routes = new HyperMeshRoutes(
				new AssetHandler(Deferrable.never(assets), member.ledger(), InstantSource.system()),
				new LeaseHandler(Deferrable.never(assets), InstantSource.system()),
				new TransactionHandler(member.ledger()), new EntryHandler(member.ledger()),
				new ExportHandler(member.ledger(), "local", Path.of("target", "export")),
				new NameHandler(Deferrable.never(member.names()), bound(member)),
				new ValidatorHandler(Deferrable
					.never(new LedgerRoster(member.node().id(), member.ledger(), member.consensus(Mode.MANDATORY))),
						member.node(), Optional::empty),
				new ConductHandler(new LedgerConduct(member.ledger(), member.consensus(Mode.MANDATORY), Optional::empty,
						List::of, federation.scheduler(), () -> LedgerConduct.PERIOD), List::of, Optional::empty),
				new TimeRoute(member.node().id(), member.attester(), member.time()),
				new BlockHandler(member.blocks().feed(), member.ledger()::height, federation.executor()),
				new QueueHandler(QueueFixtures.queue()));
		return HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.handle(new ReactorHttpHandlerAdapter(RouterFunctions.toHttpHandler(routes.routes())))
			.bindNow();
	}

	private static LedgerAssets assets(Member member) {
		return new LedgerAssets(member.node().id(), member.ledger(), member.consensus(Mode.MANDATORY));
	}

	private BoundNames bound(Member member) {
		return new BoundNames(member.names(), name -> "stoq".equals(name) ? Optional.of(Status.UP) : Optional.empty(),
				federation.scheduler(), InstantSource.system(), new BindingsFile(directory.resolve("bound-names")),
				Runnable::run);
	}

	@AfterEach
	void close() {
		client.close();
		server.disposeNow();
		federation.close();
	}

	@Test
	void anOwnerLeasesInItsOwnName() {
		get(client.look());

		assertThat(get(client.assets().lease("disk-1", 0, Instant.now().plusSeconds(600))).verdict().isAccepted())
			.isTrue();

		assertThat(get(client.assets().find("disk-1")).orElseThrow().state())
			.isInstanceOfSatisfying(AssetState.Leased.class, lease -> assertThat(lease.lessee()).isEqualTo(owner.id()));
	}

	@Test
	void whatANameLeadsToIsProvenToWhoHasNoNode() {
		Member member = federation.member(1);
		Name web = new Name("web.local.internal");
		get(member.names()
			.register(new ServiceRegistration(web, List.of(new ResourceRecord.Text("here")), Duration.ofSeconds(60))));

		assertThat(get(client.name(web))).isInstanceOfSatisfying(ProvenName.Registered.class,
				proven -> assertThat(proven.leases()).singleElement()
					.returns(member.node().id(), ProvenName.Lease::node));
		assertThat(get(client.name(new Name("disk-1.asset.local.internal")))).isInstanceOfSatisfying(
				ProvenName.OfAsset.class,
				proven -> assertThat(proven.nodes()).containsExactly(federation.member(0).node().id()));
		assertThat(get(client.name(new Name("none.local.internal")))).isInstanceOf(ProvenName.Absent.class);
	}

	@Test
	void whoHasNoStakeRegistersNothing() {
		get(client.look());

		assertThatThrownBy(() -> get(client.assets().register("mine", AssetKind.STORAGE, "")))
			.isInstanceOf(RejectedException.class)
			.hasMessageContaining("stake");
		assertThat(get(client.assets().find("mine"))).isEmpty();
	}

	@Test
	void nothingIsBelievedOfAnotherFederation() throws Exception {
		try (TestFederation other = new TestFederation(4);
				LedgerClient misled = client(other, URI.create("http://127.0.0.1:" + server.port()))) {
			assertThatThrownBy(() -> get(misled.look())).isInstanceOf(UnavailableException.class);
		}
	}

	@Test
	void aNodeThatDoesNotAnswerIsLeftOut() throws Exception {
		try (LedgerClient two = client(federation, URI.create("http://127.0.0.1:1"),
				URI.create("http://127.0.0.1:" + server.port()))) {
			get(two.look());

			assertThat(get(two.assets().lease("disk-1", 0, Instant.now().plusSeconds(600))).verdict().isAccepted())
				.isTrue();
		}
	}

	private static <T> T get(CompletionStage<T> stage) {
		try {
			return stage.toCompletableFuture()
				.orTimeout(Duration.ofSeconds(20).toMillis(), TimeUnit.MILLISECONDS)
				.join();
		}
		catch (CompletionException failure) {
			throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
		}
	}

}
