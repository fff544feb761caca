package org.web3ecosystem.trustchain.join;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.spi.DurableFile;

/**
 * The tokens this node has given out, one file each, named by the SHA-256 of the secret;
 * the secret itself is nowhere. A token belongs to the first node key that shows it and
 * is spent before the door tells anyone that it opened. Thread-safe.
 *
 * <pre>
 * new → bound to a node key → spent
 *  └──────── expired ────────┘
 * </pre>
 */
public final class Tokens {

	/** Life of a token if nobody says otherwise. */
	public static final Duration DEFAULT_LIFE = Duration.ofMinutes(15);

	/** The longest life of a token. */
	public static final Duration MAX_LIFE = Duration.ofHours(24);

	/** The most tokens that may be outstanding. */
	static final int MAX = 1000;

	/** A spent token's file stays so long, to say "spent" and not "unknown". */
	private static final Duration MEMORY = Duration.ofDays(1);

	private static final int MAX_BYTES = 512;

	private static final SecureRandom RANDOM = new SecureRandom();

	private final Path directory;

	private final InstantSource clock;

	public Tokens(Path directory, InstantSource clock) {
		this.directory = directory;
		this.clock = clock;
	}

	/** What is on disk of a token. */
	private record Stored(Instant expires, String bound, boolean spent) {

		private byte[] encode() {
			return Cbor
				.struct(Map.entry("expires", Cbor.of(expires.toEpochMilli())), Map.entry("bound", Cbor.of(bound)),
						Map.entry("spent", Cbor.of(spent)))
				.encode();
		}

		private static Stored decode(byte[] encoded) {
			Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES).only("expires", "bound", "spent");
			return new Stored(Instant.ofEpochMilli(map.integer("expires")), map.text("bound"), map.bool("spent"));
		}

	}

	/**
	 * Makes a token.
	 * @return its secret
	 */
	public synchronized byte[] create(Duration life) {
		if (life.compareTo(Duration.ofSeconds(1)) < 0 || life.compareTo(MAX_LIFE) > 0) {
			throw new RejectedException("a token lives 1 s to " + MAX_LIFE.toHours() + " h");
		}
		byte[] secret = new byte[JoinToken.SECRET_LENGTH];
		RANDOM.nextBytes(secret);
		if (forgetOld() >= MAX) {
			throw RejectedException.of("trustchain:too-many-tokens", MAX + " tokens are outstanding");
		}
		write(secret, new Stored(clock.instant().plus(life), "", false));
		return secret;
	}

	/**
	 * Leaves the token as it is.
	 * @throws RejectedException as {@link #bind}
	 */
	synchronized void requireUsable(byte[] secret, NodeId joiner) {
		usable(secret, joiner);
	}

	/**
	 * Binds the token to {@code joiner}, or confirms that it already is.
	 * @throws RejectedException if it is unknown, expired, spent or another's
	 */
	synchronized void bind(byte[] secret, NodeId joiner) {
		Stored token = usable(secret, joiner);
		if (token.bound().isEmpty()) {
			write(secret, new Stored(token.expires(), joiner.hex(), false));
		}
	}

	/**
	 * Spends the token. Of two that try, one gets through.
	 * @throws RejectedException as {@link #bind}
	 */
	synchronized void spend(byte[] secret, NodeId joiner) {
		Stored token = usable(secret, joiner);
		write(secret, new Stored(token.expires(), joiner.hex(), true));
	}

	private Stored usable(byte[] secret, NodeId joiner) {
		Stored token = read(secret);
		if (token.spent()) {
			throw new RejectedException("the join token was used already; ask for a new one");
		}
		if (!clock.instant().isBefore(token.expires())) {
			throw new RejectedException("the join token has expired; ask for a new one");
		}
		if (!token.bound().isEmpty() && !token.bound().equals(joiner.hex())) {
			throw new RejectedException("the join token belongs to another node that showed it first");
		}
		return token;
	}

	private Stored read(byte[] secret) {
		try {
			return Stored.decode(Files.readAllBytes(file(secret)));
		}
		catch (NoSuchFileException unknown) {
			throw new RejectedException("the join token is not one that this node gave out");
		}
		catch (IOException | RuntimeException damaged) {
			throw new UnavailableException("the join token cannot be looked up", damaged);
		}
	}

	private void write(byte[] secret, Stored token) {
		try {
			DurableFile.write(file(secret), token.encode());
		}
		catch (IOException failure) {
			throw new UnavailableException("the join token cannot be stored", failure);
		}
	}

	private Path file(byte[] secret) {
		return directory.resolve(Digest.hex(secret));
	}

	/** What cannot be read opens nothing, and must not keep new ones from being made. */
	private static boolean isForgotten(byte[] token, Instant limit) {
		try {
			return Stored.decode(token).expires().isBefore(limit);
		}
		catch (RuntimeException damaged) {
			return true;
		}
	}

	/** Removes what expired long ago; how many are left. */
	private int forgetOld() {
		Instant limit = clock.instant().minus(MEMORY);
		if (!Files.isDirectory(directory)) {
			return 0;
		}
		try (Stream<Path> files = Files.list(directory)) {
			List<Path> tokens = files.filter(file -> file.getFileName().toString().length() == 2 * Digest.LENGTH)
				.toList();
			int left = 0;
			for (Path token : tokens) {
				if (isForgotten(Files.readAllBytes(token), limit)) {
					Files.deleteIfExists(token);
				}
				else {
					left++;
				}
			}
			return left;
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

}
