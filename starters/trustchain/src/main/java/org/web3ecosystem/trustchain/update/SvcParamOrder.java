package org.web3ecosystem.trustchain.update;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

import org.xbill.DNS.Type;

import org.web3ecosystem.trustchain.dns.RawRecord;

/**
 * Whether the parameters of SVCB and HTTPS stand in the order of their keys, each once
 * (RFC 9460, section 2.2). Once they are read one cannot see it any more.
 */
final class SvcParamOrder {

	private SvcParamOrder() {
	}

	/** Whether a record keeps to it, as each of another type does. */
	static boolean isKept(RawRecord record) {
		boolean binding = record.type() == Type.SVCB || record.type() == Type.HTTPS;
		// without data it stands for all of its type (RFC 2136, section 2.4)
		return !binding || record.data().length == 0 || isKept(ByteBuffer.wrap(record.data()));
	}

	private static boolean isKept(ByteBuffer data) {
		try {
			data.getShort();
			for (int length = data.get() & 0xff; length != 0; length = data.get() & 0xff) {
				data.position(data.position() + length);
			}
			int before = -1;
			while (data.hasRemaining()) {
				int key = data.getShort() & 0xffff;
				if (key <= before) {
					return false;
				}
				before = key;
				int length = data.getShort() & 0xffff;
				data.position(data.position() + length);
			}
			return true;
		}
		catch (BufferUnderflowException | IllegalArgumentException malformed) {
			return false;
		}
	}

}
