package org.web3ecosystem.trustchain.acme.challenge;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.acme.problem.ErrorType;
import org.web3ecosystem.trustchain.acme.state.ChallengeType;

/**
 * dns-01 (RFC 8555, section 8.4). The zone's authoritative server is this node's own, so
 * what it would answer is looked at where it has it from. Only what the operator put
 * there counts: any node may register TXT records for most names, which shows control of
 * the node, not of the name.
 */
public final class DnsValidation implements Validation {

	private final ChallengeTexts texts;

	public DnsValidation(ChallengeTexts texts) {
		this.texts = texts;
	}

	@Override
	public ChallengeType type() {
		return ChallengeType.DNS_01;
	}

	@Override
	public void validate(Claim claim) {
		List<String> values = texts.of(new Name(claim.name()));
		if (values.isEmpty()) {
			throw ErrorType.DNS.because("this node's name server has no TXT record of its operator at "
					+ ChallengeTexts.LABEL + "." + claim.name());
		}
		String expected = Base64.getUrlEncoder()
			.withoutPadding()
			.encodeToString(Digest.sha256(claim.keyAuthorization().getBytes(StandardCharsets.US_ASCII)));
		if (!values.contains(expected)) {
			throw ErrorType.INCORRECT_RESPONSE.because("no TXT record at " + ChallengeTexts.LABEL + "." + claim.name()
					+ " is the digest of the key authorization");
		}
	}

}
