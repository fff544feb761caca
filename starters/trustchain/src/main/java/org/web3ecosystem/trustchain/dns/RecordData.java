package org.web3ecosystem.trustchain.dns;

import java.io.ByteArrayOutputStream;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.SvcParam;

/** RDATA. Names in it are never compressed (RFC 3597, section 4). */
public final class RecordData {

	private RecordData() {
	}

	/** The number of its type. */
	public static int type(ResourceRecord record) {
		return switch (record) {
			case ResourceRecord.Address(var address) -> (address instanceof Inet4Address) ? Dns.A : Dns.AAAA;
			case ResourceRecord.Alias _ -> Dns.CNAME;
			case ResourceRecord.Pointer _ -> Dns.PTR;
			case ResourceRecord.Service _ -> Dns.SRV;
			case ResourceRecord.Text _ -> Dns.TXT;
			case ResourceRecord.ServiceBinding binding -> switch (binding.kind()) {
				case SVCB -> Dns.SVCB;
				case HTTPS -> Dns.HTTPS;
			};
			case ResourceRecord.Authorization _ -> Dns.CAA;
			case ResourceRecord.CertificateAssociation _ -> Dns.TLSA;
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
			case ResourceRecord.Alias(Name target) -> name(target);
			case ResourceRecord.Pointer(Name target) -> name(target);
			case ResourceRecord.Text(List<String> strings) -> strings(strings.toArray(String[]::new));
			case ResourceRecord.ServiceBinding binding -> binding(binding);
			case ResourceRecord.Authorization(int flags, String tag, String value) ->
				authorization(flags, tag, value.getBytes(StandardCharsets.US_ASCII));
			case ResourceRecord.CertificateAssociation association -> association(association);
		};
	}

	/** RFC 9460, section 2.2. */
	private static byte[] binding(ResourceRecord.ServiceBinding binding) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		put16(out, binding.priority());
		out.writeBytes(name(binding.target()));
		for (SvcParam param : binding.params()) {
			byte[] value = param.bytes();
			put16(out, param.key());
			put16(out, value.length);
			out.writeBytes(value);
		}
		return out.toByteArray();
	}

	/** RFC 8659, section 4.1. */
	private static byte[] authorization(int flags, String tag, byte[] value) {
		byte[] property = tag.getBytes(StandardCharsets.US_ASCII);
		return ByteBuffer.allocate(2 + property.length + value.length)
			.put((byte) flags)
			.put((byte) property.length)
			.put(property)
			.put(value)
			.array();
	}

	/** RFC 6698, section 2.1. */
	private static byte[] association(ResourceRecord.CertificateAssociation association) {
		byte[] data = association.bytes();
		return ByteBuffer.allocate(3 + data.length)
			.put((byte) association.usage())
			.put((byte) association.selector())
			.put((byte) association.matching())
			.put(data)
			.array();
	}

	private static void put16(ByteArrayOutputStream out, int value) {
		out.write(value >>> 8);
		out.write(value);
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
		String text = name.text();
		if (text.isEmpty()) {
			return new byte[1];
		}
		// each dot becomes the length of the label behind it
		byte[] wire = new byte[text.length() + 2];
		int length = 0;
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) == '.') {
				wire[i - length] = (byte) length;
				length = 0;
			}
			else {
				wire[i + 1] = (byte) text.charAt(i);
				length++;
			}
		}
		wire[text.length() - length] = (byte) length;
		return wire;
	}

	/** A label of a name, with its length before it. */
	static byte[] label(String text) {
		byte[] label = new byte[1 + text.length()];
		label[0] = (byte) text.length();
		System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, label, 1, text.length());
		return label;
	}

}
