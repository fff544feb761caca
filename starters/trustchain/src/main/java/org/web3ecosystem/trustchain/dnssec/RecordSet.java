package org.web3ecosystem.trustchain.dnssec;

import java.util.List;

import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Record;

/**
 * Records of one name and type, which are signed together (RFC 4034, section 6.3).
 *
 * @param owner in lower case without the trailing dot
 * @param ttl in seconds
 * @param data RDATA of each, names in it not compressed
 */
public record RecordSet(String owner, int type, int ttl, List<byte[]> data) {

	public RecordSet {
		data = List.copyOf(data);
		if (data.isEmpty()) {
			throw new IllegalArgumentException("a set has a record");
		}
	}

	RRset records() {
		Name name = name(owner);
		return new RRset(
				data.stream().map(each -> Record.newRecord(name, type, DClass.IN, ttl, each)).toArray(Record[]::new));
	}

	static Name name(String text) {
		return Name.fromConstantString(text + ".");
	}

}
