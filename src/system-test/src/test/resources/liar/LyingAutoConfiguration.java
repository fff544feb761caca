package org.web3ecosystem.hashgraph;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.hiero.consensus.crypto.PbjStreamHasher;
import org.hiero.consensus.crypto.PlatformSigner;
import org.hiero.consensus.model.event.EventOrigin;
import org.hiero.consensus.model.event.PlatformEvent;
import org.hiero.consensus.model.event.UnsignedEvent;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.genesis.Validator;

/**
 * A validator that has its key and its place in the gossip, and no scruples: while there
 * is a file {@code lie} in its home it gossips a second version of its latest event.
 */
@AutoConfiguration(afterName = "org.web3ecosystem.hashgraph.autoconfigure.HashgraphAutoConfiguration")
public class LyingAutoConfiguration {

	@Bean(destroyMethod = "shutdownNow")
	ScheduledExecutorService liar(Node node, HashgraphEngine engine) {
		ScheduledExecutorService executor = Executors
			.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
		Path wanted = node.home().resolve("lie");
		executor.scheduleWithFixedDelay(() -> {
			if (Files.exists(wanted)) {
				try {
					lie(node, engine.replica());
				}
				catch (RuntimeException | LinkageError failed) {
					failed.printStackTrace();
				}
			}
		}, 200, 200, TimeUnit.MILLISECONDS);
		return executor;
	}

	private static void lie(Node node, Replica replica) {
		Validator self = node.genesis().validator(node.id()).orElseThrow();
		if (replica == null || replica.watch().latest(self.engineId()).isEmpty()) {
			return;
		}
		PlatformEvent honest = replica.watch().latest(self.engineId()).orElseThrow();
		UnsignedEvent other = new UnsignedEvent(honest.getCreatorId(), honest.getAllParents(), honest.getBirthRound(),
				honest.getTimeCreated().plusNanos(1), List.of(), 0);
		new PbjStreamHasher().hashUnsignedEvent(other);
		PlatformSigner signer = new PlatformSigner(
				GossipKeys.load(node.home(), Rosters.certificate(self), new SecureRandom()));
		PlatformEvent second = new PlatformEvent(other, signer.sign(other.getHash().getBytes()), EventOrigin.RUNTIME);
		replica.blocks().platformComponents().gossipModule().eventToGossipInputWire().put(second);
	}

}
