package org.web3ecosystem.bootstrap.discovery;

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
import org.web3ecosystem.spi.discovery.SvcParam;

/**
 * From a record as dnsjava has it to one of ours; the other way round is no matter here.
 */
final class RecordReader {

	private RecordReader() {
	}

	/**
	 * None for a type that this platform does not know, and for a name, text or parameter
	 * that it does not carry.
	 */
	static Optional<ResourceRecord> read(Record record) {
		try {
			return Optional.<ResourceRecord>ofNullable(switch (record) {
				case ARecord a -> new ResourceRecord.Address(a.getAddress());
				case AAAARecord aaaa -> new ResourceRecord.Address(aaaa.getAddress());
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
		catch (IllegalArgumentException | CharacterCodingException notForUs) {
			// DNS carries names and texts that this platform does not
			return Optional.empty();
		}
	}

	/** Both write what is not printable with a backslash, which is no part of ours. */
	private static Name name(org.xbill.DNS.Name name) {
		String text = name.toString(true);
		if (text.indexOf('\\') >= 0) {
			throw new IllegalArgumentException("not a name of ours: " + text);
		}
		return new Name(text.equals("@") || text.equals(".") ? "" : text);
	}

	private static ResourceRecord.ServiceBinding binding(SVCBBase record) {
		List<SvcParam> params = record.getSvcParamKeys()
			.stream()
			.sorted()
			.map(key -> new SvcParam(key, HexFormat.of().formatHex(record.getSvcParamValue(key).toWire())))
			.toList();
		return new ResourceRecord.ServiceBinding(
				record.getType() == Type.HTTPS ? ResourceRecord.ServiceBinding.Kind.HTTPS
						: ResourceRecord.ServiceBinding.Kind.SVCB,
				record.getSvcPriority(), name(record.getTargetName()), params);
	}

	private static ResourceRecord.Text text(TXTRecord txt) throws CharacterCodingException {
		List<String> strings = new ArrayList<>();
		for (byte[] text : txt.getStringsAsByteArrays()) {
			strings.add(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString());
		}
		return new ResourceRecord.Text(strings);
	}

}
