package org.web3ecosystem.platform.backup;

import java.util.Locale;

/** A backup as people are told of it. */
final class Told {

	private static final double MEGABYTE = 1_000_000;

	private Told() {
	}

	static String of(Manifest manifest) {
		String what = switch (manifest.kind()) {
			case NODE -> "node " + manifest.owner();
			case FEDERATION -> "federation " + manifest.owner();
		};
		return what + " of chain " + manifest.chain() + ": " + manifest.files().size() + " files, "
				+ String.format(Locale.ROOT, "%.1f MB", manifest.bytes() / MEGABYTE);
	}

}
