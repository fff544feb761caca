package org.web3ecosystem.trustchain.ca;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraintValidatorException;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;
import org.bouncycastle.asn1.x509.TBSCertificate;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.path.LeafRules;

/**
 * Judges a leaf before it is signed: the rules by which it will be judged later, and
 * those that bind an issuer alone.
 */
final class Lint {

	/** The longest life of a leaf. */
	static final Duration MAX_LIFE = Duration.ofHours(24);

	private static final int MIN_SERIAL_BITS = 64;

	private static final int MAX_BYTES = 4096;

	private Lint() {
	}

	/** All that is wrong; empty if it may be signed. */
	static List<String> faults(TBSCertificate draft, Issuer issuer, String zone, Purpose purpose, NodeId node) {
		TBSCertificate parent = Certificate.getInstance(Digest.encoded(issuer.certificate())).getTBSCertificate();
		List<String> faults = new ArrayList<>(LeafRules.breaches(draft, parent, zone, purpose, node));
		Instant begin = draft.getStartDate().getDate().toInstant();
		Instant end = draft.getEndDate().getDate().toInstant();
		if (Duration.between(begin, end).compareTo(MAX_LIFE) > 0) {
			faults.add("lives longer than " + MAX_LIFE.toHours() + " h");
		}
		if (end.isAfter(issuer.certificate().getNotAfter().toInstant())
				|| begin.isBefore(issuer.certificate().getNotBefore().toInstant())) {
			faults.add("is valid when its issuer is not");
		}
		if (serial(draft).bitLength() < MIN_SERIAL_BITS) {
			faults.add("has a serial number that can be guessed");
		}
		if (size(draft) > MAX_BYTES) {
			faults.add("has more than " + MAX_BYTES + " bytes");
		}
		faults.addAll(outsideConstraints(draft, parent));
		return faults;
	}

	private static List<String> outsideConstraints(TBSCertificate draft, TBSCertificate parent) {
		NameConstraints constraints = NameConstraints
			.getInstance(Extensions.getExtensionParsedValue(parent.getExtensions(), Extension.nameConstraints));
		GeneralNames names = GeneralNames.fromExtensions(draft.getExtensions(), Extension.subjectAlternativeName);
		if (constraints == null || names == null) {
			return List.of("is not bound by name constraints");
		}
		PKIXNameConstraintValidator validator = new PKIXNameConstraintValidator();
		if (constraints.getPermittedSubtrees() != null) {
			validator.intersectPermittedSubtree(constraints.getPermittedSubtrees());
		}
		if (constraints.getExcludedSubtrees() != null) {
			for (GeneralSubtree excluded : constraints.getExcludedSubtrees()) {
				validator.addExcludedSubtree(excluded);
			}
		}
		List<String> faults = new ArrayList<>();
		for (GeneralName name : names.getNames()) {
			try {
				validator.checkPermitted(name);
				validator.checkExcluded(name);
			}
			catch (NameConstraintValidatorException outside) {
				faults.add("has a name outside its issuer's constraints: " + name.getName());
			}
		}
		return faults;
	}

	private static BigInteger serial(TBSCertificate draft) {
		return draft.getSerialNumber().getValue();
	}

	private static int size(TBSCertificate draft) {
		try {
			return draft.getEncoded().length;
		}
		catch (IOException impossible) {
			throw new IllegalStateException("encoding in memory", impossible);
		}
	}

}
