package org.web3ecosystem.trustchain.autoconfigure;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

import org.web3ecosystem.trustchain.Federation;
import org.web3ecosystem.trustchain.autoconfigure.TrustChainAutoConfiguration.TrustChainThreads;
import org.web3ecosystem.trustchain.dns.Answering;
import org.web3ecosystem.trustchain.dns.EveryName;

import static org.assertj.core.api.Assertions.assertThat;

/** DNS over HTTPS; questions and answers by dnsjava. */
class DnsRoutesTests {

	private static final MediaType MESSAGE = MediaType.parseMediaType("application/dns-message");

	@TempDir
	private Path directory;

	private final TrustChainThreads threads = new TrustChainThreads(Executors.newVirtualThreadPerTaskExecutor());

	private WebTestClient client;

	@BeforeEach
	void open() {
		Answering answering = new Answering(Federation.of(1, directory).genesis(), "node1", new EveryName(), () -> 1,
				Set::of, Optional.empty(), 1, InstantSource.system(), new SecureRandom(), Runnable::run);
		client = WebTestClient.bindToRouterFunction(new DnsRoutes(answering, threads).routes()).build();
	}

	@AfterEach
	void close() {
		threads.close();
	}

	/** As often as one likes: the rate is for those who cannot be seen to be there. */
	@Test
	void aQuestionIsAnsweredEitherWay() throws IOException {
		for (int i = 0; i < 5; i++) {
			for (WebTestClient.ResponseSpec answer : new WebTestClient.ResponseSpec[] { get(query("a.local.internal")),
					post(query("a.local.internal")) }) {
				answer.expectStatus().isOk().expectHeader().valueEquals("Cache-Control", "max-age=60");
				assertThat(message(answer).getSection(Section.ANSWER)).singleElement()
					.isInstanceOfSatisfying(ARecord.class,
							record -> assertThat(record.getAddress()).isEqualTo(EveryName.ADDRESS));
			}
		}
	}

	@Test
	void aNegativeAnswerIsKeptAsLongAsItsSoaSays() throws IOException {
		WebTestClient.ResponseSpec answer = get(query("no.local.internal"));
		answer.expectStatus().isOk().expectHeader().valueEquals("Cache-Control", "max-age=5");
		assertThat(message(answer).getRcode()).isEqualTo(Rcode.NXDOMAIN);
	}

	@Test
	void outsideTheZoneNothingIsLookedUp() throws IOException {
		WebTestClient.ResponseSpec answer = get(query("example.com"));
		answer.expectStatus().isOk().expectHeader().valueEquals("Cache-Control", "max-age=0");
		assertThat(message(answer).getRcode()).isEqualTo(Rcode.REFUSED);
	}

	@Test
	void headTellsWhatGetWould() throws IOException {
		client.method(HttpMethod.HEAD)
			.uri("/dns-query?dns={dns}", encoded(query("a.local.internal")))
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.contentType(MESSAGE)
			.expectBody()
			.isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "AAAA", "not+base64url", "%%%", "AAAB==" })
	void whatIsNoQuestionIsABadRequest(String text) {
		client.get().uri("/dns-query?dns={dns}", text).exchange().expectStatus().isBadRequest();
		client.get().uri("/dns-query").exchange().expectStatus().isBadRequest();
	}

	@Test
	void aQuestionThatIsTooLongIsNotRead() {
		client.get().uri("/dns-query?dns={dns}", "A".repeat(9000)).exchange().expectStatus().isBadRequest();
		post(new byte[Answering.MAX_QUERY + 1]).expectStatus().isEqualTo(413);
	}

	@Test
	void anEmptyBodyAndAnotherTypeAreRefused() {
		post(new byte[0]).expectStatus().isBadRequest();
		client.post()
			.uri("/dns-query")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue("{}")
			.exchange()
			.expectStatus()
			.isEqualTo(415);
		client.delete().uri("/dns-query").exchange().expectStatus().isEqualTo(405);
	}

	private WebTestClient.ResponseSpec get(byte[] query) {
		return client.get().uri("/dns-query?dns={dns}", encoded(query)).exchange();
	}

	private WebTestClient.ResponseSpec post(byte[] query) {
		return client.post().uri("/dns-query").contentType(MESSAGE).bodyValue(query).exchange();
	}

	private static String encoded(byte[] query) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(query);
	}

	private static byte[] query(String name) throws IOException {
		return Message.newQuery(Record.newRecord(Name.fromString(name + "."), Type.A, DClass.IN)).toWire();
	}

	private static Message message(WebTestClient.ResponseSpec answer) throws IOException {
		byte[] body = answer.expectHeader().contentType(MESSAGE).expectBody().returnResult().getResponseBodyContent();
		return new Message(body);
	}

}
