package planted.web3ecosystem.stoq.autoconfigure;

import org.web3ecosystem.spi.transport.TransportProvider;

import org.springframework.context.annotation.Bean;

/** Publishes what only the table may seat. */
public abstract class TakesASeat {

	@Bean
	abstract TransportProvider transport();

}
