package org.web3ecosystem.bootstrap.resolver;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;

/** Hosts of the federation's zone and their addresses, from the seat for names. */
public final class ZoneAddresses {

	private final Name zone;

	private final ServiceDiscovery discovery;

	public ZoneAddresses(Name zone, ServiceDiscovery discovery) {
		this.zone = zone;
		this.discovery = discovery;
	}

	/** Whether a host is of the zone; all others are somebody else's to look up. */
	public boolean has(String host) {
		try {
			return new Name(host).isWithin(zone);
		}
		catch (IllegalArgumentException noName) {
			return false;
		}
	}

	/**
	 * The addresses of a host that the zone {@link #has}, in the order of its records.
	 * Fails with UnknownHostException if it has none or nobody answers.
	 */
	public CompletionStage<List<InetAddress>> of(String host) {
		try {
			return discovery.resolve(new Name(host))
				.thenApply(answer -> addresses(host, answer))
				.exceptionallyCompose(failure -> CompletableFuture.failedFuture(unknown(host, failure)));
		}
		catch (RuntimeException failure) {
			return CompletableFuture.failedFuture(unknown(host, failure));
		}
	}

	private static List<InetAddress> addresses(String host, Resolution answer) {
		List<InetAddress> addresses = new ArrayList<>();
		try {
			if (answer instanceof Resolution.Found found) {
				for (ResourceRecord record : found.records()) {
					if (record instanceof ResourceRecord.Address(InetAddress address)) {
						addresses.add(InetAddress.getByAddress(host, address.getAddress()));
					}
				}
			}
			if (addresses.isEmpty()) {
				throw new UnknownHostException(host + ": "
						+ (answer instanceof Resolution.Found ? "it has no address" : "there is no such name"));
			}
		}
		catch (UnknownHostException unknown) {
			throw new CompletionException(unknown);
		}
		return addresses;
	}

	private static UnknownHostException unknown(String host, Throwable failure) {
		Throwable cause = Reason.cause(failure);
		if (cause instanceof UnknownHostException unknown) {
			return unknown;
		}
		UnknownHostException unknown = new UnknownHostException(host + ": " + Reason.of(cause));
		unknown.initCause(cause);
		return unknown;
	}

}
