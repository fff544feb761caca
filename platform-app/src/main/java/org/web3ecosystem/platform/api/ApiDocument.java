package org.web3ecosystem.platform.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.web3ecosystem.platform.access.Resource;
import org.web3ecosystem.platform.access.Role;
import org.web3ecosystem.platform.access.Verb;
import org.web3ecosystem.platform.access.Where;

/**
 * The description of what a node answers: the parts put together, without what this node
 * does not serve, with what the edge adds to every operation: who may do it, by the
 * table, and what it answers itself.
 */
final class ApiDocument {

	private static final Map<String, Object> PROBLEM = Map.of("$ref", "#/components/responses/Problem");

	private static final List<String> ANY = List.of("400");

	private static final List<String> REFUSED = List.of("401", "403");

	/** From the idempotency key, and the record without which there is no write. */
	private static final List<String> WRITTEN = List.of("409", "422", "503");

	private final Map<String, Object> document = new LinkedHashMap<>();

	private final List<Object> tags = new ArrayList<>();

	private final Map<String, Object> paths = new TreeMap<>();

	private final Map<String, Map<String, Object>> components = new TreeMap<>();

	private final Collection<Route> served;

	private ApiDocument(Collection<Route> served) {
		this.served = served;
	}

	/**
	 * @param parts one of which says {@code openapi} and {@code info}
	 * @param served what this node answers
	 * @throws IllegalArgumentException if two parts describe the same thing
	 */
	static Map<String, Object> of(List<Map<String, Object>> parts, Collection<Route> served) {
		ApiDocument merged = new ApiDocument(served);
		parts.forEach(merged::add);
		merged.document.put("tags", merged.tags);
		merged.document.put("paths", merged.paths);
		merged.document.put("components", merged.components);
		return merged.document;
	}

	private void add(Map<String, Object> part) {
		part.forEach((name, value) -> {
			switch (name) {
				case "tags" -> tags.addAll((List<?>) value);
				case "paths" -> Fragments.object(value).forEach((path, item) -> path(path, Fragments.object(item)));
				case "components" -> Fragments.object(value)
					.forEach((kind, all) -> Fragments.object(all)
						.forEach((key, one) -> once(components.computeIfAbsent(kind, absent -> new TreeMap<>()), key,
								one)));
				default -> once(document, name, value);
			}
		});
	}

	private void path(String path, Map<String, Object> item) {
		Map<String, Object> operations = new LinkedHashMap<>();
		item.forEach((method, operation) -> {
			if (served.contains(new Route(method.toUpperCase(Locale.ROOT), path))) {
				operations.put(method, operation(method, path, Fragments.object(operation)));
			}
		});
		if (!operations.isEmpty()) {
			once(paths, path, operations);
		}
	}

	private static Map<String, Object> operation(String method, String path, Map<String, Object> described) {
		Resource resource = Resource.of(path);
		Verb verb = Verb.of(method);
		Map<String, Object> operation = new LinkedHashMap<>(described);
		Map<String, Object> responses = new TreeMap<>(Fragments.object(described, "responses"));
		ANY.forEach(status -> responses.putIfAbsent(status, PROBLEM));
		if (verb == Verb.WRITE || resource.cell(Role.READER, verb) != Where.ANYWHERE) {
			REFUSED.forEach(status -> responses.putIfAbsent(status, PROBLEM));
		}
		if (verb == Verb.WRITE) {
			WRITTEN.forEach(status -> responses.putIfAbsent(status, PROBLEM));
			List<Object> parameters = new ArrayList<>((List<?>) described.getOrDefault("parameters", List.of()));
			parameters.add(Map.of("$ref", "#/components/parameters/IdempotencyKey"));
			operation.put("parameters", parameters);
		}
		operation.put("responses", responses);
		access(operation, resource, verb);
		return operation;
	}

	private static void access(Map<String, Object> operation, Resource resource, Verb verb) {
		Map<String, Object> access = new LinkedHashMap<>();
		for (Role role : Role.values()) {
			Where where = resource.cell(role, verb);
			if (where != Where.NOWHERE) {
				access.put(role.text(), where.text());
			}
		}
		boolean without = access.keySet().stream().anyMatch(role -> !role.equals(Role.OPERATOR.text()));
		operation.put("security",
				without ? List.of(Map.of(), Map.of("operator", List.of())) : List.of(Map.of("operator", List.of())));
		operation.put("x-access", access);
	}

	private static void once(Map<String, Object> all, String name, Object value) {
		if (all.putIfAbsent(name, value) != null) {
			throw new IllegalArgumentException("two parts of the description have '" + name + "'");
		}
	}

}
