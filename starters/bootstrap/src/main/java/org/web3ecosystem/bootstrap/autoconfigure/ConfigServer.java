package org.web3ecosystem.bootstrap.autoconfigure;

import org.springframework.util.ClassUtils;

/** Whether this process serves configuration to others instead of being a node. */
final class ConfigServer {

	static final String MARKER = "org.springframework.cloud.config.server.EnableConfigServer";

	private ConfigServer() {
	}

	static boolean isPresent() {
		return ClassUtils.isPresent(MARKER, ConfigServer.class.getClassLoader());
	}

}
