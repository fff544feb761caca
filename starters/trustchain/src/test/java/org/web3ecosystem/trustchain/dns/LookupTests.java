package org.web3ecosystem.trustchain.dns;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ResourceRecord.ServiceBinding;
import org.web3ecosystem.spi.discovery.ResourceRecord.ServiceBinding.Kind;
import org.web3ecosystem.trustchain.Federation;

import static org.assertj.core.api.Assertions.assertThat;

class LookupTests {

	private static final ResourceRecord ADDRESS = new ResourceRecord.Address(InetAddress.ofLiteral("192.0.2.1"));

	private static final ResourceRecord ADDRESS6 = new ResourceRecord.Address(InetAddress.ofLiteral("2001:db8::1"));

	@TempDir
	private Path directory;

	private final StaticNames names = new StaticNames();

	private Lookup lookup;

	@BeforeEach
	void open() {
		lookup = new Lookup(new Apex(Federation.of(1, directory).genesis(), "node1", () -> 42, Optional.empty()),
				names);
		names.put("web.local.internal", ADDRESS, ADDRESS6, new ResourceRecord.Text("t"));
	}

	private Answer ask(String name, int type) {
		return lookup.answer(new Name(name), type).toCompletableFuture().join();
	}

	private static ResourceRecord alias(String target) {
		return new ResourceRecord.Alias(new Name(target));
	}

	private static List<Integer> types(List<Answer.Record> records) {
		return records.stream().map(Answer.Record::type).toList();
	}

	@Test
	void anAliasIsFollowedWithinTheZone() {
		names.put("www.local.internal", alias("w.local.internal")).put("w.local.internal", alias("web.local.internal"));

		Answer answer = ask("www.local.internal", Dns.A);

		assertThat(types(answer.answers())).containsExactly(Dns.CNAME, Dns.CNAME, Dns.A);
		assertThat(answer.answers()).extracting(record -> record.owner().text())
			.containsExactly("www.local.internal", "w.local.internal", "web.local.internal");
		assertThat(answer.from()).isEqualTo(new Source.Offer("test"));
	}

	@Test
	void whoAsksForTheAliasItselfIsToldIt() {
		names.put("www.local.internal", alias("web.local.internal"));
		assertThat(types(ask("www.local.internal", Dns.CNAME).answers())).containsExactly(Dns.CNAME);
		assertThat(types(ask("www.local.internal", Dns.ANY).answers())).containsExactly(Dns.HINFO);
	}

	@Test
	void theEndOfTheAliasesSaysWhatIsNotThere() {
		names.put("gone.local.internal", alias("nobody.local.internal"))
			.put("www.local.internal", alias("web.local.internal"));

		Answer gone = ask("gone.local.internal", Dns.A);
		assertThat(gone.rcode()).as("RFC 6604").isEqualTo(Dns.NXDOMAIN);
		assertThat(types(gone.answers())).containsExactly(Dns.CNAME);
		assertThat(types(gone.authority())).containsExactly(Dns.SOA);

		Answer none = ask("www.local.internal", Dns.CAA);
		assertThat(none.rcode()).isEqualTo(Dns.NOERROR);
		assertThat(types(none.answers())).containsExactly(Dns.CNAME);
		assertThat(types(none.authority())).containsExactly(Dns.SOA);
	}

	@Test
	void anAliasOfTheZoneItselfGetsWhatIsMadeHere() {
		names.put("up.local.internal", alias("local.internal"));
		assertThat(types(ask("up.local.internal", Dns.SOA).answers())).containsExactly(Dns.CNAME, Dns.SOA);
		assertThat(types(ask("up.local.internal", Dns.NS).additional())).contains(Dns.A);
	}

	@Test
	void outsideTheZoneNothingIsLookedUp() {
		names.put("out.local.internal", alias("example.com"));
		Answer answer = ask("out.local.internal", Dns.A);
		assertThat(answer.rcode()).isEqualTo(Dns.NOERROR);
		assertThat(types(answer.answers())).containsExactly(Dns.CNAME);
		assertThat(names.asked.sum()).isOne();
	}

