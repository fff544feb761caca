package org.web3ecosystem.stoq.hello;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.stoq.wire.CloseCode;
import org.web3ecosystem.stoq.wire.Tally;

/**
 * Why a peer is not admitted; the body of HELLO_NACK. It carries the refuser's own HELLO,
 * so that only a refusal by the right peer has consequences.
 *
 * @param code what kind
 * @param reason in words for an operator
 * @param by the refuser's HELLO, encoded; empty if it never came to that
 */
public record Refusal(Code code, String reason, byte[] by) {

	private static final int MAX_BYTES = 4096;

	private static final int MAX_REASON = 512;

	/** What kind of refusal. */
	public enum Code {

		/** The HELLO is malformed, foreign or wrongly signed. */
		HELLO("hello", Tally.Refusal.HELLO, CloseCode.REFUSED),
		/** Self-signed, and that is not accepted any more. */
		PROVISIONAL("provisional", Tally.Refusal.PROVISIONAL, CloseCode.REFUSED),
		/** The certificate is not accepted. */
		CERTIFICATE("certificate", Tally.Refusal.CERTIFICATE, CloseCode.REFUSED),
		/** The certificate cannot be judged now. */
		UNJUDGED("unjudged", Tally.Refusal.UNJUDGED, CloseCode.REFUSED),
		/** The issuer of the certificate says that it took it back. */
		REVOKED("revoked", Tally.Refusal.REVOKED, CloseCode.REFUSED),
		/** The issuer's word is required, and there is none or none that counts. */
		STAPLE("staple", Tally.Refusal.STAPLE, CloseCode.REFUSED),
		/** A Falcon signature is required, and there is none or a wrong one. */
		FALCON("falcon", Tally.Refusal.FALCON, CloseCode.FALCON);

		private final String word;

		private final Tally.Refusal counter;

		private final CloseCode close;

		Code(String word, Tally.Refusal counter, CloseCode close) {
			this.word = word;
			this.counter = counter;
			this.close = close;
		}

		public Tally.Refusal counter() {
			return counter;
		}

		/** How the connection ends. */
		public CloseCode close() {
			return close;
		}

		static Optional<Code> of(String word) {
			return Stream.of(values()).filter(code -> code.word.equals(word)).findFirst();
		}

	}

	public Refusal {
		reason = (reason.length() > MAX_REASON) ? reason.substring(0, MAX_REASON) : reason;
	}

	static Refusal of(Code code, String reason) {
		return new Refusal(code, reason, new byte[0]);
	}

	/** The judgement itself failed. */
	public static Refusal cannotJudge(Throwable failure) {
		return of(Code.UNJUDGED, String.valueOf(failure));
	}

	/** This refusal with who makes it; the node key's signature is enough for that. */
	public Refusal by(Hello hello) {
		return new Refusal(code, reason, hello.bare().toCbor().encode());
	}

	public Cbor.Struct toCbor() {
		return Cbor.struct(Map.entry("code", Cbor.of(code.word)), Map.entry("reason", Cbor.of(reason)),
				Map.entry("by", Cbor.of(by)));
	}

	/**
	 * @throws RefusedHelloException if it is not a refusal
	 */
	public static Refusal decode(byte[] body) {
		try {
			Cbor.Struct map = Cbor.decodeStruct(body, MAX_BYTES).only("code", "reason", "by");
			return new Refusal(Code.of(map.text("code")).orElse(Code.CERTIFICATE), map.text("reason"), map.bytes("by"));
		}
		catch (CborException malformed) {
			throw new RefusedHelloException("not a HELLO_NACK: " + malformed.getMessage());
		}
	}

	public TransportException toException(String who) {
		return new TransportException.RefusedIdentity(who + ": " + reason, code == Code.PROVISIONAL);
	}

}
