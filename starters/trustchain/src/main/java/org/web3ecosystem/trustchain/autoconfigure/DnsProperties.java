package org.web3ecosystem.trustchain.autoconfigure;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import org.web3ecosystem.spi.Setting;

/**
 * Properties of the name server.
 *
 * @param tls whether DNS over TLS is heard too
 * @param tlsPort where, by default 800 after the port of DNS: 853 after 53
 * @param equalPerSecond equal answers over UDP to one network (/24, /56) that shows no
 * cookie; 0 for no limit
 */
@ConfigurationProperties("web3.trustchain.dns")
public record DnsProperties(@DefaultValue("false") boolean tls, @Nullable Integer tlsPort,
		@DefaultValue("200") int equalPerSecond) {

	private static final int PORTS = 65_535;

	/** Between the ports of RFC 1035 and RFC 7858. */
	private static final int FURTHER = 800;

	public DnsProperties {
		new Setting("web3.trustchain.dns.tls-port").within((tlsPort != null) ? tlsPort : 1, 1, PORTS);
		new Setting("web3.trustchain.dns.equal-per-second").within(equalPerSecond, 0, 1_000_000);
	}

	/**
	 * Where DNS over TLS is heard, if it is.
	 * @param port of DNS
	 */
	Optional<Integer> heardAt(int port) {
		if (!tls) {
			return Optional.empty();
		}
		int heard = (tlsPort != null) ? tlsPort : port + FURTHER;
		new Setting("web3.trustchain.dns.tls-port").within(heard, 1, PORTS);
		return Optional.of(heard);
	}

}
