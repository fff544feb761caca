package org.web3ecosystem.caesar.autoconfigure;

import java.security.Principal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.server.ServerWebExchange;
import org.web3ecosystem.caesar.Accounts;
import org.web3ecosystem.caesar.TestEconomy;
import org.web3ecosystem.caesar.TestLedger;
import org.web3ecosystem.caesar.ledger.AccountId;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.Ledger;
import org.web3ecosystem.spi.consensus.WriteQueue;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.consensus.ProofBundle;
import org.web3ecosystem.spi.usage.Economy.Request;

import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

class CaesarRoutesTests {

	private static final String ID = "10000000000000aa00000000000000bb";

	private final TestEconomy economy = new TestEconomy(2, 100);

	private final NodeId self = economy.validator(0);

	private final NodeId other = economy.validator(1);

	private final TestLedger ledger = new TestLedger(economy, self);

	private final Accounts accounts = new Accounts(self, ledger, TestLedger.prover(Verdict.accepted()));

	private final WebTestClient operator = client(accounts, true);

	private final WebTestClient anybody = client(accounts, false);

	private volatile String detail = "";

	private @Nullable WriteQueue queue;

	private WebTestClient client(Accounts seen, boolean known) {
		AtomicInteger counter = new AtomicInteger();
		RandomGenerator random = () -> 0x7000_0000_0000_0000L + counter.incrementAndGet();
		return WebTestClient
			.bindToRouterFunction(
					new CaesarRoutes(economy.genesis(), () -> seen, () -> Optional.ofNullable(queue), random).routes())
			.webFilter((exchange, chain) -> chain.filter(known ? identified(exchange) : exchange)
				.onErrorResume(thrown -> edge(exchange, thrown)))
			.configureClient()
			.responseTimeout(Duration.ofSeconds(30))
			.build();
	}

	/** What the platform makes of failures, as far as it is needed here. */
	private Mono<Void> edge(ServerWebExchange exchange, Throwable thrown) {
		HttpStatus status = switch (thrown) {
			case ErrorResponseException known -> HttpStatus.valueOf(known.getStatusCode().value());
			case UnavailableException unavailable -> HttpStatus.SERVICE_UNAVAILABLE;
			default -> HttpStatus.INTERNAL_SERVER_ERROR;
		};
		detail = thrown instanceof ErrorResponseException known ? String.valueOf(known.getBody().getDetail())
				: String.valueOf(thrown.getMessage());
		exchange.getResponse().setStatusCode(status);
		return exchange.getResponse().setComplete();
	}

	private static ServerWebExchange identified(ServerWebExchange exchange) {
		Principal principal = () -> "operator";
		return exchange.mutate().principal(Mono.just(principal)).build();
	}

	private ResponseSpec post(WebTestClient client, String path, String body) {
		return client.post().uri(path).contentType(MediaType.APPLICATION_JSON).bodyValue(body).exchange();
	}

	private Map<?, ?> created(String body) {
		return created("/caesar/transfers", body);
	}

	private Map<?, ?> created(String path, String body) {
		return post(operator, path, body).expectStatus()
			.isCreated()
			.expectBody(Map.class)
			.returnResult()
			.getResponseBody();
	}

	private void problem(int status, String why, ResponseSpec response) {
		response.expectStatus().isEqualTo(status);
		assertThat(detail).contains(why);
	}

	private void refused(String why, String body) {
		problem(400, why, post(operator, "/caesar/transfers", body));
	}

	private String pay(long amount) {
		return """
				{"id": "%s", "credit": "%s", "amount": %d}""".formatted(ID, AccountId.of(other), amount);
	}

	private ResponseSpec get(String path, Object... variables) {
		return anybody.get().uri(path, variables).exchange();
	}

