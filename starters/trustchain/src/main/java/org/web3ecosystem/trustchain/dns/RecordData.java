package org.web3ecosystem.trustchain.dns;

import java.io.ByteArrayOutputStream;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ResourceRecord;

/** RDATA. Names in it are never compressed (RFC 3597, section 4). */
final class RecordData {

	private RecordData() {
	}

	static int type(ResourceRecord record) {
		return switch (record) {
			case ResourceRecord.Address(var address) -> (address instanceof Inet4Address) ? Dns.A : Dns.AAAA;
			case ResourceRecord.Service _ -> Dns.SRV;
			case ResourceRecord.Text _ -> Dns.TXT;
		};
	}

	static byte[] of(ResourceRecord record) {
		return switch (record) {
			case ResourceRecord.Address(var address) -> address.getAddress();
			case ResourceRecord.Service(int priority, int weight, int port, Name target) -> {
				byte[] name = name(target);
				yield ByteBuffer.allocate(6 + name.length)
					.putShort((short) priority)
					.putShort((short) weight)
					.putShort((short) port)
					.put(name)
					.array();
			}
			case ResourceRecord.Text(String text) -> strings(text);
		};
	}

	/** Character strings, each with its length before it. */
	static byte[] strings(String... texts) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		for (String text : texts) {
			byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
			out.write(bytes.length);
			out.writeBytes(bytes);
		}
		return out.toByteArray();
	}

	/** RFC 1035, section 3.3.13. */
	static byte[] soa(Name server, Name mailbox, long serial, int negativeTtl) {
		byte[] first = name(server);
		byte[] second = name(mailbox);
		return ByteBuffer.allocate(first.length + second.length + 20)
			.put(first)
			.put(second)
			.putInt((int) serial)
			.putInt(3600)
			.putInt(600)
			.putInt(86400)
			.putInt(negativeTtl)
			.array();
	}

	static byte[] name(Name name) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		if (!name.text().isEmpty()) {
			for (String label : name.text().split("\\.")) {
				out.write(label.length());
				out.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
			}
		}
		out.write(0);
		return out.toByteArray();
	}

}
