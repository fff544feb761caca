package org.web3ecosystem.stoq.quic;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.quic.Quic;
import io.netty.handler.codec.quic.QuicTokenHandler;

import org.web3ecosystem.stoq.wire.Origin;
import org.web3ecosystem.stoq.wire.Tally;

/**
 * Retry tokens (RFC 9000 section 8.1.2): whoever returns one has received packets at its
 * address, not long ago. The token is time, HMAC over time, address and connection id,
 * then the connection id; the key lives as long as the process.
 */
final class AddressTokens implements QuicTokenHandler {

	private static final Duration LIFE = Duration.ofSeconds(30);

	private static final String ALGORITHM = "HmacSHA256";

	private static final int MAC_LENGTH = 32;

	private static final int PREFIX = Long.BYTES + MAC_LENGTH;

	private final SecretKeySpec key;

	private final InstantSource clock;

	private final Tally tally;

	AddressTokens(InstantSource clock, Tally tally) {
		byte[] secret = new byte[MAC_LENGTH];
		new SecureRandom().nextBytes(secret);
		this.key = new SecretKeySpec(secret, ALGORITHM);
		this.clock = clock;
		this.tally = tally;
	}

	@Override
	public boolean writeToken(ByteBuf out, ByteBuf connectionId, InetSocketAddress address) {
		long now = clock.millis();
		byte[] id = ByteBufUtil.getBytes(connectionId);
		out.writeLong(now).writeBytes(mac(now, address, id)).writeBytes(id);
		return true;
	}

	@Override
	public int validateToken(ByteBuf token, InetSocketAddress address) {
		int prefix = prefix(token, address);
		if (prefix < 0) {
			tally.refused(Tally.Refusal.TOKEN, Origin.of(address), null,
					"a Retry token that was not given to this address just now");
		}
		return prefix;
	}

	private int prefix(ByteBuf token, InetSocketAddress address) {
		if (token.readableBytes() <= PREFIX || token.readableBytes() > maxTokenLength()) {
			return -1;
		}
		int start = token.readerIndex();
		long time = token.getLong(start);
		byte[] mac = ByteBufUtil.getBytes(token, start + Long.BYTES, MAC_LENGTH);
		byte[] id = ByteBufUtil.getBytes(token, start + PREFIX, token.readableBytes() - PREFIX);
		long age = clock.millis() - time;
		boolean fresh = age >= 0 && age <= LIFE.toMillis();
		return (MessageDigest.isEqual(mac, mac(time, address, id)) && fresh) ? PREFIX : -1;
	}

	@Override
	public int maxTokenLength() {
		return PREFIX + Quic.MAX_CONN_ID_LEN;
	}

	private byte[] mac(long time, InetSocketAddress address, byte[] connectionId) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(key);
			mac.update(ByteBuffer.allocate(Long.BYTES + Integer.BYTES).putLong(time).putInt(address.getPort()).array());
			byte[] ip = address.getAddress().getAddress();
			mac.update((byte) ip.length);
			mac.update(ip);
			return mac.doFinal(connectionId);
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException("every JDK has " + ALGORITHM, impossible);
		}
	}

}
