package org.web3ecosystem.catalog.entry;

import java.util.Map;
import java.util.regex.Pattern;

import org.web3ecosystem.spi.cbor.Cbor;

/**
 * A blob in a manifest.
 *
 * @param path where it belongs, relative, with slashes; never up or absolute
 * @param mediaType as in RFC 6838
 */
public record Blob(String path, String mediaType, Content content) {

	private static final int MAX_PATH = 255;

	private static final Pattern PATH = Pattern
		.compile("[A-Za-z0-9_+-][A-Za-z0-9._+-]*(/[A-Za-z0-9_+-][A-Za-z0-9._+-]*)*");

	private static final int MAX_MEDIA_TYPE = 127;

	private static final Pattern MEDIA_TYPE = Pattern
		.compile("[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*");

	public Blob {
		if (path.length() > MAX_PATH || !PATH.matcher(path).matches()) {
			throw new IllegalArgumentException("a path is relative, of at most " + MAX_PATH
					+ " letters, digits and . _ + - between slashes, no part beginning with a dot");
		}
		if (mediaType.length() > MAX_MEDIA_TYPE || !MEDIA_TYPE.matcher(mediaType).matches()) {
			throw new IllegalArgumentException("the media type of " + path + " is none");
		}
	}

	Cbor toCbor() {
		return Cbor.struct(Map.entry("path", Cbor.of(path)), Map.entry("mediaType", Cbor.of(mediaType)),
				Map.entry("digest", Cbor.of(content.digest().bytes())),
				Map.entry("root", Cbor.of(content.root().bytes())), Map.entry("size", Cbor.of(content.size())));
	}

	static Blob fromCbor(Cbor item) {
		if (!(item instanceof Cbor.Struct map)) {
			throw new IllegalArgumentException("a blob is not a map");
		}
		map.only("path", "mediaType", "digest", "root", "size");
		return new Blob(map.text("path"), map.text("mediaType"),
				new Content(Digest.of(map.bytes("digest")), Digest.of(map.bytes("root")), map.integer("size")));
	}

}
