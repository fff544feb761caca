package org.web3ecosystem.stoq.join;

import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.spi.trust.Admission;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.JoinRequest;
import org.web3ecosystem.stoq.carrier.Carrier;
import org.web3ecosystem.stoq.carrier.Endings;
import org.web3ecosystem.stoq.hello.Session;
import org.web3ecosystem.stoq.rpc.OffLoop;
import org.web3ecosystem.stoq.wire.CloseCode;
import org.web3ecosystem.stoq.wire.Frame;
import org.web3ecosystem.stoq.wire.FrameDecoder;
import org.web3ecosystem.stoq.wire.FrameType;

/** The joiner's side of the visit: knock, see the root, verify it, only then ask. */
final class Knock extends ChannelInboundHandlerAdapter {

	private final JoinRequest request;

	private final PinnedRoot pinned;

	private final CompletableFuture<Admission> result;

	private boolean answered;

	Knock(JoinRequest request, PinnedRoot pinned, CompletableFuture<Admission> result) {
		this.request = request;
		this.pinned = pinned;
		this.result = result;
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		context.writeAndFlush(JoinCodec.knock().encode(context.alloc()));
		context.fireChannelActive();
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		Frame frame = (Frame) message;
		context.pipeline().get(FrameDecoder.class).expect(EnumSet.of(FrameType.JOIN_ADMISSION, FrameType.JOIN_REFUSAL));
		answered = frame.type() != FrameType.JOIN_ROOT;
		Carrier carrier = Carrier.of(context.channel().parent());
		OffLoop.run(() -> step(context, carrier, frame));
	}

	private void step(ChannelHandlerContext context, Carrier carrier, Frame frame) {
		try {
			switch (frame.type()) {
				case JOIN_ROOT -> {
					pinned.verifyDoor(JoinCodec.root(frame), peerChain(carrier));
					// not one byte of the token before this line
					context.writeAndFlush(JoinCodec.request(request).last(context.alloc()));
				}
				case JOIN_ADMISSION -> {
					Admission admission = JoinCodec.admission(frame);
					pinned.verifyAdmission(admission, request);
					// first: the event loop ends with the result
					Endings.close(carrier, CloseCode.DONE);
					result.complete(admission);
				}
				default -> {
					RejectedException refusal = new RejectedException(JoinCodec.refusal(frame));
					Endings.close(carrier, CloseCode.DONE);
					result.completeExceptionally(refusal);
				}
			}
		}
		catch (CborException malformed) {
			fail(carrier, new TransportException.Closed("the door is no join door: " + malformed.getMessage()));
		}
		catch (RuntimeException refused) {
			fail(carrier, refused);
		}
	}

	private static CertificateChain peerChain(Carrier carrier) {
		return Session.peerChain(carrier.tls().orElseThrow(() -> new TransportException.Closed("the door has closed")));
	}

	private void fail(Carrier carrier, RuntimeException failure) {
		result.completeExceptionally(failure);
		Endings.close(carrier, CloseCode.REFUSED);
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		// an answer is the last thing on its stream, and may still be under verification
		if (!answered) {
			result.completeExceptionally(Endings.explain(context.channel().parent()));
		}
		context.fireChannelInactive();
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		fail(Carrier.of(context.channel().parent()),
				new TransportException.Closed("the door broke the protocol: " + cause.getMessage()));
	}

}
