package org.web3ecosystem.platform.edge;

import java.time.InstantSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.web3ecosystem.platform.audit.AuditLog;
import org.web3ecosystem.platform.audit.AuditRoutes;
import org.web3ecosystem.platform.audit.AuditTrail;
import org.web3ecosystem.platform.audit.AuditTree;
import org.web3ecosystem.spi.Node;
import tools.jackson.databind.json.JsonMapper;

/** The record of writes, in {@code audit/} of the node's home. */
@Configuration(proxyBeanMethods = false)
class AuditConfiguration {

	@Bean(initMethod = "start")
	AuditLog auditLog(Node node, EdgeProperties properties, JsonMapper json) {
		return new AuditLog(node.name(), node.home().resolve("audit"), properties.audit().fileSize().toBytes(),
				properties.audit().files(), InstantSource.system(), json);
	}

	@Bean
	AuditTrail auditTrail(AuditLog log, EdgeProperties properties, JsonMapper json) {
		return new AuditTrail(log, properties.audit().refusalsPerSecond(), InstantSource.system(), json);
	}

	@Bean(initMethod = "start")
	AuditTree auditTree(Node node, AuditLog log) {
		return new AuditTree(node.name(), log, node.home().resolve("audit").resolve("tree"),
				node.name() + ".node." + node.genesis().zone() + "/audit");
	}

	@Bean
	RouterFunction<ServerResponse> auditRoutes(AuditLog log, AuditTree tree) {
		return new AuditRoutes(log, tree).routes();
	}

}
