package org.web3ecosystem.hashgraph.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.hiero.consensus.gossip.impl.network.connection.NotConnectedConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class StoppedGossipTests {

	private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

	private final Logger logger = context
		.getLogger("org.hiero.consensus.concurrent.framework.config.AbstractThreadConfiguration");

	private final List<String> logged = new ArrayList<>();

	private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

		@Override
		protected void append(ILoggingEvent event) {
			logged.add(event.getMessage());
		}

	};

	@BeforeEach
	void listen() {
		StoppedGossip.install();
		StoppedGossip.install();
		appender.setContext(context);
		appender.start();
		logger.addAppender(appender);
	}

	@AfterEach
	void leave() {
		logger.detachAppender(appender);
		context.getTurboFilterList().removeIf(StoppedGossip.class::isInstance);
	}

	@Test
	void theEndOfAThreadThatWaitedForAPeerIsNotLogged() {
		Throwable ofTheEngine = catchThrowable(() -> NotConnectedConnection.getSingleton().getDis());
		assertThat(ofTheEngine).isInstanceOf(UnsupportedOperationException.class);

		logger.error("exception on thread", ofTheEngine);

		assertThat(logged).isEmpty();
	}

	@Test
	void everyOtherFailureOfAThreadIs() {
		logger.error("another", new UnsupportedOperationException());
		logger.error("none");

		assertThat(logged).containsExactly("another", "none");
		assertThat(context.getTurboFilterList()).filteredOn(StoppedGossip.class::isInstance).hasSize(1);
	}

}
