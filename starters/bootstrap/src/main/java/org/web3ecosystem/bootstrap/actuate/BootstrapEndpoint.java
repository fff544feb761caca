package org.web3ecosystem.bootstrap.actuate;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** {@code GET /actuator/bootstrap}. */
@Endpoint(id = "bootstrap")
public final class BootstrapEndpoint {

	private final BootstrapReport report;

	public BootstrapEndpoint(BootstrapReport report) {
		this.report = report;
	}

	@ReadOperation
	public Map<String, @Nullable Object> bootstrap() {
		return report.toMap();
	}

}
