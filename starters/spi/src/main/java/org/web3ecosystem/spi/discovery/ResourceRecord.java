package org.web3ecosystem.spi.discovery;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

/** What a name stands for; the owner name and TTL are those of the {@link Resolution}. */
public sealed interface ResourceRecord {

	/** A (RFC 1035) or AAAA (RFC 3596), by the kind of address. */
	record Address(InetAddress address) implements ResourceRecord {
	}

	/** SRV (RFC 2782). */
	record Service(int priority, int weight, int port, Name target) implements ResourceRecord {

		public Service {
			if ((priority | weight | port) >>> 16 != 0) {
				throw new IllegalArgumentException("priority, weight and port are 16 bits each");
			}
		}

	}

	/** TXT: one string of at most 255 bytes. */
	record Text(String text) implements ResourceRecord {

		public Text {
			if (text.getBytes(StandardCharsets.UTF_8).length > 255) {
				throw new IllegalArgumentException("a text record has at most 255 bytes");
			}
		}

	}

}
