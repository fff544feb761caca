package org.web3ecosystem.bootstrap.discovery;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DefaultIoClient;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;
import org.xbill.DNS.io.IoClientFactory;
import org.xbill.DNS.io.TcpIoClient;
import org.xbill.DNS.io.UdpIoClient;

import org.web3ecosystem.spi.Reason;

/**
 * One resolver, asked so that an answer is hard to forge: dnsjava draws the id, the
 * kernel the port, and the letters of the name are upper or lower case by chance, which
 * the answer has to repeat (draft-vixie-dnsext-dns0x20). What was truncated or is
 * doubtful is asked again over TCP, where nobody from aside takes part. A resolver that
 * does not understand EDNS is asked without (RFC 6891, section 6.2.2), for a while at
 * once.
 */
final class StrictResolver extends SimpleResolver {

	/** What passes without fragments (DNS flag day 2020). */
	static final int PAYLOAD = 1232;

	/** For how long it is asked without EDNS at once. */
	static final Duration WITHOUT_EDNS = Duration.ofMinutes(15);

	private final SimpleResolver tcp;

	private final SimpleResolver plain;

	private final SimpleResolver plainTcp;

	private final SimpleResolver knocking;

	private final AtomicBoolean knocked = new AtomicBoolean();

	private final LastHeard heard = new LastHeard();

	/** When it is asked with EDNS again, by {@link System#nanoTime}; null for now. */
	private volatile @Nullable Long ednsFrom;

	private final boolean mixCase;

	private final RandomGenerator random;

	/**
	 * @param mixCase whether the letters' case is drawn
	 * @param random unpredictable
	 */
	StrictResolver(InetSocketAddress address, Duration timeout, boolean mixCase, RandomGenerator random,
			ResolverFigures figures) {
		super(address);
		this.mixCase = mixCase;
		this.random = random;
		setTimeout(timeout);
		setIoClientFactory(new Sockets(new StrictUdpClient(figures, heard), new DefaultIoClient(), figures, heard));
		this.tcp = like(address, timeout, true);
		this.plain = like(address, timeout, false);
		this.plainTcp = like(address, timeout, true);
		this.knocking = like(address, timeout.dividedBy(2), false);
		plain.setEDNS(-1);
		knocking.setEDNS(-1);
		plainTcp.setEDNS(-1);
		setEDNS(0, PAYLOAD, 0, List.of());
	}

	private SimpleResolver like(InetSocketAddress address, Duration timeout, boolean overTcp) {
		SimpleResolver resolver = new SimpleResolver(address);
		resolver.setTCP(overTcp);
		resolver.setTimeout(timeout);
		resolver.setIoClientFactory(getIoClientFactory());
		return resolver;
	}

	@Override
	public void setEDNS(int version, int payload, int flags, List<EDNSOption> options) {
		super.setEDNS(version, PAYLOAD, flags, options);
		if (tcp != null) {
			tcp.setEDNS(version, PAYLOAD, flags, options);
		}
	}

	/** Whether anything came from it after this moment of {@link System#nanoTime}. */
	boolean isHeardAfter(long nanos) {
		return heard.isAfter(nanos);
	}

	/**
	 * Asks what every resolver can say at once, to hear whether it is there. Once at a
	 * time.
	 */
	void knock() {
		if (knocked.compareAndSet(false, true)) {
			knocking.sendAsync(Message.newQuery(Record.newRecord(Name.root, Type.NS, DClass.IN)))
				.whenComplete((answer, failure) -> knocked.set(false));
		}
	}

	@Override
	public CompletionStage<Message> sendAsync(Message query, Executor executor) {
		Message sent = mixed(query);
		Long from = ednsFrom;
		if (from != null && System.nanoTime() - from < 0) {
			return believed(plain.sendAsync(sent, executor), plainTcp, sent, executor);
		}
		return believed(super.sendAsync(sent, executor), tcp, sent, executor).handle((answer, failure) -> {
			boolean misunderstood = (failure == null) ? isMisunderstood(answer)
					: Reason.cause(failure) instanceof StrictUdpClient.NoEdnsException;
			if (misunderstood) {
				return believed(plain.sendAsync(sent, executor), plainTcp, sent, executor).thenApply(this::remembered);
			}
			return failure == null ? CompletableFuture.completedFuture(answer)
					: CompletableFuture.<Message>failedFuture(Reason.cause(failure));
		}).thenCompose(Function.identity());
	}

	private static CompletionStage<Message> believed(CompletionStage<Message> answer, SimpleResolver overTcp,
			Message sent, Executor executor) {
		return answer
			.exceptionallyCompose(failure -> (Reason.cause(failure) instanceof StrictUdpClient.DoubtfulException)
					? overTcp.sendAsync(sent, executor) : CompletableFuture.failedFuture(Reason.cause(failure)));
	}

	/** Who answers with OPT has understood, and means something else. */
	private static boolean isMisunderstood(Message answer) {
		return isMistaken(answer) && answer.getOPT() == null;
	}

	private static boolean isMistaken(Message answer) {
		return answer.getRcode() == Rcode.FORMERR || answer.getRcode() == Rcode.NOTIMP;
	}

	/** That it did help. */
	private Message remembered(Message answer) {
		if (!isMistaken(answer)) {
			ednsFrom = System.nanoTime() + WITHOUT_EDNS.toNanos();
		}
		return answer;
	}

	private Message mixed(Message query) {
		Record question = query.getQuestion();
		if (!mixCase) {
			return query;
		}
		Message mixed = query.clone();
		mixed.removeAllRecords(Section.QUESTION);
		mixed.addRecord(Record.newRecord(mixed(question.getName()), question.getType(), question.getDClass()),
				Section.QUESTION);
		return mixed;
	}

	private Name mixed(Name name) {
		byte[] wire = name.toWire();
		int at = 0;
		while (wire[at] != 0) {
			int end = at + 1 + wire[at];
			for (int i = at + 1; i < end; i++) {
				byte lower = (byte) (wire[i] | 0x20);
				if (lower >= 'a' && lower <= 'z' && random.nextBoolean()) {
					wire[i] ^= 0x20;
				}
			}
			at = end;
		}
		try {
			return new Name(wire);
		}
		catch (IOException impossible) {
			throw new IllegalStateException("other letters are no other name", impossible);
		}
	}

	private record Sockets(UdpIoClient udp, TcpIoClient plain, ResolverFigures figures,
			LastHeard heard) implements IoClientFactory {

		@Override
		public UdpIoClient createOrGetUdpClient() {
			return udp;
		}

		@Override
		public TcpIoClient createOrGetTcpClient() {
			return (local, remote, query, data, timeout) -> {
				figures.sent();
				return plain.sendAndReceiveTcp(local, remote, query, data, timeout).thenApply(answer -> {
					heard.now();
					return answer;
				});
			};
		}

	}

}
