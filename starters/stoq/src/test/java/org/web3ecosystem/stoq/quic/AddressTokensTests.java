package org.web3ecosystem.stoq.quic;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

import org.web3ecosystem.stoq.wire.Tally;

import static org.assertj.core.api.Assertions.assertThat;

class AddressTokensTests {

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

	private final AddressTokens tokens = new AddressTokens(now::get, new Tally());

	private final InetSocketAddress address = new InetSocketAddress("127.0.0.1", 4711);

	private final ByteBuf id = Unpooled.wrappedBuffer(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 });

	@Test
	void returnsWhereTheConnectionIdBegins() {
		ByteBuf token = token();
		int offset = tokens.validateToken(token, address);
		assertThat(token.slice(offset, token.readableBytes() - offset)).isEqualTo(id);
		assertThat(token.readableBytes()).isLessThanOrEqualTo(tokens.maxTokenLength());
	}

	@Test
	void refusesATokenFromAnotherAddressOrPort() {
		assertThat(tokens.validateToken(token(), new InetSocketAddress("127.0.0.2", 4711))).isNegative();
		assertThat(tokens.validateToken(token(), new InetSocketAddress("127.0.0.1", 4712))).isNegative();
	}

	@Test
	void refusesATokenThatIsOldOrFromTheFuture() {
		ByteBuf token = token();
		now.set(Instant.EPOCH.plusSeconds(31));
		assertThat(tokens.validateToken(token, address)).isNegative();
		now.set(Instant.EPOCH.minusSeconds(1));
		assertThat(tokens.validateToken(token, address)).isNegative();
	}

	@Test
	void refusesEveryFlippedBitAndEveryTruncation() {
		ByteBuf token = token();
		for (int bit = 0; bit < token.readableBytes() * 8; bit++) {
			ByteBuf forged = token.copy();
			forged.setByte(bit / 8, forged.getByte(bit / 8) ^ (1 << (bit % 8)));
			assertThat(tokens.validateToken(forged, address)).as("bit " + bit).isNegative();
		}
		for (int length = 0; length < token.readableBytes(); length++) {
			assertThat(tokens.validateToken(token.slice(0, length), address)).as("length " + length).isNegative();
		}
	}

	@Test
	void refusesATokenOfAnotherProcess() {
		assertThat(new AddressTokens(now::get, new Tally()).validateToken(token(), address)).isNegative();
	}

	private ByteBuf token() {
		ByteBuf token = Unpooled.buffer();
		tokens.writeToken(token, id.duplicate(), address);
		return token;
	}

}
