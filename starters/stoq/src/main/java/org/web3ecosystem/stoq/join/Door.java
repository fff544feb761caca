package org.web3ecosystem.stoq.join;

import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.trust.JoinDoor;
import org.web3ecosystem.stoq.carrier.Carrier;
import org.web3ecosystem.stoq.wire.CloseCode;
import org.web3ecosystem.stoq.wire.FrameDecoder;
import org.web3ecosystem.stoq.wire.FrameType;
import org.web3ecosystem.stoq.wire.Limits;
import org.web3ecosystem.stoq.wire.Origin;
import org.web3ecosystem.stoq.wire.Tally;

/**
 * The one place where an unknown peer is heard: one knock, one request, a few at a time
 * and a few per minute from one address. Without somebody behind it the door is a wall:
 * the protocol is not even offered in TLS, nor is it before an issued identity is shown.
 */
public final class Door {

	/** Visitors at once; each holds at most one bounded request in memory. */
	private static final int VISITORS = 8;

	private final Supplier<Optional<JoinDoor>> behind;

	private final byte[] root;

	private final Limits limits;

	private final Tally tally;

	private final AtomicInteger inside = new AtomicInteger();

	private final Allowance allowance;

	/**
	 * @param behind who decides, if anybody
	 * @param root the federation's root certificate, shown to every visitor
	 */
	public Door(Supplier<Optional<JoinDoor>> behind, byte[] root, Limits limits, Tally tally, InstantSource clock) {
		this.behind = behind;
		this.root = root.clone();
		this.limits = limits;
		this.tally = tally;
		this.allowance = new Allowance(limits.joins(), clock);
	}

	/** Hears the visitor on this stream; false if there is no room or no time now. */
	public boolean serve(Channel stream) {
		JoinDoor judge = behind.get().orElse(null);
		InetSocketAddress from = Carrier.of(stream.parent()).remote();
		if (judge == null || !enter(from)) {
			tally.refused(Tally.Refusal.JOIN, Origin.of(from), CloseCode.OVERLOADED,
					(judge == null) ? "the door is not open" : "too many visitors, of all or of this address");
			return false;
		}
		stream.closeFuture().addListener(closed -> inside.decrementAndGet());
		stream.pipeline()
			.addLast(new FrameDecoder(EnumSet.of(FrameType.JOIN_KNOCK)), new Visit(judge, root, limits, tally));
		return true;
	}

	private boolean enter(@Nullable InetSocketAddress from) {
		if (from == null || !allowance.spend(from.getAddress())) {
			return false;
		}
		if (inside.incrementAndGet() > VISITORS) {
			inside.decrementAndGet();
			return false;
		}
		return true;
	}

}
