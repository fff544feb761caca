package org.web3ecosystem.catalog.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.web3ecosystem.spi.consensus.Deferrable;
import org.web3ecosystem.catalog.Manifests;
import org.web3ecosystem.catalog.TestFederation;
import org.web3ecosystem.catalog.TestFederation.Member;
import org.web3ecosystem.catalog.entry.Content;
import org.web3ecosystem.catalog.entry.Digest;
import org.web3ecosystem.catalog.signing.SignedManifest;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

class CatalogRoutesTests {

	private static final String PACKAGES = "/catalog/packages";

	@TempDir
	private Path folder;

	private TestFederation federation;

	private WebTestClient operator;

	private WebTestClient anybody;

	private WebTestClient elsewhere;

	private final byte[] bytes = Manifests.bytes(new Random(1), 200_000);

	private final String digest = Digest.over(bytes).hex();

	@BeforeEach
	void found() {
		federation = new TestFederation(2, folder);
		operator = client(federation.member(0), true);
		anybody = client(federation.member(0), false);
		elsewhere = client(federation.member(1), false);
	}

	@AfterEach
	void close() {
		federation.close();
	}

	private static WebTestClient client(Member member, boolean known) {
		CatalogRoutes routes = new CatalogRoutes(new PackageHandler(member.catalogue()),
				new PublishHandler(Deferrable.never(member.catalogue())), new BlobRoutes(member.catalogue()));
		return WebTestClient.bindToRouterFunction(routes.routes())
			.webFilter((exchange, chain) -> chain.filter(known ? identified(exchange) : exchange)
				.onErrorResume(failure -> edge(exchange, failure)))
			.configureClient()
			.responseTimeout(Duration.ofSeconds(30))
			.build();
	}

	/** Says of errors what the platform's edge says, without its form. */
	private static Mono<Void> edge(ServerWebExchange exchange, Throwable failure) {
		HttpStatus status = switch (failure) {
			case ResponseStatusException known -> HttpStatus.valueOf(known.getStatusCode().value());
			case RejectedException refused -> HttpStatus.UNPROCESSABLE_CONTENT;
			case UnavailableException unavailable -> HttpStatus.SERVICE_UNAVAILABLE;
			case IllegalArgumentException malformed -> HttpStatus.BAD_REQUEST;
			default -> HttpStatus.INTERNAL_SERVER_ERROR;
		};
		exchange.getResponse().setStatusCode(status);
		byte[] text = String.valueOf(failure.getMessage()).getBytes(StandardCharsets.UTF_8);
		return exchange.getResponse().writeWith(Mono.just(exchange.getResponse().bufferFactory().wrap(text)));
	}

	private static ServerWebExchange identified(ServerWebExchange exchange) {
		Principal principal = () -> "operator";
		return exchange.mutate().principal(Mono.just(principal)).build();
	}

	private void upload() {
		operator.put().uri("/catalog/blobs/" + digest).bodyValue(bytes).exchange().expectStatus().isOk();
	}

	private static String manifest(String release, String more) {
		String[] parts = release.split(" ");
		return "{\"name\": \"" + parts[0] + "\", \"version\": \"" + parts[1] + "\"" + more + "}";
	}

	private String withBlob() {
		return ", \"blobs\": [{\"path\": \"log.jar\", \"mediaType\": \"application/java-archive\", \"digest\": \""
				+ digest + "\"}], \"keywords\": [\"text\"], \"description\": \"writes lines\"";
	}

	private ResponseSpec post(String body) {
		return operator.post().uri(PACKAGES).contentType(MediaType.APPLICATION_JSON).bodyValue(body).exchange();
	}

	private void publish(String release, String more) {
		post(manifest(release, more)).expectStatus().isCreated();
	}

	private static void refused(ResponseSpec response, int status, String why) {
		response.expectStatus()
			.isEqualTo(status)
			.expectBody(String.class)
			.value(text -> assertThat(text).contains(why));
	}

