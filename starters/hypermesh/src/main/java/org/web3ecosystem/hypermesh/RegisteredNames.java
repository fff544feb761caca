package org.web3ecosystem.hypermesh;

import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.hypermesh.name.LedgerNames;
import org.web3ecosystem.hypermesh.name.NameRefusal;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.NameRegistry;
import org.web3ecosystem.spi.discovery.ServiceRegistration;

/**
 * {@link LedgerNames} as others write them. What is changed here is bound to no component
 * any more, or the component would bring back what was there before.
 *
 * @param bound what is bound to a component
 */
public record RegisteredNames(LedgerNames names, BoundNames bound) implements NameRegistry {

	/** Something of this node came between, be it the end of a lease. */
	private static final Set<String> BETWEEN = Set.of(NameRefusal.NOT_NEWER.kind(), NameRefusal.NOT_REGISTERED.kind(),
			NameRefusal.NOT_THE_AUTHORS.kind());

	@Override
	public CompletionStage<Held> held(Name name) {
		return names.held(name);
	}

	@Override
	public CompletionStage<Void> replace(Held before, ServiceRegistration next) {
		return bound.release(before.name()).thenCompose(released -> done(names.register(before, next)));
	}

	@Override
	public CompletionStage<Void> withdraw(Held before) {
		return bound.release(before.name()).thenCompose(released -> done(names.withdraw(before)));
	}

	private static CompletionStage<Void> done(CompletionStage<Receipt> submitted) {
		return submitted.handle((receipt, failure) -> {
			if (failure == null) {
				return null;
			}
			Throwable cause = (failure instanceof CompletionException && failure.getCause() != null)
					? failure.getCause() : failure;
			if (cause instanceof RejectedException refused && refused.kind().filter(BETWEEN::contains).isPresent()) {
				throw RejectedException.of(CHANGED, String.valueOf(refused.getMessage()));
			}
			throw new CompletionException(cause);
		});
	}

}
