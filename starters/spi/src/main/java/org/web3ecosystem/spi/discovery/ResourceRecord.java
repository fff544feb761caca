package org.web3ecosystem.spi.discovery;

import java.net.InetAddress;

/** What a name stands for; the owner name and TTL are those of the {@link Resolution}. */
public sealed interface ResourceRecord {

	/** A (RFC 1035) or AAAA (RFC 3596), by the kind of address. */
	record Address(InetAddress address) implements ResourceRecord {
	}

	/** SRV (RFC 2782). */
	record Service(int priority, int weight, int port, Name target) implements ResourceRecord {
	}

	/** TXT: one string of at most 255 bytes. */
	record Text(String text) implements ResourceRecord {

		public Text {
			if (text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > 255) {
				throw new IllegalArgumentException("a text record has at most 255 bytes");
			}
		}

	}

}
