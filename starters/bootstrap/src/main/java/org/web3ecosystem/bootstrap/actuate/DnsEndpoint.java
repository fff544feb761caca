package org.web3ecosystem.bootstrap.actuate;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** {@code GET /actuator/dns}. */
@Endpoint(id = "dns")
public final class DnsEndpoint {

	private final DnsReport report;

	public DnsEndpoint(DnsReport report) {
		this.report = report;
	}

	@ReadOperation
	public Map<String, @Nullable Object> dns() {
		return report.toMap();
	}

}
