package org.web3ecosystem.bootstrap.actuate;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

import org.web3ecosystem.bootstrap.monitor.NodeLog;

/** The conversion word {@code %web3}: node name, id and phase of a log line. */
public final class NodeConverter extends ClassicConverter {

	private static final String WORD = "web3";

	/** The level with the node beside it, as {@code logging.pattern.level}. */
	public static final String LEVEL_PATTERN = "%5p [%" + WORD + "]";

	/** Made by Logback. */
	public NodeConverter() {
	}

	/** Makes the word known to every pattern that is parsed from now on. */
	public static void register() {
		PatternLayout.DEFAULT_CONVERTER_SUPPLIER_MAP.put(WORD, NodeConverter::new);
	}

	@Override
	public String convert(ILoggingEvent event) {
		NodeLog node = NodeLog.of(event.getThreadName());
		return node == null ? NodeLog.NOBODY : node.name() + " " + node.id() + " phase=" + node.phase();
	}

}