	@Test
	void aTransferIsMadeAndThenFound() {
		post(operator, "/caesar/transfers", pay(25)).expectStatus()
			.isCreated()
			.expectHeader()
			.location("/caesar/transfers/" + ID)
			.expectBody()
			.jsonPath("$.amount")
			.isEqualTo(25)
			.jsonPath("$.height")
			.isEqualTo(2);

		get("/caesar/transfers/" + ID).expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.kind")
			.isEqualTo("transfer")
			.jsonPath("$.author")
			.isEqualTo(self.hex())
			.jsonPath("$.debit")
			.isEqualTo(AccountId.of(self).hex());
		get("/caesar/accounts/{id}", AccountId.of(other)).expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.balance")
			.isEqualTo(TestEconomy.OPENING + 25)
			.jsonPath("$.owner")
			.isEqualTo(other.hex())
			.jsonPath("$.flags[0]")
			.isEqualTo("debits-must-not-exceed-credits");
	}

	@Test
	void sentAgainItIsTheSameTransfer() {
		created(pay(25));
		created(pay(25));

		assertThat(economy.account(self).balance()).isEqualTo(TestEconomy.OPENING - 25);
		problem(422, "exists with different amount", post(operator, "/caesar/transfers", pay(26)));
	}

	@Test
	void theIdempotencyKeyIsTheId() {
		String body = pay(5).replace("\"id\": \"" + ID + "\", ", "");
		for (int i = 0; i < 2; i++) {
			operator.post()
				.uri("/caesar/transfers")
				.header("Idempotency-Key", ID)
				.contentType(MediaType.APPLICATION_JSON)
				.bodyValue(body)
				.exchange()
				.expectStatus()
				.isCreated()
				.expectBody()
				.jsonPath("$.id")
				.isEqualTo(ID);
		}
		assertThat(economy.account(self).balance()).isEqualTo(TestEconomy.OPENING - 5);
		assertThat(created(body).get("id")).isNotEqualTo(ID);

		ResponseSpec both = operator.post()
			.uri("/caesar/transfers")
			.header("Idempotency-Key", ID.replace('b', 'c'))
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(pay(5))
			.exchange();
		problem(400, "not the id in the body", both);
		problem(400, "32 lower-case",
				operator.post()
					.uri("/caesar/transfers")
					.header("Idempotency-Key", "mine")
					.contentType(MediaType.APPLICATION_JSON)
					.bodyValue(body)
					.exchange());
	}

	@Test
	void whatIsReservedSaysWhatBecameOfIt() {
		String pending = (String) created("""
				{"kind": "pending", "credit": "%s", "amount": 10, "timeout": 60}""".formatted(other)).get("id");
		get("/caesar/transfers/" + pending).expectBody()
			.jsonPath("$.state")
			.isEqualTo("pending")
			.jsonPath("$.expiresAt")
			.exists();

		created("""
				{"kind": "post", "pending": "%s", "amount": 4}""".formatted(pending));

		get("/caesar/transfers/" + pending).expectBody()
			.jsonPath("$.state")
			.isEqualTo("posted")
			.jsonPath("$.settledBy")
			.exists();
		problem(422, "pending transfer is posted", post(operator, "/caesar/transfers", """
				{"kind": "void", "pending": "%s"}""".formatted(pending)));
	}

	@Test
	void linkedTransfersAreMadeTogetherOrNotAtAll() {
		String one = """
				{"credit": "%s", "amount": 10}""".formatted(other);
		String much = """
				{"credit": "%s", "amount": 10000000}""".formatted(other);

		assertThat(created("{\"linked\": [%s, %s]}".formatted(one, one)).get("linked")).isNotNull();
		problem(422, "operation 2: exceeds credits",
				post(operator, "/caesar/transfers", "{\"linked\": [%s, %s]}".formatted(one, much)));

		assertThat(economy.account(self).balance()).isEqualTo(TestEconomy.OPENING - 20);
	}

	@Test
	void aHistoryIsReadPageByPage() {
		for (int i = 0; i < 5; i++) {
			created("""
					{"credit": "%s", "amount": %d}""".formatted(other, i + 1));
		}

		String account = "/caesar/accounts/" + AccountId.of(self) + "/transfers";
		get(account + "?limit=4").expectBody()
			.jsonPath("$.transfers.length()")
			.isEqualTo(4)
			.jsonPath("$.transfers[0].kind")
			.isEqualTo("genesis")
			.jsonPath("$.next")
			.isEqualTo(account + "?after=4&limit=4");
		get(account + "?after=4&limit=4").expectBody()
			.jsonPath("$.transfers[0].number")
			.isEqualTo(5)
			.jsonPath("$.transfers[1].amount")
			.isEqualTo(5)
			.jsonPath("$.next")
			.doesNotExist();
	}

