package org.web3ecosystem.bench.trust;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import org.bouncycastle.jce.provider.BouncyCastleProvider;

import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.path.Validator;

/**
 * How long the path of a leaf takes that was never seen: of our validator, with its rules
 * for names, purposes, sizes and profile, and of Bouncy Castle's PKIX alone, which has
 * none of them and does not heed the root's name constraints. The JDK gives who parses
 * the same bytes the same certificate, and that remembers by which key it was verified:
 * so each side has leaves of its own, which were driven out of that cache before; the
 * intermediate is remembered, for both, as it is at a node.
 */
final class Validating {

	static final String OURS = "a path judged by every rule, p50";

	static final String PKIX = "the same by Bouncy Castle's PKIX alone, p50";

	private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

	private static final int PATHS = 250;

	/** More than the JDK remembers. */
	private static final int FORGETTING = 1000;

	/**
	 * A server judges for hours; the round for the compilers has each leaf so often, and
	 * every other round once, so that none of the two comes first after other work.
	 */
	private static final int WARMING = 20;

	/** How many leaves a round takes. */
	static final int LEAVES = 2 * PATHS + FORGETTING;

	private final Trust trust;

	private final Series series;

	Validating(Trust trust, Series series) {
		this.trust = trust;
		this.series = series;
	}

	private interface Judging {

		void judge(CertificateChain chain) throws GeneralSecurityException;

	}

	/**
	 * One of each.
	 * @param issued at least {@value #LEAVES}
	 */
	void round(List<CertificateChain> issued, boolean counts) throws GeneralSecurityException {
		for (int time = 0; time < (counts ? 1 : WARMING); time++) {
			once(issued, false);
		}
		if (counts) {
			once(issued, true);
		}
	}

	private void once(List<CertificateChain> issued, boolean counts) throws GeneralSecurityException {
		for (CertificateChain other : issued.subList(2 * PATHS, LEAVES)) {
			parsed(other);
		}
		// a new one each time: it remembers what it accepted
		Validator ours = new Validator(trust.root(), Trust.ZONE, InstantSource.system());
		judge(OURS, issued.subList(0, PATHS), counts, chain -> {
			if (!ours.validate(chain, Purpose.NODE, trust.node().id()).isAccepted()) {
				throw new GeneralSecurityException("a path of our own was refused");
			}
		});
		TrustAnchor anchor = new TrustAnchor(trust.root(), null);
		judge(PKIX, issued.subList(PATHS, 2 * PATHS), counts, chain -> {
			PKIXParameters parameters = new PKIXParameters(Set.of(anchor));
			parameters.setRevocationEnabled(false);
			CertPathValidator.getInstance("PKIX", BOUNCY_CASTLE)
				.validate(CertificateFactory.getInstance("X.509", BOUNCY_CASTLE).generateCertPath(chain.certificates()),
						parameters);
		});
	}

	private void judge(String what, List<CertificateChain> chains, boolean counts, Judging judging)
			throws GeneralSecurityException {
		List<CertificateChain> fresh = new ArrayList<>();
		for (CertificateChain chain : chains) {
			fresh.add(parsed(chain));
		}
		long[] nanos = new long[fresh.size()];
		long processor = Processor.used().toNanos();
		for (int i = 0; i < nanos.length; i++) {
			long begin = System.nanoTime();
			judging.judge(fresh.get(i));
			nanos[i] = System.nanoTime() - begin;
		}
		double used = (Processor.used().toNanos() - processor) / 1e3 / nanos.length;
		Arrays.sort(nanos);
		if (counts) {
			series.add(what, nanos[nanos.length / 2] / 1e3, used);
		}
	}

	private static CertificateChain parsed(CertificateChain chain) throws GeneralSecurityException {
		CertificateFactory factory = CertificateFactory.getInstance("X.509");
		List<X509Certificate> certificates = new ArrayList<>();
		for (X509Certificate certificate : chain.certificates()) {
			certificates
				.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(certificate.getEncoded())));
		}
		return new CertificateChain(certificates);
	}

	void print() {
		series.print(OURS, " µs");
		series.print(PKIX, " µs");
		series.goal("p50 of a path judged by every rule to PKIX alone", false, 1.2,
				series.ofRounds(OURS, PKIX, false, (ours, theirs) -> ours / theirs));
	}

}
