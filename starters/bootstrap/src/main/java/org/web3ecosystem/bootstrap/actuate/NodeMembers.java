package org.web3ecosystem.bootstrap.actuate;

import ch.qos.logback.classic.spi.ILoggingEvent;

import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.logging.structured.StructuredLoggingJsonMembersCustomizer;

import org.web3ecosystem.bootstrap.monitor.NodeLog;

/** Node and phase as members of structured log lines. */
public final class NodeMembers implements StructuredLoggingJsonMembersCustomizer<ILoggingEvent> {

	@Override
	public void customize(JsonWriter.Members<ILoggingEvent> members) {
		members.add("web3.node", event -> {
			NodeLog node = NodeLog.of(event.getThreadName());
			return node == null ? NodeLog.NOBODY : node.id();
		});
		members.add("web3.phase", event -> {
			NodeLog node = NodeLog.of(event.getThreadName());
			return node == null ? NodeLog.NOBODY : node.phase();
		});
	}

}
