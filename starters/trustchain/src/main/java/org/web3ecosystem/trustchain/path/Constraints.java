package org.web3ecosystem.trustchain.path;

import java.util.List;

import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraintValidatorException;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;
import org.bouncycastle.asn1.x509.TBSCertificate;

/**
 * What an authority lets those below it name (RFC 5280, sections 4.2.1.10 and 6.1.3, b
 * and c). A name is within several such sets together if it is within each, so that the
 * sets of a path may be asked one after the other. Immutable.
 */
final class Constraints {

	private final PKIXNameConstraintValidator names = new PKIXNameConstraintValidator();

	private Constraints(NameConstraints constraints) {
		GeneralSubtree[] permitted = constraints.getPermittedSubtrees();
		if (permitted != null) {
			names.intersectPermittedSubtree(permitted);
		}
		GeneralSubtree[] excluded = constraints.getExcludedSubtrees();
		if (excluded != null) {
			List.of(excluded).forEach(names::addExcludedSubtree);
		}
	}

	/** Those of an authority, none if it has no extension for them. */
	static Constraints of(TBSCertificate authority) {
		NameConstraints constraints = NameConstraints.getInstance(
				Extensions.getExtensionParsedValue(CertificateRules.extensions(authority), Extension.nameConstraints));
		return new Constraints((constraints != null) ? constraints : new NameConstraints(null, null));
	}

	/** Whether every name of a certificate is within. */
	boolean permit(TBSCertificate below) {
		try {
			X500Name subject = below.getSubject();
			if (subject.getRDNs().length > 0) {
				names.checkPermittedDN(subject);
				names.checkExcludedDN(subject);
			}
			for (RDN rdn : subject.getRDNs(BCStyle.EmailAddress)) {
				for (AttributeTypeAndValue part : rdn.getTypesAndValues()) {
					check(new GeneralName(GeneralName.rfc822Name, IETFUtils.valueToString(part.getValue())));
				}
			}
			GeneralNames alternatives = GeneralNames.fromExtensions(below.getExtensions(),
					Extension.subjectAlternativeName);
			if (alternatives != null) {
				for (GeneralName name : alternatives.getNames()) {
					check(name);
				}
			}
			return true;
		}
		catch (NameConstraintValidatorException outside) {
			return false;
		}
	}

	private void check(GeneralName name) throws NameConstraintValidatorException {
		names.checkPermitted(name);
		names.checkExcluded(name);
	}

}