	@Test
	void anAccountThatDidNotChangeIsNotSentAgain() {
		String path = "/caesar/accounts/" + AccountId.of(self);
		String etag = get(path).expectStatus().isOk().returnResult(Void.class).getResponseHeaders().getETag();
		assertThat(etag).isNotNull();

		anybody.get().uri(path).header(HttpHeaders.IF_NONE_MATCH, etag).exchange().expectStatus().isNotModified();
		created(pay(1));
		anybody.get().uri(path).header(HttpHeaders.IF_NONE_MATCH, etag).exchange().expectStatus().isOk();
	}

	@Test
	void stakeIsBondedAndTakenBack() {
		created("/caesar/stake", "{\"bond\": 40}");
		created("/caesar/stake", "{\"unbond\": 15}");

		get("/caesar/stake").expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.bonded")
			.isEqualTo(225)
			.jsonPath("$.unbonding")
			.isEqualTo(15)
			.jsonPath("$.stakes[0].stake")
			.isEqualTo(125)
			.jsonPath("$.stakes[0].name")
			.isEqualTo("node1")
			.jsonPath("$.stakes.length()")
			.isEqualTo(2);
		problem(400, "'unbond' is missing", post(operator, "/caesar/stake", "{}"));
		problem(400, "unknown field 'unbond'", post(operator, "/caesar/stake", "{\"bond\": 1, \"unbond\": 1}"));
		problem(422, "exceeds stake", post(operator, "/caesar/stake", "{\"unbond\": 126}"));
	}

	@Test
	void whatCanBeReadHasAHead() {
		for (String path : new String[] { "/caesar/stake", "/caesar/accounts/" + AccountId.of(self) }) {
			anybody.head().uri(path).exchange().expectStatus().isOk();
		}
	}

	@Test
	void onlyAnIdentifiedCallerWrites() {
		problem(403, "operator", post(anybody, "/caesar/transfers", pay(1)));
		problem(403, "operator", post(anybody, "/caesar/stake", "{\"bond\": 40}"));
		assertThat(economy.account(self).balance()).isEqualTo(TestEconomy.OPENING);
	}

	@Test
	void wrongFieldsAreNamed() {
		refused("'amount' is missing", "{\"credit\": \"%s\"}".formatted(other));
		refused("'amount' is not a whole number", pay(1).replace("1}", "1.5}"));
		refused("'amount' is not a whole number", pay(1).replace("1}", "9223372036854775808}"));
		refused("'amount' is not a whole number", pay(1).replace("1}", "\"1\"}"));
		refused("amount is positive", pay(0));
		refused("amount is positive", pay(-1));
		refused("unknown field 'memo'", pay(1).replace("}", ", \"memo\": 1}"));
		refused("'kind' is one of", pay(1).replace("}", ", \"kind\": \"mint\"}"));
		refused("'kind' is one of", pay(1).replace("}", ", \"kind\": \"fee\"}"));
		refused("code is 0", pay(1).replace("}", ", \"code\": 65536}"));
		refused("32 lower-case", pay(1).replace(ID, ID.replace("b", "B")));
		refused("ledger's own", pay(1).replace(ID, "0".repeat(32)));
		refused("lower-case", pay(1).replace(AccountId.of(other).hex(), "ab"));
		refused("two accounts are one", pay(1).replace(AccountId.of(other).hex(), AccountId.of(self).hex()));
		refused("timeout is 0", """
				{"kind": "pending", "credit": "%s", "amount": 1, "timeout": -1}""".formatted(other));
		refused("2 to 64", "{\"linked\": []}");
		refused("unknown field 'amount'", "{\"linked\": [], \"amount\": 1}");
		refused("not a JSON object", "{\"linked\": [1, 2]}");
		refused("not JSON", pay(1).replace("}", ", \"amount\": 2}"));
		refused("not JSON", pay(1) + "x");
		refused("not a JSON object", "[]");
		refused("not JSON", "{");
		problem(400, "JSON",
				operator.post().uri("/caesar/transfers").contentType(MediaType.APPLICATION_JSON).exchange());
		problem(422, "debit account not yours", post(operator, "/caesar/transfers", """
				{"debit": "%s", "credit": "%s", "amount": 1}""".formatted(AccountId.of(other), AccountId.of(self))));
		assertThat(economy.account(self).balance()).isEqualTo(TestEconomy.OPENING);
	}

