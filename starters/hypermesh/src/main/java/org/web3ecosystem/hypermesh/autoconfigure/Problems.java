package org.web3ecosystem.hypermesh.autoconfigure;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ResponseStatusException;
import org.web3ecosystem.hypermesh.asset.AssetRefusal;
import org.web3ecosystem.hypermesh.name.NameRefusal;
import org.web3ecosystem.hypermesh.queue.UnusableQueueException;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.consensus.EmergencyModeException;
import org.web3ecosystem.spi.consensus.QueueFullException;
import org.web3ecosystem.spi.consensus.QueuedException;

import reactor.core.publisher.Mono;

/** Failures as problem documents (RFC 9457). */
final class Problems {

	private static final Logger logger = System.getLogger(Problems.class.getName());

	private static final String RETRY_AFTER_SECONDS = "2";

	/** What a bundle is refused with whose author has to bond first. */
	private static final Set<String> NO_STAKE = Set.of("a critical operation needs a stake proof",
			"the prover has no stake", "the author has no stake any more");

	private Problems() {
	}

	static Mono<ServerResponse> respond(HttpStatusCode status, String title, String detail, ServerRequest request) {
		return respond(status, title, detail, request, UnaryOperator.identity());
	}

	static Mono<ServerResponse> respond(HttpStatusCode status, String title, String detail, ServerRequest request,
			UnaryOperator<ServerResponse.BodyBuilder> more) {
		return respond(ProblemDetail.forStatusAndDetail(status, detail), title, request, more);
	}

	/** One that programs tell from others (RFC 9457, section 3.1.1). */
	static Mono<ServerResponse> respond(HttpStatusCode status, String title, String detail, Optional<String> kind,
			ServerRequest request) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
		kind.ifPresent(known -> problem.setType(URI.create("urn:web3:" + known)));
		return respond(problem, title, request, UnaryOperator.identity());
	}

	/** One with members of its own (RFC 9457, section 3.2). */
	static Mono<ServerResponse> respond(HttpStatusCode status, String title, String detail, String kind,
			Map<String, Object> members, ServerRequest request) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
		problem.setType(URI.create("urn:web3:" + kind));
		members.forEach(problem::setProperty);
		return respond(problem, title, request, UnaryOperator.identity());
	}

	private static Mono<ServerResponse> respond(ProblemDetail problem, String title, ServerRequest request,
			UnaryOperator<ServerResponse.BodyBuilder> more) {
		problem.setTitle(title);
		problem.setInstance(URI.create(request.uri().getRawPath()));
		return more.apply(ServerResponse.status(problem.getStatus()).contentType(MediaType.APPLICATION_PROBLEM_JSON))
			.bodyValue(problem);
	}

	/** What only this node's operator may do. */
	static Mono<ServerResponse> asOperator(ServerRequest request, Supplier<Mono<ServerResponse>> allowed) {
		return request.principal()
			.hasElement()
			.flatMap(known -> known ? allowed.get() : respond(HttpStatus.FORBIDDEN, "Forbidden",
					"Writing here needs the client certificate of this node's operator.", request));
	}

	static Mono<ServerResponse> of(Throwable failure, ServerRequest request) {
		Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause()
				: failure;
		return switch (cause) {
			// what is the same for every starter is answered in one place, LedgerAnswers
			case QueuedException queued -> Mono.error(queued);
			case QueueFullException full -> Mono.error(full);
			case EmergencyModeException held -> Mono.error(held);
			case BadRequestException bad ->
				respond(HttpStatus.BAD_REQUEST, "Bad request", String.valueOf(bad.getMessage()), request);
			case LeaseHandler.ConflictException conflict -> respond(HttpStatus.CONFLICT, "Conflict",
					String.valueOf(conflict.getMessage()), conflict.refusal().map(AssetRefusal::kind), request);
			case UnsupportedBodyException unsupported -> respond(HttpStatus.UNSUPPORTED_MEDIA_TYPE,
					"Unsupported media type", String.valueOf(unsupported.getMessage()), request);
			case DataBufferLimitException large -> respond(HttpStatus.CONTENT_TOO_LARGE, "Content too large",
					"A body has at most " + JsonBody.MAX_BYTES + " bytes.", request);
			case UnusableQueueException unusable -> respond(HttpStatus.SERVICE_UNAVAILABLE,
					"The queue of writes cannot be used", sentence(unusable), request);
			case UnavailableException unavailable -> respond(HttpStatus.SERVICE_UNAVAILABLE,
					"Consensus is not available", "Try again later: " + unavailable.getMessage() + ".", request,
					response -> response.header("Retry-After", RETRY_AFTER_SECONDS));
			case RejectedException rejected -> respond(HttpStatus.UNPROCESSABLE_CONTENT, "Refused",
					"The ledger refuses this: " + rejected.getMessage() + ".", kind(rejected), request);
			case ResponseStatusException known ->
				respond(known.getStatusCode(), "Request failed", String.valueOf(known.getReason()), request);
			default -> {
				logger.log(Level.ERROR, "the request could not be answered", cause);
				yield respond(HttpStatus.INTERNAL_SERVER_ERROR, "Internal error",
						"The request could not be answered; the log has the reason.", request);
			}
		};
	}

	private static String sentence(Throwable failure) {
		String message = String.valueOf(failure.getMessage());
		return Character.toUpperCase(message.charAt(0)) + message.substring(1) + ".";
	}

	private static Optional<String> kind(RejectedException rejected) {
		String reason = String.valueOf(rejected.getMessage());
		return rejected.kind()
			.or(() -> AssetRefusal.of(reason).map(AssetRefusal::kind))
			.or(() -> NameRefusal.of(reason).map(NameRefusal::kind))
			.or(() -> NO_STAKE.stream().filter(reason::equals).findFirst().map(stake -> "ledger:no-stake"));
	}

	/** The request is wrong in a way that its sender can mend. */
	static final class BadRequestException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		BadRequestException(String message) {
			super(message);
		}

	}

	/** The body is of a kind that is not read here. */
	static final class UnsupportedBodyException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		UnsupportedBodyException(String message) {
			super(message);
		}

	}

}
