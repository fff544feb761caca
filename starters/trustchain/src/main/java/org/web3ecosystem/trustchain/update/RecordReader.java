package org.web3ecosystem.trustchain.update;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CAARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.SVCBBase;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ResourceRecord.ServiceBinding.Kind;
import org.web3ecosystem.spi.discovery.SvcParam;

/** Records of an update as the federation's names have them. */
final class RecordReader {

	private RecordReader() {
	}

	/** Whether names can have records of this type. */
	static boolean keeps(int type) {
		return switch (type) {
			case Type.A, Type.AAAA, Type.CNAME, Type.PTR, Type.SRV, Type.TXT, Type.SVCB, Type.HTTPS, Type.CAA,
					Type.TLSA ->
				true;
			default -> false;
		};
	}

	/**
	 * None for a type that names here do not have, and for what no record here can say.
	 */
	static Optional<ResourceRecord> read(Record record) {
		try {
			return Optional.<ResourceRecord>ofNullable(switch (record) {
				case ARecord a -> new ResourceRecord.Address(a.getAddress());
				case AAAARecord aaaa -> new ResourceRecord.Address(ipv6(aaaa.getAddress()));
				case CNAMERecord cname -> new ResourceRecord.Alias(name(cname.getTarget()));
				case PTRRecord ptr -> new ResourceRecord.Pointer(name(ptr.getTarget()));
				case SRVRecord srv -> new ResourceRecord.Service(srv.getPriority(), srv.getWeight(), srv.getPort(),
						name(srv.getTarget()));
				case TXTRecord txt -> text(txt);
				case SVCBBase svcb -> binding(svcb);
				case CAARecord caa ->
					new ResourceRecord.Authorization(caa.getFlags(), caa.getTag().toLowerCase(Locale.ROOT),
							new String(caa.getValueAsByteArray(), StandardCharsets.ISO_8859_1));
				case TLSARecord tlsa ->
					new ResourceRecord.CertificateAssociation(tlsa.getCertificateUsage(), tlsa.getSelector(),
							tlsa.getMatchingType(), HexFormat.of().formatHex(tlsa.getCertificateAssociationData()));
				default -> null;
			});
		}
		catch (IllegalArgumentException | CharacterCodingException notOurs) {
			return Optional.empty();
		}
	}

	/** Why there can be no such record here. */
	static String objection(Record record) {
		String what = Type.string(record.getType()) + " " + record.rdataToString();
		if (!keeps(record.getType())) {
			return "names here have no records of the type of " + what;
		}
		return "no record here can have the data of " + what;
	}

	/**
	 * A name as ours are.
	 * @throws IllegalArgumentException if it has what none of ours can have
	 */
	static Name name(org.xbill.DNS.Name name) {
		String text = name.toString();
		// what is not printable, and a dot within a label, is written with it
		if (text.indexOf('\\') >= 0) {
			throw new IllegalArgumentException("not a name of ours: " + text);
		}
		return new Name(text);
	}

	/** An IPv4 address in IPv6 form would come back as another type. */
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

}
