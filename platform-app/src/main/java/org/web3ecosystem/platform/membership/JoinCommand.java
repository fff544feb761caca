package org.web3ecosystem.platform.membership;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletionException;

import org.web3ecosystem.platform.command.Command;
import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.platform.federation.FederationDirectory;
import org.web3ecosystem.platform.federation.Host;
import org.web3ecosystem.platform.federation.NewDirectory;
import org.web3ecosystem.platform.federation.Ports;
import org.web3ecosystem.platform.node.NodeSettings;
import org.web3ecosystem.platform.preflight.PortCheck;
import org.web3ecosystem.spi.DurableFile;
import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.genesis.SignedGenesis;
import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.spi.trust.Admission;
import org.web3ecosystem.spi.trust.JoinRequest;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spi.trust.NodeKeyFile;
import org.web3ecosystem.stoq.join.JoinClient;
import org.web3ecosystem.stoq.join.JoinRequests;
import org.web3ecosystem.stoq.tls.StoredIdentity;
import org.web3ecosystem.trustchain.ca.Pem;
import org.web3ecosystem.trustchain.join.JoinToken;

/**
 * Joins a federation: knocks at the doors that the token names, one after another, and
 * makes a home of what it gets. Refused, it leaves nothing. The certificate it is
 * admitted with is what the transport shows until it has a fresh one.
 */
public final class JoinCommand {

	private static final Duration DEADLINE = Duration.ofSeconds(30);

	private final PrintStream out;

	private final InstantSource clock;

	public JoinCommand(PrintStream out, InstantSource clock) {
		this.out = out;
		this.clock = clock;
	}

	/** The exit code. */
	public int run(Command.Join command) {
		JoinToken token = token(command.token());
		Endpoints endpoints = endpoints(command);
		Path home = command.home().toAbsolutePath().normalize();
		// before the token is spent, so that it is not spent in vain
		if (!FederationDirectory.isVacant(home)) {
			throw new RefusedException(home + " exists and is not empty", "choose another directory with --home");
		}
		PortCheck.requireFree(endpoints, "the node would not start",
				"give it other ports with --port-offset; the token was shown to nobody and is good still");
		NodeKey key = NodeKey.generate();
		KeyPair leaf = leafKeys();
		String name = NewDirectory.make(home, "join-" + key.id().brief(), draft -> {
			Admission admission = knock(token, key, leaf, command.name());
			return write(draft, key, verified(admission, token, leaf), leaf, admission, endpoints);
		});
		out.println("joined " + token.federation() + " as " + name + " (" + key.id() + ")");
		out.println("  java -jar platform-app.jar node --web3.node.home=" + home);
		return 0;
	}

	private Admission knock(JoinToken token, NodeKey key, KeyPair leaf, String name) {
		JoinRequest request = JoinRequests.of(token.secret(), key, name, leaf);
		RefusedException nobody = new RefusedException("the token names no door", "ask for a new token");
		for (String door : token.doors()) {
			try {
				return new JoinClient(clock).join(address(door), token.rootFingerprint(), request, DEADLINE)
					.toCompletableFuture()
					.join();
			}
			catch (CompletionException failure) {
				nobody = explained(door, Objects.requireNonNullElse(failure.getCause(), failure));
			}
		}
		throw nobody;
	}

	/** Only silence lets another door be tried. */
	private static RefusedException explained(String door, Throwable failure) {
		return switch (failure) {
			case RejectedException refused ->
				throw new RefusedException(door + " does not admit: " + refused.getMessage(),
						"do what it says; if it is about the token, ask an operator for a new one: 'token create'",
						refused);
			case TransportException.RefusedIdentity stranger -> throw new RefusedException(
					door + " is not of the federation of this token: " + stranger.getMessage(),
					"check where the token came from, and with 'status' that the validator is past phase 0, in which it has no door; the token was not shown to it",
					stranger);
			case TransportException silent -> new RefusedException(door + " does not answer: " + silent.getMessage(),
					"check that the validator runs and that UDP reaches it", silent);
			default -> throw new RefusedException("joining at " + door + " failed: " + Reason.of(failure), "try again",
					failure);
		};
	}

	private static SignedGenesis verified(Admission admission, JoinToken token, KeyPair leaf) {
		try {
			SignedGenesis genesis = SignedGenesis.decode(admission.genesis());
			if (!genesis.genesis().rootFingerprint().equals(token.rootFingerprint())) {
				throw new IllegalArgumentException("it has another root than the token names");
			}
			if (!admission.chain().leaf().getPublicKey().equals(leaf.getPublic())) {
				throw new IllegalArgumentException("the certificate is for another key");
			}
			return genesis;
		}
		catch (IllegalArgumentException foreign) {
			throw new RefusedException("what came is not what the token promised: " + foreign.getMessage(),
					"tell the operator who made the token", foreign);
		}
	}

	private static String write(Path draft, NodeKey key, SignedGenesis genesis, KeyPair leaf, Admission admission,
			Endpoints endpoints) throws IOException {
		String name = admission.zoneName().split("\\.", 2)[0];
		DurableFile.write(draft.resolve("genesis.cbor"), genesis.encode());
		NodeKeyFile.write(draft.resolve(NodeKeyFile.NAME), key);
		DurableFile.write(draft.resolve("node.name"), (name + "\n").getBytes(StandardCharsets.US_ASCII));
		DurableFile.write(draft.resolve("chain.pem"),
				Pem.encode(admission.chain().certificates()).getBytes(StandardCharsets.US_ASCII));
		StoredIdentity.write(draft, leaf, admission.chain());
		DurableFile.write(NodeSettings.file(draft), NodeSettings.text(endpoints));
		return name;
	}

	private static JoinToken token(String text) {
		try {
			return JoinToken.parse(text);
		}
		catch (IllegalArgumentException malformed) {
			throw new RefusedException("this is not a join token: " + malformed.getMessage(),
					"copy it whole, as 'token create' printed it", malformed);
		}
	}

	private static Endpoints endpoints(Command.Join command) {
		try {
			return Ports.endpoints(Host.addresses(command.host()), command.portOffset());
		}
		catch (IllegalArgumentException refused) {
			throw new RefusedException("the node cannot be reached like that: " + refused.getMessage(),
					"--host is localhost or IP addresses of this machine joined by +", refused);
		}
	}

	private static InetSocketAddress address(String door) {
		int colon = door.lastIndexOf(':');
		return new InetSocketAddress(door.substring(0, colon).replaceAll("[\\[\\]]", ""),
				Integer.parseInt(door.substring(colon + 1)));
	}

	private static KeyPair leafKeys() {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
			generator.initialize(new ECGenParameterSpec("secp256r1"));
			return generator.generateKeyPair();
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException("every JDK has P-256", impossible);
		}
	}

}
