package org.web3ecosystem.bootstrap.autoconfigure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

import org.web3ecosystem.bootstrap.served.ServedCopy;
import org.web3ecosystem.bootstrap.served.ServedTable;
import org.web3ecosystem.bootstrap.served.TableWatch;
import org.web3ecosystem.bootstrap.table.PhaseTable;
import org.web3ecosystem.bootstrap.table.TableInForce;
import org.web3ecosystem.bootstrap.toml.InvalidTableException;
import org.web3ecosystem.bootstrap.toml.Problem;

/**
 * Takes a served table while the node runs, in the place that it has among the node's
 * settings: what is stronger there stays so.
 */
final class ServedTaker implements TableWatch.Taker {

	private final ServedResource resource;

	private final MutablePropertySources settings;

	private final TableInForce table;

	private final @Nullable ServedCopy copy;

	ServedTaker(ServedResource resource, ConfigurableEnvironment environment, TableInForce table) {
		this.resource = resource;
		this.settings = environment.getPropertySources();
		this.table = table;
		this.copy = (resource.home() == null) ? null : new ServedCopy(resource.home());
	}

	@Override
	public List<String> refusals(ServedTable served) {
		try {
			return table.refusals(with(served));
		}
		catch (InvalidTableException impossible) {
			return impossible.problems().stream().map(Problem::toString).toList();
		}
	}

	/** Kept first: what a node goes by it does not forget. */
	@Override
	public boolean take(ServedTable served) throws IOException {
		PhaseTable next = with(served);
		boolean other = !next.equals(table.now());
		keep(served);
		table.follow(next);
		settings.replace(resource.toString(), ServedSource.of(resource, served));
		return other;
	}

	private void keep(ServedTable served) throws IOException {
		if (copy != null && copy.read().filter(kept -> Arrays.equals(kept.text(), served.text())).isEmpty()) {
			copy.write(served);
		}
	}

	private PhaseTable with(ServedTable served) {
		ServedSource source = ServedSource.of(resource, served);
		source.requirePossible();
		List<PropertySource<?>> all = new ArrayList<>();
		settings.forEach(one -> all.add(one instanceof ServedSource && one.equals(source) ? source : one));
		return ServedSource.table(all);
	}

}
