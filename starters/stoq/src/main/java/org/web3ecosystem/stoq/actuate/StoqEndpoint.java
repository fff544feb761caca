package org.web3ecosystem.stoq.actuate;

import java.util.Map;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** {@code GET /actuator/stoq}. */
@Endpoint(id = "stoq")
public final class StoqEndpoint {

	private final StoqReport report;

	public StoqEndpoint(StoqReport report) {
		this.report = report;
	}

	@ReadOperation
	public Map<String, Object> stoq() {
		return report.toMap();
	}

}
