package org.web3ecosystem.trustchain.dns;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

import javax.net.ssl.X509ExtendedKeyManager;

import org.web3ecosystem.spi.health.Criterion.Finding;

/**
 * Whether names are told where nobody on the way reads along: over STOQ in any case, over
 * HTTPS and TLS where there is a certificate for servers to show.
 *
 * @param identity what HTTPS and TLS show, absent where this process has no such port
 */
public record EncryptedNames(NameServer names, Optional<TlsPlace> tls,
		Optional<X509ExtendedKeyManager> identity) implements Supplier<Finding> {

	@Override
	public Finding get() {
		try {
			names.address();
		}
		catch (IOException closed) {
			return Finding.waitingFor("the name server, which does not listen");
		}
		if (names.tlsFault().isPresent()) {
			return Finding.waitingFor("DNS over TLS: " + names.tlsFault().get());
		}
		if (identity.isEmpty()) {
			return Finding.waitingFor("DNS over HTTPS, for which this process has no port");
		}
		String[] shown = identity.get().getServerAliases("EC", null);
		return (shown == null) ? Finding.waitingFor("a certificate for DNS over HTTPS") : Finding
			.met("names are told over STOQ, HTTPS" + tls.map(place -> " and TLS at port " + place.port()).orElse(""));
	}

}
