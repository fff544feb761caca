package org.web3ecosystem.bootstrap.discovery;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Master;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

import org.web3ecosystem.spi.discovery.LocalZone;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceRegistration;
import org.web3ecosystem.spi.genesis.FederationNames;

/**
 * The operator's names of the zone in a master file (RFC 1035, section 5), relative to
 * the zone, read by dnsjava. What every zone has by itself is passed over: SOA and NS of
 * the zone, keys, signatures and denials. Everything else is taken, or the file is
 * refused as a whole. {@code $INCLUDE} and {@code $GENERATE} are not followed.
 */
public final class ZoneFile {

	/** The most names, fewer than a node may have in the ledger. */
	static final int MAX_NAMES = 200;

	private static final long MAX_BYTES = 1 << 20;

	private static final long DEFAULT_TTL = 300;

	/**
	 * What dnsjava writes before the number of a line of what it was given as a stream.
	 */
	private static final String NO_FILE = "<none>:";

	/** Renewed when half of it is over. */
	private static final Duration LEASE = Duration.ofHours(2);

	private static final Set<Integer> MADE_HERE = Set.of(Type.RRSIG, Type.NSEC, Type.NSEC3);

	/** Of the zone alone; below it they would be a zone of their own. */
	private static final Set<Integer> MADE_OF_THE_ZONE = Set.of(Type.SOA, Type.NS, Type.DNSKEY, Type.CDS, Type.CDNSKEY,
			Type.NSEC3PARAM);

	private static final Logger logger = LoggerFactory.getLogger(ZoneFile.class);

	private final Name zone;

	private final Map<Name, Set<ResourceRecord>> records = new LinkedHashMap<>();

	private final Map<Name, Long> ttls = new LinkedHashMap<>();

	private final Map<String, Integer> passedOver = new LinkedHashMap<>();

	private ZoneFile(Name zone) {
		this.zone = zone;
	}

	/**
	 * Reads it.
	 * @param zone the federation's
	 * @throws IllegalArgumentException if it cannot be read or holds what cannot be
	 * registered, with what is wrong and, as far as it is known, the line
	 */
	public static LocalZone read(Path file, Name zone) {
		ZoneFile read = new ZoneFile(zone);
		try {
			if (Files.size(file) > MAX_BYTES) {
				throw new IOException("it has more than " + MAX_BYTES + " bytes");
			}
			read.take(Files.readAllBytes(file));
			LocalZone names = new LocalZone(read.registrations());
			if (!read.passedOver.isEmpty()) {
				logger.info("{}: {} passed over, the zone has its own", file, read.passedOver);
			}
			return names;
		}
		catch (NoSuchFileException none) {
			throw new IllegalArgumentException(file + ": there is no such file", none);
		}
		catch (IOException | RuntimeException unfit) {
			throw new IllegalArgumentException(
					file + ": " + String.valueOf(unfit.getMessage()).replace(NO_FILE, "line "), unfit);
		}
	}

	private void take(byte[] text) throws IOException {
		org.xbill.DNS.Name origin = org.xbill.DNS.Name.fromString(zone.text() + ".");
		try (Master master = new Master(new ByteArrayInputStream(text), origin, DEFAULT_TTL)) {
			master.disableIncludes(true);
			master.expandGenerate(false);
			for (Record record = master.nextRecord(); record != null; record = master.nextRecord()) {
				take(record);
			}
			if (master.generators().hasNext()) {
				throw new TextParseException("$GENERATE is not followed");
			}
		}
	}

	private void take(Record record) throws TextParseException {
		String type = Type.string(record.getType());
		if (MADE_HERE.contains(record.getType())
				|| MADE_OF_THE_ZONE.contains(record.getType()) && isOfTheZone(record)) {
			passedOver.merge(type, 1, Integer::sum);
			return;
		}
		Name owner = owner(record);
		String what = owner + " " + type + " " + record.rdataToString();
		if (record.getDClass() != DClass.IN) {
			throw new TextParseException("a record of another class than IN: " + what);
		}
		ResourceRecord read = RecordReader.read(record)
			.orElseThrow(() -> new TextParseException("a record that is not served here: " + what));
		if (read.leadsTo().filter(target -> !target.isWithin(zone)).isPresent()) {
			throw new TextParseException("what a name leads to is in the zone " + zone + ", and this is not: " + what);
		}
		records.computeIfAbsent(owner, none -> new LinkedHashSet<>()).add(read);
		ttls.merge(owner, record.getTTL(), Math::min);
		if (records.size() > MAX_NAMES) {
			throw new TextParseException("it has more than " + MAX_NAMES + " names");
		}
	}

	private boolean isOfTheZone(Record record) {
		return record.getName().toString(true).equalsIgnoreCase(zone.text());
	}

	private Name owner(Record record) throws TextParseException {
		if (record.getName().isWild()) {
			throw new TextParseException(record.getName() + " is a wildcard, which is not served here");
		}
		Name owner = new Name(record.getName().toString(true));
		if (!owner.isWithin(zone)) {
			throw new TextParseException(owner + " is not in the zone " + zone);
		}
		if (owner.equals(zone) || owner.equals(FederationNames.stoq(zone)) || owner.isWithin(zone.child("node"))
				|| owner.isWithin(zone.child("asset"))) {
			throw new TextParseException(owner + " is the federation's own");
		}
		return owner;
	}

	private List<ServiceRegistration> registrations() {
		List<ServiceRegistration> all = new ArrayList<>();
		records.forEach((name, set) -> {
			try {
				all.add(new ServiceRegistration(name, List.copyOf(set),
						Duration.ofSeconds(ttls.getOrDefault(name, DEFAULT_TTL)), LEASE));
			}
			catch (IllegalArgumentException unfit) {
				throw new IllegalArgumentException(name + ": " + unfit.getMessage(), unfit);
			}
		});
		return all;
	}

}
