package org.web3ecosystem.bootstrap.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which capabilities a component waits for, by phase. Those of phase 0 must be there
 * before it starts, in whatever phase the node resumes; those of a later phase before it
 * counts as ready in it.
 *
 * @param byComponent for each component one list per phase
 */
public record ServiceDependencies(Map<String, List<List<Capability>>> byComponent) {

	/** Nobody waits for anything. */
	public static final ServiceDependencies NONE = new ServiceDependencies(Map.of());

	public ServiceDependencies {
		Map<String, List<List<Capability>>> copy = new LinkedHashMap<>();
		byComponent.forEach((component, phases) -> copy.put(component, phases.stream().map(List::copyOf).toList()));
		byComponent = java.util.Collections.unmodifiableMap(copy);
	}

	public List<Capability> of(String component, int phase) {
		List<List<Capability>> phases = byComponent.get(component);
		return phases == null ? List.of() : phases.get(phase);
	}

	/**
	 * What must be there before a component starts. Where self-signed identities do not
	 * count any more, the transport itself waits for a certificate, so nobody can wait
	 * for the transport: authority and ledger come up on what they have on disk.
	 */
	public List<Capability> toStart(String component, Marks marks) {
		List<Capability> first = of(component, 0);
		return marks.refusesSelfSigned()
				? first.stream().filter(capability -> capability != Capability.STOQ_TRANSPORT).toList() : first;
	}

	/**
	 * A wait that can never end: capabilities first provided in one phase that need each
	 * other in it, in order, the first one again at the end.
	 */
	public Optional<List<Capability>> cycle() {
		for (Capability start : Capability.values()) {
			List<Capability> path = new ArrayList<>(List.of(start));
			if (leadsBack(start, path)) {
				return Optional.of(path);
			}
		}
		return Optional.empty();
	}

	/** Depth-first; a path visits a capability once, so there are few. */
	private boolean leadsBack(Capability start, List<Capability> path) {
		Capability last = path.getLast();
		for (Capability needed : of(last.component(), last.from())) {
			if (needed.from() != start.from()) {
				continue;
			}
			boolean closes = needed == start;
			if (closes || !path.contains(needed)) {
				path.add(needed);
				if (closes || leadsBack(start, path)) {
					return true;
				}
				path.removeLast();
			}
		}
		return false;
	}

}