	@Test
	void aLoopOfAliasesFails() {
		names.put("a.local.internal", alias("b.local.internal")).put("b.local.internal", alias("a.local.internal"));
		Answer answer = ask("a.local.internal", Dns.A);
		assertThat(answer.rcode()).isEqualTo(Dns.SERVFAIL);
		assertThat(answer.answers()).isEmpty();
		assertThat(names.asked.sum()).isLessThanOrEqualTo(Lookup.MAX_ALIASES + 1);
	}

	@Test
	void asManyAliasesAsAreFollowedAndOneMore() {
		for (int i = 0; i <= Lookup.MAX_ALIASES; i++) {
			names.put("n" + i + ".local.internal",
					alias(i == 0 ? "web.local.internal" : "n" + (i - 1) + ".local.internal"));
		}
		assertThat(ask("n" + (Lookup.MAX_ALIASES - 1) + ".local.internal", Dns.A).answers())
			.hasSize(Lookup.MAX_ALIASES + 1);
		assertThat(ask("n" + Lookup.MAX_ALIASES + ".local.internal", Dns.A).rcode()).isEqualTo(Dns.SERVFAIL);
	}

	@Test
	void whereServicesAreIsToldAlong() {
		Name web = new Name("web.local.internal");
		names.put("_x._tcp.local.internal", new ResourceRecord.Service(1, 1, 1, web),
				new ResourceRecord.Service(2, 1, 2, web),
				new ResourceRecord.Service(3, 1, 2, new Name("no.local.internal")));
		names.put("b.local.internal", new ServiceBinding(Kind.SVCB, 1, web, List.of()));

		assertThat(types(ask("_x._tcp.local.internal", Dns.SRV).additional())).containsExactly(Dns.A, Dns.AAAA);
		assertThat(types(ask("b.local.internal", Dns.SVCB).additional())).containsExactly(Dns.A, Dns.AAAA);
	}

	@Test
	void theRootAsTargetIsTheOwner() {
		Name root = new Name("");
		names.put("self.local.internal", ADDRESS, new ServiceBinding(Kind.HTTPS, 1, root, List.of()));
		names.put("none.local.internal", ADDRESS, new ServiceBinding(Kind.HTTPS, 0, root, List.of()));

		assertThat(types(ask("self.local.internal", Dns.HTTPS).additional())).containsExactly(Dns.A);
		assertThat(types(ask("none.local.internal", Dns.HTTPS).additional())).isEmpty();
	}

	@Test
	void noMoreTargetsAreLookedUpThanTheLimit() {
		ResourceRecord[] many = new ResourceRecord[16];
		for (int i = 0; i < many.length; i++) {
			many[i] = new ResourceRecord.Service(0, 0, 1, new Name("t" + i + ".local.internal"));
		}
		names.put("_x._tcp.local.internal", many);
		ask("_x._tcp.local.internal", Dns.SRV);
		assertThat(names.asked.sum()).isEqualTo(1 + Lookup.MAX_TARGETS);
	}

	@Test
	void whatIsStaleOrOfSeveralIsNobodys() {
		names.stale = true;
		Answer stale = ask("web.local.internal", Dns.A);
		assertThat(stale.from()).isEqualTo(Source.NOBODY);
		assertThat(stale.error()).contains(Dns.ExtendedError.STALE_ANSWER);
		assertThat(stale.answers().getFirst().ttl()).isEqualTo(30);
		assertThat(new Source.Offer("a").and(new Source.Offer("b"))).isEqualTo(Source.NOBODY);
		assertThat(Source.HERE.and(new Source.Offer("b"))).isEqualTo(new Source.Offer("b"));
		assertThat(Source.NOBODY.and(new Source.Offer("b"))).isEqualTo(Source.NOBODY);
	}

}
