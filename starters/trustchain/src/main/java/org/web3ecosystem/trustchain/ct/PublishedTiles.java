package org.web3ecosystem.trustchain.ct;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the public files of a log, by whichever process they are written
 * (c2sp.org/static-ct-api). A partial tile that was cleared away is cut from a wider one:
 * every tree that was ever signed for has its tiles. Thread-safe; reads files.
 */
public final class PublishedTiles {

	private static final Pattern ISSUER = Pattern.compile("issuer/[0-9a-f]{64}");

	private final TileStore store;

	public PublishedTiles(TileStore store) {
		this.store = store;
	}

	/** The checkpoint; empty as long as nothing is published. */
	public Optional<byte[]> checkpoint() throws IOException {
		return store.read(PublicFiles.CHECKPOINT);
	}

	/** A certificate above logged ones, DER, by its SHA-256 in lower-case hexadecimal. */
	public Optional<byte[]> issuer(String fingerprint) throws IOException {
		String path = Issuers.path(fingerprint);
		return ISSUER.matcher(path).matches() ? store.read(path) : Optional.empty();
	}

	/**
	 * A tile.
	 * @param path such as {@code tile/0/001.p/44} or {@code tile/data/000}
	 */
	public Optional<byte[]> tile(String path) throws IOException {
		Optional<TilePath> tile = TilePath.parse(path);
		if (tile.isEmpty()) {
			return Optional.empty();
		}
		Optional<byte[]> exact = store.read(path);
		return (exact.isPresent() || tile.get().isFull()) ? exact : cut(tile.get());
	}

	private Optional<byte[]> cut(TilePath tile) throws IOException {
		Optional<byte[]> wider = store.read(tile.ofWidth(TilePath.FULL).toString());
		if (wider.isEmpty()) {
			for (String name : store.list(tile.partials())) {
				if (name.matches("[1-9][0-9]{0,2}") && Integer.parseInt(name) > tile.width()) {
					wider = store.read(tile.partials() + "/" + name);
					break;
				}
			}
		}
		return wider.map(all -> tile.cut(all, tile.width()));
	}

}
