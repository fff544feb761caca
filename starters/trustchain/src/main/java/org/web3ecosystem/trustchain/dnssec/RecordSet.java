package org.web3ecosystem.trustchain.dnssec;

import java.util.List;
import java.util.Optional;

import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

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
		return new RRset(data.stream().map(each -> record(name, each)).toArray(Record[]::new));
	}

	/**
	 * What cannot be read is given back as nothing, not refused.
	 * @throws IllegalStateException if it cannot be read
	 */
	private Record record(Name name, byte[] rdata) {
		return Optional.ofNullable(Record.newRecord(name, type, DClass.IN, ttl, rdata))
			.orElseThrow(() -> new IllegalStateException(
					"the " + Type.string(type) + " records of " + owner + " cannot be signed: one cannot be read"));
	}

	static Name name(String text) {
		return Name.fromConstantString(text + ".");
	}

}
