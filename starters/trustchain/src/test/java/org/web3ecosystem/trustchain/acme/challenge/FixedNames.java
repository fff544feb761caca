package org.web3ecosystem.trustchain.acme.challenge;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

import org.web3ecosystem.spi.IpLiteral;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.discovery.ServiceRegistration;

/**
 * Every name lives where the test says: there first, and elsewhere whenever asked again.
 */
final class FixedNames implements ServiceDiscovery {

	final AtomicInteger asked = new AtomicInteger();

	private final boolean stale;

	private final List<List<String>> answers;

	FixedNames(boolean stale, List<List<String>> answers) {
		this.stale = stale;
		this.answers = answers;
	}

	@Override
	public CompletionStage<Resolution> resolve(Name name) {
		int number = asked.getAndIncrement();
		if (answers.isEmpty()) {
			return CompletableFuture.failedFuture(new UnavailableException("nobody knows"));
		}
		List<ResourceRecord> records = answers.get(Math.min(number, answers.size() - 1))
			.stream()
			.<ResourceRecord>map(literal -> new ResourceRecord.Address(IpLiteral.parse(literal)))
			.toList();
		return CompletableFuture.completedFuture(new Resolution.Found(records, Duration.ofSeconds(1), stale, "test"));
	}

	@Override
	public CompletionStage<Void> register(ServiceRegistration registration) {
		return CompletableFuture.failedFuture(new UnavailableException("only looks up"));
	}

}
