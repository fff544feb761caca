package org.web3ecosystem.hypermesh.name;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ResourceRecord.ServiceBinding.Kind;
import org.web3ecosystem.spi.discovery.SvcParam;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CAARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.SVCBBase;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/**
 * Resource records as they stand in zone files: type and RDATA (RFC 1035, section 5.1),
 * such as {@code HTTPS 1 . alpn=h2,h3 port=8443}. Names are whole, with a final dot or
 * without.
 */
public final class RecordText {

	/** The longest line, in characters. */
	public static final int MAX_LENGTH = 4096;

	private static final String TYPES = "A, AAAA, CNAME, PTR, SRV, TXT, SVCB, HTTPS, CAA and TLSA";

	private RecordText() {
	}

	/**
	 * Reads a record.
	 * @throws IllegalArgumentException if it is none, with what is wrong
	 */
	public static ResourceRecord parse(String line) {
		if (line.length() > MAX_LENGTH) {
			throw new IllegalArgumentException("a record has at most " + MAX_LENGTH + " characters");
		}
		if (line.chars().anyMatch(each -> each < ' ' && each != '\t')) {
			throw new IllegalArgumentException("a record is one line without control characters");
		}
		String[] parts = line.strip().split("\\s+", 2);
		int type = Type.value(parts[0].toUpperCase(Locale.ROOT));
		if (type < 0 || parts.length < 2) {
			throw new IllegalArgumentException(
					"a record is a type and its data, such as 'A 192.0.2.1'; types are " + TYPES);
		}
		try {
			return read(Record.fromString(org.xbill.DNS.Name.root, type, DClass.IN, 0, escaped(parts[1]),
					org.xbill.DNS.Name.root));
		}
		catch (IOException | IllegalArgumentException malformed) {
			throw new IllegalArgumentException(
					"not the data of " + Type.string(type) + ": " + String.valueOf(malformed.getMessage()), malformed);
		}
		catch (RuntimeException malformed) {
			// some of what is wrong the parser stumbles over, without a word
			throw new IllegalArgumentException("not the data of " + Type.string(type), malformed);
		}
	}

	/**
	 * What is not ASCII is written by its bytes, so that it means the same to everybody.
	 */
	private static String escaped(String text) throws CharacterCodingException {
		StringBuilder ascii = new StringBuilder();
		ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
		while (bytes.hasRemaining()) {
			int each = bytes.get() & 0xff;
			ascii.append((each < 128) ? String.valueOf((char) each) : "\\" + each);
		}
		return ascii.toString();
	}

	private static ResourceRecord read(Record record) throws IOException {
		return switch (record) {
			case ARecord a -> new ResourceRecord.Address(a.getAddress());
			case AAAARecord aaaa -> new ResourceRecord.Address(ipv6(aaaa.getAddress()));
			case CNAMERecord cname -> new ResourceRecord.Alias(name(cname.getTarget()));
			case PTRRecord ptr -> new ResourceRecord.Pointer(name(ptr.getTarget()));
			case SRVRecord srv ->
				new ResourceRecord.Service(srv.getPriority(), srv.getWeight(), srv.getPort(), name(srv.getTarget()));
			case TXTRecord txt -> text(txt);
			case SVCBBase svcb -> binding(svcb);
			case CAARecord caa -> new ResourceRecord.Authorization(caa.getFlags(), caa.getTag(),
					new String(caa.getValueAsByteArray(), StandardCharsets.ISO_8859_1));
			case TLSARecord tlsa ->
				new ResourceRecord.CertificateAssociation(tlsa.getCertificateUsage(), tlsa.getSelector(),
						tlsa.getMatchingType(), HexFormat.of().formatHex(tlsa.getCertificateAssociationData()));
			default -> throw new IllegalArgumentException("this type is not kept; types are " + TYPES);
		};
	}

	private static InetAddress ipv6(InetAddress address) {
		if (address instanceof Inet4Address) {
			throw new IllegalArgumentException("an IPv4 address in IPv6 form");
		}
		return address;
	}

