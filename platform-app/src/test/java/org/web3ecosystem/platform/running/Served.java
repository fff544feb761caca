package org.web3ecosystem.platform.running;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.springframework.context.ApplicationContext;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;
import org.web3ecosystem.platform.api.Route;

/** All that a started application answers, wherever it was declared. */
final class Served {

	private Served() {
	}

	/** By router functions. */
	static List<Route> functional(ApplicationContext context) {
		return context.getBeansOfType(RouterFunction.class)
			.values()
			.stream()
			.flatMap(routes -> Route.of(routes).stream())
			.toList();
	}

	/** By Actuator and by controllers. */
	static List<Route> mapped(ApplicationContext context) {
		List<Route> mapped = new ArrayList<>();
		context.getBeansOfType(RequestMappingInfoHandlerMapping.class)
			.values()
			.forEach(mapping -> mapping.getHandlerMethods().keySet().forEach(info -> mapped.addAll(routes(info))));
		return mapped;
	}

	/** Files of the dashboard. */
	static List<Route> files() throws IOException {
		Path folder = Path.of("src/main/resources/static");
		try (Stream<Path> files = Files.walk(folder)) {
			return files.filter(Files::isRegularFile)
				.map(file -> new Route("GET", "/" + folder.relativize(file)))
				.toList();
		}
	}

	private static List<Route> routes(RequestMappingInfo info) {
		List<String> methods = info.getMethodsCondition().getMethods().isEmpty() ? List.of("GET", "POST")
				: info.getMethodsCondition().getMethods().stream().map(Enum::name).toList();
		Set<org.springframework.web.util.pattern.PathPattern> patterns = info.getPatternsCondition().getPatterns();
		return patterns.stream()
			.flatMap(pattern -> methods.stream().map(method -> new Route(method, pattern.getPatternString())))
			.toList();
	}

}