	@Test
	void aPackageIsUploadedPublishedFoundAndReadBackElsewhere() {
		upload();
		publish("log 1.0.0", withBlob());
		federation.look(2);

		elsewhere.get()
			.uri(PACKAGES + "/log/{constraint}", "^1.0 || 2.x")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.valueMatches(HttpHeaders.ETAG, "\"[0-9a-f]{64}\"")
			.expectBody()
			.jsonPath("$.version")
			.isEqualTo("1.0.0")
			.jsonPath("$.blobs[0].digest")
			.isEqualTo(digest)
			.jsonPath("$.blobs[0].holders.length()")
			.isEqualTo(2)
			.jsonPath("$.yanked")
			.isEqualTo(false);
		byte[] got = elsewhere.get()
			.uri(PACKAGES + "/log/1.0.0/blobs/" + digest)
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.contentLength(bytes.length)
			.expectHeader()
			.valueEquals(HttpHeaders.ETAG, '"' + digest + '"')
			.expectBody()
			.returnResult()
			.getResponseBody();
		assertThat(got).isEqualTo(bytes);
	}

	@Test
	void theAnswerToAPublicationSaysWhereItIsAndUnderWhichName() {
		post(manifest("log 1.0.0", "")).expectStatus()
			.isCreated()
			.expectHeader()
			.location("/catalog/packages/log/1.0.0")
			.expectBody()
			.jsonPath("$.foundAs")
			.isEqualTo("log.asset.local.internal");
		post(manifest("log 1.0.0", "")).expectStatus().isOk();
	}

	@Test
	void aReaderCanCheckTheSignatureWithNothingButTheAnswer() {
		publish("log 1.0.0", "");
		Map<?, ?> json = anybody.get()
			.uri(PACKAGES + "/log/1.0.0")
			.exchange()
			.expectBody(Map.class)
			.returnResult()
			.getResponseBody();
		assertThat(json).isNotNull();
		SignedManifest signed = new SignedManifest(decode(json, "manifest"), decode(json, "ownerKey"),
				decode(json, "signature"));

		assertThat(signed.verify(federation.genesis().chainId()).name()).isEqualTo("log");
		assertThat(signed.digest().hex()).isEqualTo(json.get("digest"));
	}

	private static byte[] decode(Map<?, ?> json, String field) {
		return Base64.getDecoder().decode(String.valueOf(json.get(field)));
	}

	@Test
	void whatIsKnownAlreadyIsNotSentAgain() {
		upload();
		publish("log 1.0.0", withBlob());
		String etag = anybody.get()
			.uri(PACKAGES + "/log/1.0.0")
			.exchange()
			.expectBody()
			.returnResult()
			.getResponseHeaders()
			.getETag();

		anybody.get()
			.uri(PACKAGES + "/log/*")
			.header(HttpHeaders.IF_NONE_MATCH, etag)
			.exchange()
			.expectStatus()
			.isNotModified();
		anybody.get()
			.uri(PACKAGES + "/log/*/blobs/" + digest)
			.header(HttpHeaders.IF_NONE_MATCH, '"' + digest + '"')
			.exchange()
			.expectStatus()
			.isNotModified();
	}

	@Test
	void packagesAreListedPageByPageAndSearched() {
		for (int i = 0; i < 5; i++) {
			publish("p" + i + " 1.0.0", i % 2 == 0 ? ", \"keywords\": [\"even\"]" : "");
		}

		anybody.get()
			.uri(PACKAGES + "?after=1&limit=2")
			.exchange()
			.expectHeader()
			.valueEquals("Link", "</catalog/packages?after=3&limit=2>; rel=\"next\"")
			.expectBody()
			.jsonPath("$.next")
			.isEqualTo("/catalog/packages?after=3&limit=2")
			.jsonPath("$.packages[*].name")
			.isEqualTo(List.of("p1", "p2"));
		anybody.get()
			.uri(PACKAGES + "?keyword=even&limit=1")
			.exchange()
			.expectBody()
			.jsonPath("$.next")
			.isEqualTo("/catalog/packages?keyword=even&after=1&limit=1");
		anybody.get()
			.uri(PACKAGES + "?keyword=even&after=1&limit=2")
			.exchange()
			.expectHeader()
			.doesNotExist("Link")
			.expectBody()
			.jsonPath("$.next")
			.doesNotExist()
			.jsonPath("$.packages[*].name")
			.isEqualTo(List.of("p2", "p4"));
		refused(anybody.get().uri(PACKAGES + "?limit=1001").exchange(), 400, "'limit'");
		refused(anybody.get().uri(PACKAGES + "?keyword=Even").exchange(), 400, "'keyword'");
		refused(anybody.get().uri(PACKAGES + "?keyword=a&keyword=b").exchange(), 400, "'keyword'");
	}