	private static ResourceRecord.Text text(TXTRecord txt) throws CharacterCodingException {
		List<String> strings = new ArrayList<>();
		for (byte[] each : txt.getStringsAsByteArrays()) {
			strings.add(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(each)).toString());
		}
		return new ResourceRecord.Text(strings);
	}

	private static ResourceRecord binding(SVCBBase record) {
		List<SvcParam> params = record.getSvcParamKeys()
			.stream()
			.sorted()
			.map(key -> new SvcParam(key, HexFormat.of().formatHex(record.getSvcParamValue(key).toWire())))
			.toList();
		return new ResourceRecord.ServiceBinding((record.getType() == Type.HTTPS) ? Kind.HTTPS : Kind.SVCB,
				record.getSvcPriority(), name(record.getTargetName()), params);
	}

	private static Name name(org.xbill.DNS.Name name) {
		return new Name(name.toString(true));
	}

	/** What {@link #parse} reads. */
	public static String of(ResourceRecord record) {
		Record written = write(record);
		return Type.string(written.getType()) + " " + written.rdataToString();
	}

	private static Record write(ResourceRecord record) {
		org.xbill.DNS.Name owner = org.xbill.DNS.Name.root;
		return switch (record) {
			case ResourceRecord.Address(InetAddress address) -> (address instanceof Inet4Address)
					? new ARecord(owner, DClass.IN, 0, address) : new AAAARecord(owner, DClass.IN, 0, address);
			case ResourceRecord.Alias(Name target) -> new CNAMERecord(owner, DClass.IN, 0, absolute(target));
			case ResourceRecord.Pointer(Name target) -> new PTRRecord(owner, DClass.IN, 0, absolute(target));
			case ResourceRecord.Service(int priority, int weight, int port, Name target) ->
				new SRVRecord(owner, DClass.IN, 0, priority, weight, port, absolute(target));
			case ResourceRecord.Text(List<String> strings) ->
				Record.newRecord(owner, Type.TXT, DClass.IN, 0, wire(strings));
			case ResourceRecord.ServiceBinding binding -> Record.newRecord(owner, switch (binding.kind()) {
				case SVCB -> Type.SVCB;
				case HTTPS -> Type.HTTPS;
			}, DClass.IN, 0, wire(binding));
			case ResourceRecord.Authorization(int flags, String tag, String value) ->
				Record.newRecord(owner, Type.CAA, DClass.IN, 0,
						ByteBuffer.allocate(2 + tag.length() + value.length())
							.put((byte) flags)
							.put((byte) tag.length())
							.put((tag + value).getBytes(StandardCharsets.US_ASCII))
							.array());
			case ResourceRecord.CertificateAssociation association -> new TLSARecord(owner, DClass.IN, 0,
					association.usage(), association.selector(), association.matching(), association.bytes());
		};
	}

	/** RFC 1035, section 3.3.14. */
	private static byte[] wire(List<String> strings) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		for (String each : strings) {
			byte[] bytes = each.getBytes(StandardCharsets.UTF_8);
			out.write(bytes.length);
			out.writeBytes(bytes);
		}
		return out.toByteArray();
	}

	/** RFC 9460, section 2.2. */
	private static byte[] wire(ResourceRecord.ServiceBinding binding) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.writeBytes(ByteBuffer.allocate(2).putShort((short) binding.priority()).array());
		out.writeBytes(absolute(binding.target()).toWire());
		for (SvcParam param : binding.params()) {
			byte[] value = param.bytes();
			out.writeBytes(ByteBuffer.allocate(4).putShort((short) param.key()).putShort((short) value.length).array());
			out.writeBytes(value);
		}
		return out.toByteArray();
	}

	private static org.xbill.DNS.Name absolute(Name name) {
		return org.xbill.DNS.Name.fromConstantString(name.text() + ".");
	}

}
