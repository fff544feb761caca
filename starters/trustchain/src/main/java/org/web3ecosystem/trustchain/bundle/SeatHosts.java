package org.web3ecosystem.trustchain.bundle;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;

import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.trustchain.Async;

/**
 * Hosts of foreign endpoints by the seat for names, never by the machine's resolver:
 * where the table has nobody who is asked for other people's names, theirs are not known,
 * and an endpoint has to be an address. {@code localhost} is nobody's to resolve (RFC
 * 6761, section 6.3).
 */
public final class SeatHosts implements EndpointAddresses.Resolver {

	/** Longer than the seat takes to ask everybody. */
	private static final Duration PATIENCE = Duration.ofSeconds(4);

	private static final Name LOCALHOST = new Name("localhost");

	private final ServiceDiscovery discovery;

	public SeatHosts(ServiceDiscovery discovery) {
		this.discovery = discovery;
	}

	@Override
	public InetAddress[] resolve(String host) throws UnknownHostException {
		Name name;
		try {
			name = new Name(host);
		}
		catch (IllegalArgumentException noName) {
			throw unknown(host, Reason.of(noName), noName);
		}
		if (name.isWithin(LOCALHOST)) {
			return new InetAddress[] { InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1") };
		}
		try {
			return addresses(host, Async.await(discovery.resolve(name), PATIENCE, "the seat for names"));
		}
		catch (UnavailableException nobody) {
			throw unknown(host, Reason.of(nobody), nobody);
		}
	}

	private static InetAddress[] addresses(String host, Resolution answer) throws UnknownHostException {
		InetAddress[] addresses = answer instanceof Resolution.Found found ? found.records()
			.stream()
			.filter(ResourceRecord.Address.class::isInstance)
			.map(record -> ((ResourceRecord.Address) record).address())
			.toArray(InetAddress[]::new) : new InetAddress[0];
		if (addresses.length == 0) {
			throw new UnknownHostException(host + ": it has no address");
		}
		return addresses;
	}

	private static UnknownHostException unknown(String host, String why, Exception cause) {
		UnknownHostException unknown = new UnknownHostException(host + ": " + why);
		unknown.initCause(cause);
		return unknown;
	}

}