	@Test
	void aBodyThatIsTooLargeOrNotJsonIsNotRead() {
		problem(413, "65536", post(operator, "/caesar/transfers", " ".repeat(Asked.MAX_BODY + 1)));
		problem(415, "application/json",
				operator.post()
					.uri("/caesar/transfers")
					.contentType(MediaType.TEXT_PLAIN)
					.bodyValue(pay(1))
					.exchange());
	}

	@Test
	void whatIsNotThereIsNotFound() {
		problem(404, "no account", get("/caesar/accounts/" + "1".repeat(32)));
		problem(404, "no account", get("/caesar/accounts/" + "1".repeat(32) + "/transfers"));
		problem(404, "no transfer", get("/caesar/transfers/" + "1".repeat(32)));
		problem(400, "account id", get("/caesar/accounts/" + self.hex()));
		problem(400, "transfer id", get("/caesar/transfers/1"));
		for (String query : new String[] { "after=-1", "after=x", "limit=0", "limit=501", "limit=1&limit=2" }) {
			problem(400, "is one number", get("/caesar/accounts/" + AccountId.of(self) + "/transfers?" + query));
		}
		anybody.method(HttpMethod.DELETE)
			.uri("/caesar/stake")
			.exchange()
			.expectStatus()
			.isEqualTo(HttpStatus.METHOD_NOT_ALLOWED);
	}

	@Test
	void aLedgerThatDoesNotAnswerIsUnavailable() {
		ledger.down(true);

		problem(503, "does not answer", post(operator, "/caesar/transfers", pay(1)));
		problem(503, "does not answer", get("/caesar/accounts/" + AccountId.of(self)));
		problem(503, "does not answer", get("/caesar/stake"));
	}

	@Test
	void whereThereIsNoEconomyNothingIsFound() {
		WebTestClient without = client(null, true);

		problem(404, "no economy", without.get().uri("/caesar/stake").exchange());
		problem(404, "no economy", post(without, "/caesar/transfers", pay(1)));
	}

	@Test
	void whatTheLedgerMovedItselfIsShown() {
		economy.call(self, new Request.Charge(3, "publish: a package"));

		get("/caesar/accounts/" + AccountId.FEES + "/transfers").expectBody()
			.jsonPath("$.transfers[0].kind")
			.isEqualTo("fee")
			.jsonPath("$.transfers[0].reference")
			.isEqualTo("publish: a package");
	}

	@Test
	void aTransferGoesThroughTheQueueIfItsRequestPrefersThat() {
		queue = wish -> new WriteQueue.Way(new Full(wish.what()), TestLedger.prover(Verdict.accepted()));

		problem(503, "POST /caesar/transfers",
				operator.post()
					.uri("/caesar/transfers")
					.header("Prefer", "respond-async")
					.contentType(MediaType.APPLICATION_JSON)
					.bodyValue(pay(1))
					.exchange());
		assertThat(created(pay(1)).get("id")).isEqualTo(ID);
	}

	/** Says for what it is asked, and takes nothing. */
	private record Full(String what) implements Ledger {

		@Override
		public CompletableFuture<Receipt> submit(String module, byte[] command) {
			return CompletableFuture.failedFuture(new UnavailableException(what));
		}

		@Override
		public CompletableFuture<Receipt> submit(String module, byte[] command, ProofBundle bundle) {
			return submit(module, command);
		}

		@Override
		public CompletableFuture<Optional<byte[]>> read(String module, String key) {
			return CompletableFuture.completedFuture(Optional.empty());
		}

		@Override
		public Height height() {
			return Height.GENESIS;
		}

	}

}
