package org.web3ecosystem.trustchain.autoconfigure;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.WebTestClient;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.Federation;
import org.web3ecosystem.trustchain.autoconfigure.TrustChainAutoConfiguration.TrustChainThreads;
import org.web3ecosystem.trustchain.ca.TestAuthority;
import org.web3ecosystem.trustchain.ct.Proofs;
import org.web3ecosystem.trustchain.ct.PublishedTiles;
import org.web3ecosystem.trustchain.ct.TileDirectory;

import static org.assertj.core.api.Assertions.assertThat;

/** A log's files over HTTP, by a process that does not write them. */
class TileRoutesTests {

	@TempDir
	private Path directory;

	private final TrustChainThreads threads = new TrustChainThreads(Executors.newVirtualThreadPerTaskExecutor());

	private TestAuthority authority;

	private CertificateChain issued;

	private WebTestClient client;

	@BeforeEach
	void open() {
		Node node = Federation.of(1, directory).node(1);
		authority = new TestAuthority(node, InstantSource.system());
		issued = authority.issue(Purpose.SERVER);
		authority.issue(Purpose.NODE);
		PublishedTiles tiles = new PublishedTiles(new TileDirectory(node.home().resolve("trustchain/log/public")));
		client = WebTestClient
			.bindToRouterFunction(new TileRoutes(tiles, note -> note + "— witness AAAAAAAA\n", threads).routes())
			.build();
	}

	@AfterEach
	void close() {
		authority.close();
		threads.close();
	}

	@Test
	void tilesAreShownForGoodAndTheCheckpointForAMoment() {
		WebTestClient.ResponseSpec checkpoint = client.get().uri("/ct/checkpoint").exchange();
		checkpoint.expectStatus().isOk().expectHeader().valueEquals("Cache-Control", "max-age=1, public");
		checkpoint.expectHeader().contentType("text/plain;charset=utf-8");
		checkpoint.expectBody()
			.consumeWith(body -> assertThat(new String(body.getResponseBodyContent(), StandardCharsets.UTF_8))
				.isEqualTo(authority.log().note() + "— witness AAAAAAAA\n"));

		WebTestClient.ResponseSpec tile = client.get().uri("/ct/tile/0/000.p/2").exchange();
		tile.expectStatus()
			.isOk()
			.expectHeader()
			.valueEquals("Cache-Control", "max-age=31536000, public, immutable")
			.expectHeader()
			.contentType("application/octet-stream");
		byte[] hashes = tile.expectBody().returnResult().getResponseBodyContent();
		assertThat(hashes).hasSize(64).startsWith(Proofs.leafHash(authority.log().entry(0).orElseThrow().leafInput()));
		client.get()
			.uri("/ct/tile/0/000.p/1")
			.exchange()
			.expectBody()
			.consumeWith(body -> assertThat(hashes).startsWith(body.getResponseBodyContent()));
	}

	@Test
	void entriesArePackedForWhoTakesThat() throws IOException {
		byte[] plain = client.get()
			.uri("/ct/tile/data/000.p/2")
			.exchange()
			.expectHeader()
			.doesNotExist(HttpHeaders.CONTENT_ENCODING)
			.expectBody()
			.returnResult()
			.getResponseBodyContent();
		byte[] packed = client.get()
			.uri("/ct/tile/data/000.p/2")
			.header(HttpHeaders.ACCEPT_ENCODING, "br, gzip;q=0.5")
			.exchange()
			.expectHeader()
			.valueEquals(HttpHeaders.CONTENT_ENCODING, "gzip")
			.expectBody()
			.returnResult()
			.getResponseBodyContent();

		assertThat(packed).hasSizeLessThan(plain.length);
		assertThat(new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes()).isEqualTo(plain);
		client.get()
			.uri("/ct/tile/data/000.p/2")
			.header(HttpHeaders.ACCEPT_ENCODING, "gzip;q=0")
			.exchange()
			.expectHeader()
			.doesNotExist(HttpHeaders.CONTENT_ENCODING);
	}

	@Test
	void anIssuerIsFoundByItsDigest() {
		byte[] issuer = Digest.encoded(issued.certificates().getLast());
		client.get()
			.uri("/ct/issuer/" + Digest.hex(issuer))
			.exchange()
			.expectHeader()
			.contentType("application/pkix-cert")
			.expectBody()
			.consumeWith(body -> assertThat(body.getResponseBodyContent()).isEqualTo(issuer));
	}

	@Test
	void whatIsNotPublishedIsNotFound() {
		for (String path : new String[] { "/ct/tile/0/000", "/ct/tile/0/000.p/3", "/ct/tile/0/001", "/ct/tile/x",
				"/ct/tile/0/..%2f..%2fkey.pem", "/ct/issuer/abc", "/ct/issuer/" + "0".repeat(64) }) {
			client.get().uri(URI.create(path)).exchange().expectStatus().isNotFound();
		}
		client.post().uri("/ct/checkpoint").exchange().expectStatus().isEqualTo(405);
		client.put().uri("/ct/tile/0/000").exchange().expectStatus().isEqualTo(405);
		client.head().uri("/ct/tile/0/000.p/2").exchange().expectStatus().isOk();
	}

}
