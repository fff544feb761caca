package org.web3ecosystem.trustchain.acme;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.health.Criterion.Finding;
import org.web3ecosystem.trustchain.acme.store.StoreDesk;

/**
 * Whether this node serves ACME. One that joined has no authority and need not.
 *
 * @param node this node
 * @param store absent where nobody asks for ACME over HTTPS
 * @param authority whether this node issues now
 */
public record AcmeServed(Node node, Supplier<Optional<StoreDesk>> store,
		BooleanSupplier authority) implements Supplier<Finding> {

	@Override
	public Finding get() {
		Optional<StoreDesk> desk = store.get();
		if (desk.isEmpty()) {
			return Finding.waitingFor("the ACME server, which this process does not have: "
					+ "web3.trustchain.acme.enabled, in a reactive web application");
		}
		Optional<String> fault = desk.get().fault();
		if (fault.isPresent()) {
			return Finding.waitingFor(fault.get());
		}
		if (!node.isValidator()) {
			return Finding.met("certificates are ordered from the validators, which have an authority");
		}
		return authority.getAsBoolean() ? Finding.met("certificates are ordered at /acme/directory")
				: Finding.waitingFor("this node's authority");
	}

}
