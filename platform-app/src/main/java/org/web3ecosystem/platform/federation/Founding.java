package org.web3ecosystem.platform.federation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import org.web3ecosystem.hashgraph.GossipKeys;
import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.platform.federation.FederationPlan.PlannedNode;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.DurableFile;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.SignedGenesis;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spi.trust.NodeKeyFile;
import org.web3ecosystem.trustchain.ca.PassphraseOrigin;
import org.web3ecosystem.trustchain.ca.RootCeremony;

/**
 * Makes a federation on disk. All of it appears at once or none of it: it is written
 * beside its place and moved there when it is whole.
 */
public final class Founding {

	/** What every validator of this version executes, in this order. */
	static final List<String> MODULES = List.of("certificates", "names", "assets", "economy", "catalogue", "validators",
			"conduct", "plots");

	/** Of each validator; all weigh the same. */
	static final long STAKE = 1000;

	private static final int DRAFT_BYTES = 4;

	private static final int CHAIN_ID_BYTES = 8;

	private static final int PASSPHRASE_BYTES = 20;

	private final InstantSource clock;

	private final SecureRandom random;

	public Founding(InstantSource clock, SecureRandom random) {
		this.clock = clock;
		this.random = random;
	}

	/**
	 * Founds a federation.
	 * @param target where; absent or empty
	 * @param passphrase for the exported root key; made up and left beside it if absent
	 * @throws RefusedException if it cannot be made there; nothing is left behind
	 */
	public FederationDirectory found(FederationPlan plan, Path target, Optional<String> passphrase) {
		try {
			SignedGenesis genesis = NewDirectory.make(target, "init-" + hex(DRAFT_BYTES),
					draft -> write(plan, draft, passphrase));
			return new FederationDirectory(target, genesis);
		}
		catch (IllegalArgumentException refused) {
			throw new RefusedException("cannot make a federation: " + refused.getMessage(), "see 'help' under init",
					refused);
		}
	}

	private SignedGenesis write(FederationPlan plan, Path draft, Optional<String> passphrase) throws IOException {
		List<Validator> validators = new ArrayList<>();
		List<NodeKey> keys = new ArrayList<>();
		try (RootCeremony ceremony = RootCeremony.begin(plan.federation(), plan.zone(), clock.instant())) {
			for (PlannedNode planned : plan.nodes()) {
				NodeKey key = NodeKey.generate();
				keys.add(key);
				validators.add(equip(draft.resolve(planned.name()), planned, validators.size(), key, ceremony));
			}
			Genesis genesis = new Genesis(new ChainId(plan.federation() + "-" + hex(CHAIN_ID_BYTES)), plan.federation(),
					plan.zone(), clock.instant().truncatedTo(ChronoUnit.MILLIS), Genesis.PROTOCOL_VERSION, MODULES,
					validators, ceremony.root());
			SignedGenesis signed = SignedGenesis.sign(genesis, keys);
			ceremony.writeRoot(draft.resolve(FederationDirectory.ROOT));
			DurableFile.write(draft.resolve(FederationDirectory.GENESIS), signed.encode());
			for (PlannedNode planned : plan.nodes()) {
				DurableFile.write(draft.resolve(planned.name()).resolve(FederationDirectory.GENESIS), signed.encode());
			}
			export(ceremony, draft, passphrase);
			return signed;
		}
	}

	private static Validator equip(Path home, PlannedNode planned, int number, NodeKey key, RootCeremony ceremony)
			throws IOException {
		DurableFile.directories(home);
		NodeKeyFile.write(home.resolve(NodeKeyFile.NAME), key);
		ceremony.equip(home, planned.name(), key.id(), planned.endpoints());
		byte[] gossip = GossipKeys.create(home, planned.name());
		return new Validator(planned.name(), number, key.publicKey().getEncoded(), gossip, planned.endpoints(), STAKE);
	}

	private void export(RootCeremony ceremony, Path draft, Optional<String> passphrase) throws IOException {
		String secret = passphrase.orElseGet(() -> hex(PASSPHRASE_BYTES));
		if (passphrase.isEmpty()) {
			DurableFile.write(draft.resolve(FederationDirectory.PASSPHRASE),
					(secret + "\n").getBytes(StandardCharsets.US_ASCII));
		}
		ceremony.export(draft.resolve(FederationDirectory.ROOT_KEY), secret.toCharArray(),
				passphrase.isPresent() ? PassphraseOrigin.CHOSEN : PassphraseOrigin.DRAWN);
	}

	private String hex(int bytes) {
		byte[] drawn = new byte[bytes];
		random.nextBytes(drawn);
		return HexFormat.of().formatHex(drawn);
	}

}
