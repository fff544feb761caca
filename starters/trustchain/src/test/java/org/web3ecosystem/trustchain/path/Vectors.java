package org.web3ecosystem.trustchain.path;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** Public test vectors, as {@code vectors/README.md} says. */
final class Vectors {

	private static final int MOST_PATHS = 64;

	private static final Provider PROVIDER = new BouncyCastleProvider();

	private Vectors() {
	}

	/** The lines of a file, without those that begin with #, in fields. */
	static List<String[]> read(String name) {
		try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + name + ".tsv.gz");
				BufferedReader lines = new BufferedReader(
						new InputStreamReader(new GZIPInputStream(in), StandardCharsets.US_ASCII))) {
			return lines.lines().filter(line -> !line.startsWith("#")).map(line -> line.split("\t", -1)).toList();
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	/** A certificate, as whoever reads a handshake would have it; empty if it is none. */
	static Optional<X509Certificate> certificate(String base64) {
		try {
			return Optional.of((X509Certificate) CertificateFactory.getInstance("X.509", PROVIDER)
				.generateCertificate(new ByteArrayInputStream(Base64.getDecoder().decode(base64))));
		}
		catch (CertificateException malformed) {
			return Optional.empty();
		}
	}

	/**
	 * Why no path leads from a leaf to an anchor; empty if one does. Paths are looked for
	 * by names, all there are.
	 */
	static Optional<String> fault(X509Certificate leaf, List<X509Certificate> intermediates,
			List<X509Certificate> anchors,
			Function<List<X509Certificate>, Function<X509Certificate, Optional<String>>> judge) {
		List<List<X509Certificate>> paths = new ArrayList<>();
		extend(List.of(leaf), intermediates, paths);
		String last = "there is no path";
		for (List<X509Certificate> path : paths) {
			for (X509Certificate anchor : anchors) {
				if (path.getLast().getIssuerX500Principal().equals(anchor.getSubjectX500Principal())) {
					Optional<String> fault = judge.apply(path).apply(anchor);
					if (fault.isEmpty()) {
						return Optional.empty();
					}
					last = fault.get();
				}
			}
		}
		return Optional.of(last);
	}

	private static void extend(List<X509Certificate> path, List<X509Certificate> intermediates,
			List<List<X509Certificate>> paths) {
		if (paths.size() >= MOST_PATHS) {
			return;
		}
		paths.add(path);
		if (path.size() > CertificationPath.MAX_LENGTH) {
			return;
		}
		for (X509Certificate next : intermediates) {
			if (!path.contains(next)
					&& path.getLast().getIssuerX500Principal().equals(next.getSubjectX500Principal())) {
				List<X509Certificate> longer = new ArrayList<>(path);
				longer.add(next);
				extend(List.copyOf(longer), intermediates, paths);
			}
		}
	}

}
