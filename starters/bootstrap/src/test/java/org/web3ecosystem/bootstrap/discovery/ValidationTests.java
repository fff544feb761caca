package org.web3ecosystem.bootstrap.discovery;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import org.web3ecosystem.bootstrap.ManualClock;
import org.web3ecosystem.spi.discovery.BogusAnswerException;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Answers of a zone that is signed here, under its key as the trust anchor. */
class ValidationTests {

	private static final org.xbill.DNS.Name ZONE = org.xbill.DNS.Name.fromConstantString("example.");

	private static final org.xbill.DNS.Name WWW = org.xbill.DNS.Name.fromConstantString("www.example.");

	@TempDir
	Path directory;

	private FakeResolver resolver;

	private KeyPair key;

	private DNSKEYRecord published;

	private String address = FakeResolver.ADDRESS;

	private boolean signed = true;

	private Instant until = Instant.now().plus(Duration.ofDays(1));

	@BeforeEach
	void sign() throws Exception {
		resolver = new FakeResolver();
		KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
		generator.initialize(new ECGenParameterSpec("secp256r1"));
		key = generator.generateKeyPair();
		published = new DNSKEYRecord(ZONE, DClass.IN, 3600, DNSKEYRecord.Flags.ZONE_KEY | DNSKEYRecord.Flags.SEP_KEY,
				DNSKEYRecord.Protocol.DNSSEC, DNSSEC.Algorithm.ECDSAP256SHA256, key.getPublic());
		resolver.answer = this::answer;
	}

	@AfterEach
	void close() {
		resolver.close();
	}

	@Test
	void anAnswerThatIsSignedUnderTheAnchorIsTaken() throws IOException {
		assertThat(((Resolution.Found) resolve(anchored()).toCompletableFuture().join()).records())
			.containsExactly(new ResourceRecord.Address(InetAddress.getByName(FakeResolver.ADDRESS)));
	}

	@Test
	void anAnswerThatWasChangedIsNone() throws IOException {
		address = "203.0.113.66";
		refuses(anchored());
	}

	@Test
	void anAnswerWithoutASignatureIsNone() throws IOException {
		signed = false;
		refuses(anchored());
	}

	@Test
	void anAnswerWhoseSignatureIsOldIsNone() throws IOException {
		until = Instant.now().minus(Duration.ofDays(1));
		refuses(anchored());
	}

	@Test
	void withoutAnAnchorTheAnswerIsTheResolvers() throws IOException {
		signed = false;
		assertThat(resolve(Validation.none()).toCompletableFuture().join()).isInstanceOf(Resolution.Found.class);
	}

	@Test
	void aFileThatHoldsNoAnchorIsRefused() throws IOException {
		Path empty = Files.writeString(directory.resolve("empty"), "; nothing\n");
		assertThatThrownBy(() -> Validation.under(empty)).hasMessageContaining("no trust anchor");
		Path prose = Files.writeString(directory.resolve("prose"), "no records at all\n");
		assertThatThrownBy(() -> Validation.under(prose)).isInstanceOf(IllegalArgumentException.class);
		assertThatThrownBy(() -> Validation.under(directory.resolve("absent")))
			.isInstanceOf(IllegalArgumentException.class);
	}

	private void refuses(Validation validation) {
		CompletionStage<Resolution> answer = resolve(validation);
		assertThatThrownBy(() -> answer.toCompletableFuture().join()).hasRootCauseInstanceOf(BogusAnswerException.class)
			.hasMessageContaining("SERVFAIL");
	}

	private Validation anchored() throws IOException {
		return Validation.under(Files.writeString(directory.resolve("anchors"), published + "\n"));
	}

	private CompletionStage<Resolution> resolve(Validation validation) {
		ResolverSettings with = ResolverSettings.of(List.of(resolver.address()), Duration.ofSeconds(20));
		ResolverSettings settings = new ResolverSettings(with.resolvers(), with.timeout(), with.staleAfter(),
				with.maxStale(), with.maxTtl(), with.maxNegativeTtl(), with.prefetch(), with.mixCase(),
				with.cacheEntries(), with.cacheBytes(), validation);
		return new OperatorResolvers(new Name("test.internal"), settings, CircuitBreakerRegistry.ofDefaults(),
				RandomGenerator.of("SecureRandom"), new ManualClock())
			.resolve(new Name("www.example"));
	}

	private Message answer(Message query) {
		Message answer = FakeResolver.reply(query);
		if (query.getQuestion().getType() == Type.DNSKEY) {
			add(answer, Section.ANSWER, published, published);
		}
		else if (query.getQuestion().getType() == Type.A) {
			add(answer, Section.ANSWER, FakeResolver.a(WWW, FakeResolver.ADDRESS, 60),
					FakeResolver.a(WWW, address, 60));
		}
		else {
			Record soa = new SOARecord(ZONE, DClass.IN, 60, ZONE, ZONE, 1, 1, 1, 1, 60);
			Record next = new NSECRecord(WWW, DClass.IN, 60, ZONE, new int[] { Type.A, Type.RRSIG, Type.NSEC });
			add(answer, Section.AUTHORITY, soa, soa);
			add(answer, Section.AUTHORITY, next, next);
		}
		return answer;
	}

	/** What is sent, with the signature of what it should be. */
	private void add(Message answer, int section, Record right, Record sent) {
		try {
			RRset set = new RRset();
			set.addRR(right);
			RRSIGRecord signature = DNSSEC.sign(set, published, key.getPrivate(), until.minus(Duration.ofDays(2)),
					until);
			answer.addRecord(sent, section);
			if (signed || sent == published) {
				answer.addRecord(signature, section);
			}
		}
		catch (DNSSEC.DNSSECException impossible) {
			throw new IllegalStateException(impossible);
		}
	}

}
