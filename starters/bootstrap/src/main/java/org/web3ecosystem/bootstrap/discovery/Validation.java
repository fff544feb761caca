package org.web3ecosystem.bootstrap.discovery;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.xbill.DNS.Resolver;
import org.xbill.DNS.dnssec.ValidatingResolver;

/**
 * DNSSEC (RFC 4033 to 4035) under anchors of the operator, by dnsjava. An answer that
 * should be signed and is not, or wrongly, is none; one that a parent zone proves to be
 * unsigned is taken as it is. The resolver has to pass signatures on.
 */
public final class Validation {

	/** A larger file is no list of trust anchors. */
	private static final long MAX_BYTES = 256 * 1024;

	private final byte[] anchors;

	private Validation(byte[] anchors) {
		this.anchors = anchors;
	}

	/** Answers are taken as the resolver gives them. */
	public static Validation none() {
		return new Validation(new byte[0]);
	}

	/**
	 * @param anchors a file of DS or DNSKEY records, as in a zone file
	 * @throws IllegalArgumentException if it holds none or cannot be read
	 */
	public static Validation under(Path anchors) {
		try {
			if (Files.size(anchors) > MAX_BYTES) {
				throw new IOException("it has more than " + MAX_BYTES + " bytes");
			}
			Validation validation = new Validation(Files.readAllBytes(anchors));
			if (load(validation.anchors, new org.xbill.DNS.SimpleResolver(java.net.InetAddress.getLoopbackAddress()))
				.getTrustAnchors()
				.items()
				.isEmpty()) {
				throw new IOException("it holds no trust anchor");
			}
			return validation;
		}
		catch (IOException | RuntimeException unfit) {
			throw new IllegalArgumentException(anchors + ": " + unfit.getMessage(), unfit);
		}
	}

	boolean isOn() {
		return anchors.length > 0;
	}

	Resolver of(Resolver resolver) {
		try {
			return isOn() ? load(anchors, resolver) : resolver;
		}
		catch (IOException impossible) {
			throw new UncheckedIOException("it could be read before", impossible);
		}
	}

	private static ValidatingResolver load(byte[] anchors, Resolver resolver) throws IOException {
		ValidatingResolver validating = new ValidatingResolver(resolver);
		validating.loadTrustAnchors(new ByteArrayInputStream(anchors));
		return validating;
	}

}
