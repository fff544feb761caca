package org.web3ecosystem.stoq;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/** What one class logs, as level, words and keys. */
public final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {

	private final Logger logger;

	private final List<String> lines = new CopyOnWriteArrayList<>();

	public LogLines(Class<?> of) {
		logger = (Logger) LoggerFactory.getLogger(of);
		start();
		logger.setAdditive(false);
		logger.addAppender(this);
	}

	@Override
	protected void append(ILoggingEvent event) {
		lines.add(event.getLevel() + " " + event.getFormattedMessage() + " "
				+ event.getKeyValuePairs()
					.stream()
					.map(pair -> pair.key + "=" + pair.value)
					.collect(Collectors.joining(" ")));
	}

	/** So far. */
	public List<String> lines() {
		return lines;
	}

	@Override
	public void close() {
		logger.detachAppender(this);
		logger.setAdditive(true);
	}

}
