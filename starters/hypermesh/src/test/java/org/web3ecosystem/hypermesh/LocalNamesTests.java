package org.web3ecosystem.hypermesh;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.hypermesh.TestFederation.Member;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.discovery.LocalZone;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceRegistration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.web3ecosystem.hypermesh.TestFederation.await;
import static org.web3ecosystem.spitest.Stages.get;

class LocalNamesTests {

	private static final Name PRINTER = new Name("printer.local.internal");

	private static final Name WWW = new Name("www.local.internal");

	private final TestFederation federation = new TestFederation(2).start();

	private final Member first = federation.member(0);

	private volatile Verdict ready = Verdict.accepted();

	private final LocalNames local = local(registration(PRINTER, new ResourceRecord.Text("here")),
			registration(WWW, new ResourceRecord.Alias(PRINTER)));

	@AfterEach
	void close() {
		local.close();
		federation.close();
	}

	private LocalNames local(ServiceRegistration... registrations) {
		return new LocalNames(new LocalZone(List.of(registrations)), first.names(), () -> ready, federation.scheduler(),
				federation.clock());
	}

	private static ServiceRegistration registration(Name name, ResourceRecord record) {
		return new ServiceRegistration(name, List.of(record), Duration.ofSeconds(60), Duration.ofMinutes(10));
	}

	private boolean isAnsweredByTheOther(Name name) {
		return get(federation.member(1).names().resolve(name)) instanceof Resolution.Found;
	}

	@Test
	void namesComeIntoTheLedgerWhenItCanBeWrittenAndThatIsTold() {
		ready = Verdict.unavailable("not yet");
		local.start();
		assertThat(local.moved().met()).isFalse();
		assertThat(local.migration().toMap()).containsEntry("names", 2)
			.containsEntry("confirmed", 0)
			.containsEntry("done", false);

		ready = Verdict.accepted();

		await(() -> local.moved().met(), () -> local.migration().toString());
		assertThat(local.migration().toMap()).containsEntry("confirmed", 2).containsEntry("done", true);
		await(() -> isAnsweredByTheOther(PRINTER) && isAnsweredByTheOther(WWW), () -> "not at the other node");
	}

	@Test
	void theyAreRenewedWhenHalfOfTheLeaseIsOver() {
		local.start();
		await(() -> local.moved().met(), () -> local.migration().toString());
		Instant end = get(first.names().leases(PRINTER)).get(first.node().id());

		federation.pass(Duration.ofMinutes(6));

		await(() -> get(first.names().leases(PRINTER)).get(first.node().id()).isAfter(end), () -> "not renewed");
	}

	@Test
	void whatItsOperatorWithdrewIsNotRenewed() {
		local.start();
		await(() -> local.moved().met(), () -> local.migration().toString());
		get(first.names().withdraw(PRINTER));
		Instant end = get(first.names().leases(WWW)).get(first.node().id());

		federation.pass(Duration.ofMinutes(6));

		await(() -> get(first.names().leases(WWW)).get(first.node().id()).isAfter(end), () -> "not renewed");
		assertThat(get(first.names().isWithdrawn(PRINTER))).isTrue();
	}

	@Test
	void whatTheLedgerRefusesIsSaidAndKeepsNobodyWaiting() {
		get(federation.member(1).names().register(registration(PRINTER, new ResourceRecord.Alias(WWW))));
		LocalNames both = local(registration(PRINTER, new ResourceRecord.Text("here")),
				registration(WWW, new ResourceRecord.Text("there")));
		try {
			both.start();

			await(() -> both.moved().met(), () -> both.migration().toString());

			assertThat(both.migration().refused()).containsOnlyKeys(PRINTER);
			assertThat(both.migration().toMap()).containsEntry("confirmed", 1).containsEntry("done", false);
			get(federation.member(1).names().withdraw(PRINTER));
			federation.pass(Duration.ofMinutes(2));
			await(() -> both.migration().refused().isEmpty(), () -> both.migration().toString());
		}
		finally {
			both.close();
		}
	}

}
