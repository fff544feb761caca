package org.web3ecosystem.trustchain.dns;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.trustchain.Async;

/**
 * By validators, over STOQ: of a process that has no name server. It starts without them,
 * in whatever order they come, and says meanwhile that nobody answers.
 */
public final class AskedNames implements Naming {

	private final Function<byte[], CompletionStage<byte[]>> dns;

	private final byte[] question;

	private final SelfProbe probe;

	/**
	 * @param dns DNS, a message for a message, of who answers over STOQ
	 */
	public AskedNames(Function<byte[], CompletionStage<byte[]>> dns, Name zone, InstantSource clock) {
		this.dns = dns;
		this.question = SelfProbe.question(zone, (short) 0);
		this.probe = new SelfProbe(this::ask, clock, Thread.ofVirtual().name("trustchain-dns-asked").factory());
	}

	/** Of the other validators. */
	public static AskedNames of(ValidatorNames validators, Name zone, InstantSource clock) {
		return new AskedNames(question -> validators.ask(question, reply -> reply), zone, clock);
	}

	/** Of a validator itself, which answers others and has no port for it. */
	public static AskedNames of(Answering own, Name zone, InstantSource clock) {
		return new AskedNames(
				question -> own.within(ByteBuffer.wrap(question)).thenApply(answered -> answered.map(reply -> {
					byte[] message = new byte[reply.message().remaining()];
					reply.message().get(message);
					return message;
				}).orElseThrow(() -> new UnavailableException("no answer"))), zone, clock);
	}

	private void ask() throws IOException {
		SelfProbe.check(
				ByteBuffer.wrap(Async.await(dns.apply(question),
						ValidatorNames.DEADLINE.multipliedBy(ValidatorNames.MAX_ASKED), "for names of the zone")),
				(short) 0);
	}

	@Override
	public void start() {
		probe.follow();
	}

	@Override
	public boolean answers() {
		return probe.answers();
	}

	@Override
	public String how() {
		return "SOA over STOQ from a validator";
	}

	@Override
	public Optional<String> fault() {
		return probe.fault();
	}

	@Override
	public Optional<String> trouble() {
		return Optional.empty();
	}

	@Override
	public void tryAgain() {
		// it asks anew each time
	}

	@Override
	public Map<String, Object> details() {
		return Map.of();
	}

	@Override
	public void close() {
		probe.pause();
	}

}