	@Test
	void aLockNamesEverythingThatIsNeeded() {
		publish("log 1.0.0", "");
		publish("app 2.0.0", ", \"dependencies\": {\"log\": \"^1\"}");

		anybody.get()
			.uri(PACKAGES + "/app/{constraint}/lock", ">=1")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.packages[*].name")
			.isEqualTo(List.of("app", "log"));
		refused(anybody.get().uri(PACKAGES + "/app/{constraint}/lock", "^9").exchange(), 422, "the request wants ^9");
	}

	@Test
	void aYankedVersionIsOnlyForWhoNamesIt() {
		publish("log 1.0.0", "");
		operator.post().uri(PACKAGES + "/log/1.0.0/yank").exchange().expectStatus().isOk();

		refused(anybody.get().uri(PACKAGES + "/log/{c}", "^1").exchange(), 404, "'^1'");
		anybody.get()
			.uri(PACKAGES + "/log/1.0.0")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.yanked")
			.isEqualTo(true);
		operator.delete().uri(PACKAGES + "/log/1.0.0/yank").exchange().expectStatus().isOk();
		anybody.get().uri(PACKAGES + "/log/{c}", "^1").exchange().expectStatus().isOk();
	}

	@Test
	void onlyAnIdentifiedCallerWrites() {
		refused(anybody.put().uri("/catalog/blobs/" + digest).bodyValue(bytes).exchange(), 403, "operator");
		refused(anybody.post()
			.uri(PACKAGES)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(manifest("log 1.0.0", ""))
			.exchange(), 403, "operator");
		refused(anybody.post().uri(PACKAGES + "/log/1.0.0/yank").exchange(), 403, "operator");
		assertThat(federation.member(0).store().count()).isZero();
	}

	@Test
	void aGibibyteIsRefusedByWhatItDeclaresAndByWhatItSends() {
		DefaultDataBufferFactory buffers = DefaultDataBufferFactory.sharedInstance;
		refused(operator.put()
			.uri("/catalog/blobs/" + digest)
			.header(HttpHeaders.CONTENT_LENGTH, String.valueOf(1L << 30))
			.body(BodyInserters.fromDataBuffers(Flux.<DataBuffer>error(new AssertionError("nobody reads this"))))
			.exchange(), 413, "67108864");

		byte[] piece = new byte[1 << 20];
		int[] sent = { 0 };
		Flux<DataBuffer> endless = Flux.<DataBuffer>generate(sink -> {
			sent[0]++;
			sink.next(buffers.wrap(piece));
		}).take(1_024);
		refused(operator.put().uri("/catalog/blobs/" + digest).body(BodyInserters.fromDataBuffers(endless)).exchange(),
				413, "67108864");
		assertThat(sent[0]).isLessThan(100);
		assertThat(federation.member(0).store().used()).isZero();
	}

	/** As behind a real server, which keeps a reference of its own to each. */
	@Test
	void everyBufferIsReleasedOnce() {
		List<ByteBuf> buffers = new ArrayList<>();
		for (int at = 0; at < bytes.length; at += 10_000) {
			buffers.add(Unpooled.copiedBuffer(bytes, at, 10_000).retain());
		}
		NettyDataBufferFactory factory = new NettyDataBufferFactory(UnpooledByteBufAllocator.DEFAULT);
		Flux<DataBuffer> body = Flux.fromIterable(buffers).map(factory::wrap);

		operator.put()
			.uri("/catalog/blobs/" + digest)
			.body(BodyInserters.fromDataBuffers(body))
			.exchange()
			.expectStatus()
			.isOk();

		assertThat(buffers).extracting(ByteBuf::refCnt).containsOnly(1);
	}

	@Test
	void aBlobThatIsNotWhatItsDigestSaysIsRefused() {
		refused(operator.put().uri("/catalog/blobs/" + digest).bodyValue(Arrays.copyOf(bytes, 10)).exchange(), 422,
				"the bytes have the digest");
		refused(operator.put().uri("/catalog/blobs/xyz").bodyValue(bytes).exchange(), 400, "64 lower-case");
		assertThat(federation.member(0).store().used()).isZero();
	}

