package org.web3ecosystem.spi.discovery;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a name stands for; the owner name and TTL are those of the {@link Resolution}. */
public sealed interface ResourceRecord {

	/** The name it leads to, if to another: the root says that there is none. */
	default Optional<Name> leadsTo() {
		return switch (this) {
			case Alias(Name target) -> Optional.of(target);
			case Pointer(Name target) -> Optional.of(target);
			case Service service -> Optional.of(service.target()).filter(target -> !target.equals(Name.ROOT));
			case ServiceBinding binding -> Optional.of(binding.target()).filter(target -> !target.equals(Name.ROOT));
			case Address _, Text _, Authorization _, CertificateAssociation _ -> Optional.empty();
		};
	}

	/** A (RFC 1035) or AAAA (RFC 3596), by the kind of address. */
	record Address(InetAddress address) implements ResourceRecord {
	}

	/**
	 * CNAME (RFC 1035, section 3.3.1): what is asked of this name is asked of the target.
	 * It has no other record beside it (RFC 1034, section 3.6.2).
	 */
	record Alias(Name target) implements ResourceRecord {
	}

	/** PTR (RFC 1035, section 3.3.12). */
	record Pointer(Name target) implements ResourceRecord {
	}

	/**
	 * SRV (RFC 2782).
	 *
	 * @param target the root if there is decidedly no such service
	 */
	record Service(int priority, int weight, int port, Name target) implements ResourceRecord {

		public Service {
			if ((priority | weight | port) >>> 16 != 0) {
				throw new IllegalArgumentException("priority, weight and port are 16 bits each");
			}
		}

	}

	/**
	 * TXT (RFC 1035, section 3.3.14).
	 *
	 * @param strings 1 to 256, each of at most 255 bytes of UTF-8. What they mean
	 * together is for who reads them to say; often that of one string (RFC 7208, section
	 * 3.3)
	 */
	record Text(List<String> strings) implements ResourceRecord {

		/** The most strings of one record. */
		public static final int MAX_STRINGS = 256;

		public Text {
			strings = List.copyOf(strings);
			if (strings.isEmpty() || strings.size() > MAX_STRINGS) {
				throw new IllegalArgumentException("a text record has 1 to " + MAX_STRINGS + " strings");
			}
			if (strings.stream().anyMatch(each -> each.getBytes(StandardCharsets.UTF_8).length > 255)) {
				throw new IllegalArgumentException("a string of a text record has at most 255 bytes");
			}
		}

		/** Of one string. */
		public Text(String text) {
			this(List.of(text));
		}

	}

	/**
	 * SVCB or HTTPS (RFC 9460).
	 *
	 * @param priority SvcPriority; 0 is AliasMode, which has no parameters
	 * @param target TargetName; the root is the owner itself, or in AliasMode says that
	 * there is no such service
	 * @param params SvcParams, by growing key
	 */
	record ServiceBinding(Kind kind, int priority, Name target, List<SvcParam> params) implements ResourceRecord {

		/** The most parameters of one record. */
		public static final int MAX_PARAMS = 16;

		/** Which of the two types, which are the same but for the name. */
		public enum Kind {

			SVCB, HTTPS

		}

		public ServiceBinding {
			params = List.copyOf(params);
			if (priority >>> 16 != 0) {
				throw new IllegalArgumentException("a SvcPriority is 0 to 65535, not " + priority);
			}
			if (params.size() > MAX_PARAMS) {
				throw new IllegalArgumentException("at most " + MAX_PARAMS + " parameters, not " + params.size());
			}
			if (priority == 0 && !params.isEmpty()) {
				throw new IllegalArgumentException("with SvcPriority 0 there are no parameters (RFC 9460, 2.4.2)");
			}
			Set<Integer> keys = new HashSet<>();
			int last = -1;
			for (SvcParam param : params) {
				if (param.key() <= last) {
					throw new IllegalArgumentException("parameters stand by growing key, each once (RFC 9460, 2.2)");
				}
				last = param.key();
				keys.add(last);
			}
			params.forEach(param -> param.check(keys));
		}

	}

	/**
	 * CAA (RFC 8659).
	 *
	 * @param flags 0, or 128 for one that an issuer must understand
	 * @param tag {@code issue}, {@code issuewild}, {@code iodef} or another property's
	 * @param value at most 255 printable characters of ASCII
	 */
	record Authorization(int flags, String tag, String value) implements ResourceRecord {

		public Authorization {
			if (flags >>> 8 != 0) {
				throw new IllegalArgumentException("flags of CAA are 8 bits, not " + flags);
			}
			if (!tag.matches("[a-z0-9]{1,15}")) {
				throw new IllegalArgumentException("a tag of CAA has 1 to 15 lower-case letters and digits");
			}
			if (value.length() > 255 || !value.chars().allMatch(c -> c >= ' ' && c < 127)) {
				throw new IllegalArgumentException("a value of CAA has at most 255 printable characters of ASCII");
			}
		}

	}

	/**
	 * TLSA (RFC 6698).
	 *
	 * @param usage certificate usage
	 * @param matching matching type: 0 all of it, 1 SHA-256, 2 SHA-512
	 * @param data certificate association data, lower-case hexadecimal
	 */
	record CertificateAssociation(int usage, int selector, int matching, String data) implements ResourceRecord {

		/** The most data, in bytes. */
		public static final int MAX_DATA = 1024;

		public CertificateAssociation {
			if ((usage | selector | matching) >>> 8 != 0) {
				throw new IllegalArgumentException("usage, selector and matching type are 8 bits each");
			}
			int length = Hexadecimal.length(data);
			if (length < 1 || length > MAX_DATA) {
				throw new IllegalArgumentException("association data has 1 to " + MAX_DATA + " bytes, not " + length);
			}
			if (matching == 1 && length != 32 || matching == 2 && length != 64) {
				throw new IllegalArgumentException(
						"matching type " + matching + " has " + 32 * matching + " bytes, not " + length);
			}
		}

		/** The data. */
		public byte[] bytes() {
			return HexFormat.of().parseHex(data);
		}

	}

}
