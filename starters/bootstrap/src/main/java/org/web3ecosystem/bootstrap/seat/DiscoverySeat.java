package org.web3ecosystem.bootstrap.seat;

import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;

import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.discovery.ServiceRegistration;

/**
 * The seat for names. Names go by zone first: other people's names are only for
 * {@code traditional}, and where that does not sit they are for nobody.
 */
final class DiscoverySeat implements ServiceDiscovery {

	private static final String TRADITIONAL = "traditional";

	private final FallbackChain<ServiceDiscovery> chain;

	private final Name zone;

	private final Function<String, NameFigures> figures;

	/**
	 * @param figures of an offer by its name
	 */
	DiscoverySeat(FallbackChain<ServiceDiscovery> chain, Name zone, Function<String, NameFigures> figures) {
		this.chain = chain;
		this.zone = zone;
		this.figures = figures;
	}

	@Override
	public CompletionStage<Resolution> resolve(Name asked) {
		Predicate<String> competent = offer -> asked.isWithin(zone) || offer.equals(TRADITIONAL);
		return chain.question((name, offer) -> figures.apply(name).measured(System.nanoTime(), offer.resolve(asked)),
				competent);
	}

	@Override
	public CompletionStage<Void> register(ServiceRegistration registration) {
		return chain.work((name, offer) -> offer.register(registration), any -> true);
	}

}
