package org.web3ecosystem.stoq.join;

import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.trust.Admission;
import org.web3ecosystem.spi.trust.JoinDoor;
import org.web3ecosystem.spi.trust.JoinRequest;
import org.web3ecosystem.stoq.carrier.Carrier;
import org.web3ecosystem.stoq.carrier.Endings;
import org.web3ecosystem.stoq.wire.CloseCode;
import org.web3ecosystem.stoq.wire.Frame;
import org.web3ecosystem.stoq.wire.FrameDecoder;
import org.web3ecosystem.stoq.wire.FrameType;
import org.web3ecosystem.stoq.wire.Limits;
import org.web3ecosystem.stoq.wire.Origin;
import org.web3ecosystem.stoq.wire.Tally;
import org.web3ecosystem.stoq.wire.WireException;

/** One visitor at the door: knock, root, request, answer, end. */
final class Visit extends ChannelInboundHandlerAdapter {

	private final JoinDoor judge;

	private final byte[] root;

	private final Limits limits;

	private final Tally tally;

	private boolean asked;

	Visit(JoinDoor judge, byte[] root, Limits limits, Tally tally) {
		this.judge = judge;
		this.root = root;
		this.limits = limits;
		this.tally = tally;
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		// a visitor who does not ask keeps others out
		closeAfter(context, limits.hello(), () -> !asked);
		closeAfter(context, limits.answer(), () -> true);
		context.fireChannelActive();
		// not before: what has arrived already would be read past this handler
		context.channel().config().setAutoRead(true);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		Frame frame = (Frame) message;
		if (frame.type() == FrameType.JOIN_KNOCK) {
			context.pipeline().get(FrameDecoder.class).expect(EnumSet.of(FrameType.JOIN_REQUEST));
			context.writeAndFlush(JoinCodec.root(root).encode(context.alloc()));
			return;
		}
		asked = true;
		// one request only: whatever follows is not expected
		context.pipeline().get(FrameDecoder.class).expect(EnumSet.noneOf(FrameType.class));
		CompletableFuture<Admission> admission = new CompletableFuture<>();
		JoinRequest request = request(frame);
		Thread.startVirtualThread(() -> ask(request, admission));
		admission.whenComplete((result, failure) -> answer(context,
				(failure == null) ? JoinCodec.admission(result) : JoinCodec.refusal(refused(context, failure))));
	}

	private void closeAfter(ChannelHandlerContext context, Duration time, BooleanSupplier still) {
		context.executor().schedule(() -> {
			if (still.getAsBoolean()) {
				refuse(context, Tally.Refusal.JOIN, CloseCode.HELLO_TIMEOUT, "stayed too long at the door");
			}
		}, time.toMillis(), TimeUnit.MILLISECONDS);
	}

	private static JoinRequest request(Frame frame) {
		try {
			return JoinCodec.request(frame);
		}
		catch (CborException malformed) {
			throw new WireException(CloseCode.BAD_FRAME, String.valueOf(malformed.getMessage()));
		}
	}

	private void ask(JoinRequest request, CompletableFuture<Admission> admission) {
		try {
			judge.admit(request).whenComplete((result, failure) -> {
				if (failure == null) {
					admission.complete(result);
				}
				else {
					admission.completeExceptionally(failure);
				}
			});
		}
		catch (RuntimeException failure) {
			admission.completeExceptionally(failure);
		}
	}

	private String refused(ChannelHandlerContext context, Throwable failure) {
		String reason = reason(failure);
		tally.refused(Tally.Refusal.JOIN, Origin.of(carrier(context).remote()), null, reason);
		return reason;
	}

	private static String reason(Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		return (cause instanceof RejectedException || cause instanceof UnavailableException)
				? String.valueOf(cause.getMessage()) : "the door failed";
	}

	private static void answer(ChannelHandlerContext context, Frame frame) {
		// the visitor closes when it has read the answer; the connection's idle limit
		// does if not
		context.writeAndFlush(frame.last(context.alloc()));
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		refuse(context, Tally.Refusal.FRAME, Endings.code(cause), String.valueOf(cause.getMessage()));
	}

	private void refuse(ChannelHandlerContext context, Tally.Refusal refusal, CloseCode code, String why) {
		Carrier carrier = carrier(context);
		if (carrier.isActive()) {
			tally.refused(refusal, Origin.of(carrier.remote()), code, why);
			Endings.close(carrier, code);
		}
	}

	private static Carrier carrier(ChannelHandlerContext context) {
		return Carrier.of(context.channel().parent());
	}

}
