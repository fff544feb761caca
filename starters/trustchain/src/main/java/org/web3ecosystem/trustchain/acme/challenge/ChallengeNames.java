package org.web3ecosystem.trustchain.acme.challenge;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.discovery.ServiceRegistration;

/**
 * Discovery as the name server of this node tells it: with the {@link ChallengeTexts}
 * that its operator put there.
 */
public final class ChallengeNames implements ServiceDiscovery {

	private static final String PREFIX = ChallengeTexts.LABEL + ".";

	private static final Duration TTL = Duration.ofSeconds(1);

	private final ServiceDiscovery discovery;

	private final ChallengeTexts texts;

	public ChallengeNames(ServiceDiscovery discovery, ChallengeTexts texts) {
		this.discovery = discovery;
		this.texts = texts;
	}

	@Override
	public CompletionStage<Resolution> resolve(Name name) {
		if (!name.text().startsWith(PREFIX)) {
			return discovery.resolve(name);
		}
		List<String> values = texts.of(new Name(name.text().substring(PREFIX.length())));
		if (values.isEmpty()) {
			return discovery.resolve(name).thenApply(ChallengeNames::saidHere);
		}
		List<ResourceRecord> records = values.stream().<ResourceRecord>map(ResourceRecord.Text::new).toList();
		return CompletableFuture.completedFuture(new Resolution.Found(records, TTL, false, ChallengeTexts.LABEL));
	}

	/**
	 * A text can come at any time, unseen by whom was asked: that there is none is said
	 * here.
	 */
	private static Resolution saidHere(Resolution resolution) {
		return switch (resolution) {
			case Resolution.Found found ->
				new Resolution.Found(found.records(), found.ttl(), found.stale(), found.steady(), ChallengeTexts.LABEL);
			case Resolution.NotFound absent -> new Resolution.NotFound(absent.ttl(), ChallengeTexts.LABEL);
		};
	}

	@Override
	public CompletionStage<Void> register(ServiceRegistration registration) {
		return discovery.register(registration);
	}

}