	@Test
	void wrongFieldsAreNamed() {
		refused(post(manifest("Log 1.0.0", "")), 400, "DNS label");
		refused(post(manifest("log 1.0", "")), 400, "semantic version");
		refused(post(manifest("log 1.0.0", ", \"owner\": \"me\"")), 400, "'owner'");
		refused(post(manifest("log 1.0.0", ", \"keywords\": \"x\"")), 400, "'keywords'");
		refused(post(manifest("log 1.0.0", ", \"keywords\": [1]")), 400, "'keywords'");
		refused(post(manifest("log 1.0.0", ", \"dependencies\": {\"a\": \"latest\"}")), 400, "latest");
		refused(post(manifest("log 1.0.0", ", \"dependencies\": {\"log\": \"*\"}")), 400, "log -> log");
		refused(post(manifest("log 1.0.0", ", \"blobs\": [{\"path\": \"a\"}]")), 400, "'digest' is missing");
		refused(post(manifest("log 1.0.0", withBlob())), 422, "upload it first");
		refused(post("{\"name\": \"log\"}"), 400, "'version' is missing");
		refused(post("[]"), 400, "object");
		refused(post("{"), 400, "JSON");
		refused(post(manifest("log 1.0.0", "") + "x"), 400, "JSON");
		refused(post(manifest("log 1.0.0", ", \"name\": \"other\"")), 400, "JSON");
	}

	@Test
	void bombsAreRefused() {
		refused(post(manifest("log 1.0.0", ", \"keywords\": " + "[".repeat(30_000) + "]".repeat(30_000))), 400, "JSON");
		refused(post(" ".repeat(PackageRequest.MAX_BODY + 1)), 413, "65536");
		refused(post(manifest("log 1.0.0", ", \"blobs\": [" + "{},".repeat(70) + "{}]")), 400, "at most 64");
		refused(operator.post().uri(PACKAGES).contentType(MediaType.TEXT_PLAIN).bodyValue("x").exchange(), 415,
				"application/json");
	}

	@Test
	void aVersionThatExistsIsNotOverwritten() {
		publish("log 1.0.0", "");

		refused(post(manifest("log 1.0.0", ", \"description\": \"other\"")), 422, "never changes");
	}

	@Test
	void whatIsNotThereIsNotFound() {
		publish("log 1.0.0", "");

		refused(anybody.get().uri(PACKAGES + "/none").exchange(), 404, "'none'");
		refused(anybody.get().uri(PACKAGES + "/none/1.0.0").exchange(), 404, "'none'");
		refused(anybody.get().uri(PACKAGES + "/none/*/lock").exchange(), 404, "'none'");
		refused(anybody.get().uri(PACKAGES + "/log/2.0.0").exchange(), 404, "'2.0.0'");
		refused(anybody.get().uri(PACKAGES + "/log/1.0.0/blobs/" + digest).exchange(), 404, digest);
		refused(anybody.get().uri(PACKAGES + "/log/latest").exchange(), 400, "latest");
		refused(anybody.get().uri(PACKAGES + "/NO/1.0.0").exchange(), 400, "DNS label");
	}

	@Test
	void withoutALedgerItIsUnavailable() {
		federation.ledger().reachable(false);

		refused(anybody.get().uri(PACKAGES).exchange(), 503, "cannot be reached");
		refused(post(manifest("log 1.0.0", "")), 503, "cannot be reached");
	}

	@Test
	void aBlobIsFetchedAgainWhereItWasLost() throws IOException {
		upload();
		publish("log 1.0.0", withBlob());
		federation.look(2);
		Content content = Manifests.content(bytes);
		Path file = federation.member(0).node().home().resolve("catalog/blobs").resolve(content.key());
		byte[] flipped = bytes.clone();
		flipped[bytes.length - 1] ^= 1;
		Files.write(file, flipped);

		byte[] got = anybody.get()
			.uri(URI.create(PACKAGES + "/log/1.0.0/blobs/" + digest))
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.returnResult()
			.getResponseBody();

		assertThat(got).isEqualTo(bytes);
		assertThat(federation.member(0).store().corrupted()).isEqualTo(1);
		assertThat(federation.member(0).custodian().fetched()).isEqualTo(1);
	}

}
