package org.web3ecosystem.caesar.autoconfigure;

import java.net.URI;
import java.util.Optional;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.web3ecosystem.caesar.ledger.Refusal;
import org.web3ecosystem.spi.RejectedException;

/**
 * The ledger's no as a problem document. One of the reasons there are has a type of its
 * own (RFC 9457, section 3.1.1), so that nobody has to read the text.
 */
final class Refused {

	private static final String TYPE = "urn:web3:economy:";

	private Refused() {
	}

	static ErrorResponseException of(RejectedException rejected) {
		String reason = String.valueOf(rejected.getMessage());
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.UNPROCESSABLE_CONTENT, reason);
		type(reason).ifPresent(problem::setType);
		return new ErrorResponseException(HttpStatus.UNPROCESSABLE_CONTENT, problem, rejected);
	}

	/** Which of the linked operations it was about does not make it another reason. */
	private static Optional<URI> type(String reason) {
		return Refusal.of(reason.replaceFirst("^operation \\d+: ", ""))
			.map(refusal -> URI.create(TYPE + refusal.text().replace(' ', '-')));
	}

}
