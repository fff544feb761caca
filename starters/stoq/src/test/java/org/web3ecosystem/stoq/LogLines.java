package org.web3ecosystem.stoq;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/** What is logged, as level, words and keys. */
public final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {

	private final Logger logger;

	private final List<String> lines = new CopyOnWriteArrayList<>();

	public LogLines(Class<?> of) {
		this(of.getName());
	}

	/** What all of a name log. */
	public LogLines(String name) {
		logger = (Logger) LoggerFactory.getLogger(name);
		start();
		logger.setAdditive(false);
		logger.addAppender(this);
	}

	@Override
	protected void append(ILoggingEvent event) {
		lines.add(event.getLevel() + " " + event.getFormattedMessage() + " "
				+ Optional.ofNullable(event.getKeyValuePairs())
					.stream()
					.flatMap(List::stream)
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
