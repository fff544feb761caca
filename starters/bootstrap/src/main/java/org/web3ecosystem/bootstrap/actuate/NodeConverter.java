package org.web3ecosystem.bootstrap.actuate;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

import org.web3ecosystem.bootstrap.monitor.NodeLog;

/** The conversion word {@code %web3}: node name, id and phase of a log line. */
public final class NodeConverter extends ClassicConverter {

	private static final String WORD = "web3";

	private static final String TIME = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX}";

	/** A line with its node, and the key-value pairs behind the message. */
	public static final String PATTERN = TIME + " %5p [%" + WORD + "] [%t] %logger{36}: %msg %kvp%n";

	/** The same with colours where there are any. */
	public static final String CONSOLE_PATTERN = "%clr(" + TIME + "){faint} %clr(%5p) [%" + WORD
			+ "] %clr([%t]){faint} %clr(%logger{36}){cyan}: %msg %kvp%n%wEx";

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
