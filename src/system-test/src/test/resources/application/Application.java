import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Somebody's application: it has our starters on its class path and does nothing about
 * names. It says what a host's addresses are to it, and fetches what it is told to.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class Application {

	public static void main(String[] arguments) {
		SpringApplication.run(Application.class, arguments);
	}

	@Bean
	RouterFunction<ServerResponse> says(WebClient.Builder webClient) {
		WebClient client = webClient.build();
		return RouterFunctions.route()
			.GET("/addresses/{host}",
					request -> Mono.fromCallable(() -> addresses(request.pathVariable("host")))
						.subscribeOn(Schedulers.boundedElastic())
						.flatMap(addresses -> ServerResponse.ok().bodyValue(addresses))
						.onErrorResume(failure -> ServerResponse.badRequest().bodyValue(failure.toString())))
			.GET("/fetched",
					request -> client.get()
						.uri(request.queryParam("url").orElseThrow())
						.retrieve()
						.bodyToMono(String.class)
						.flatMap(body -> ServerResponse.ok().bodyValue(body))
						.onErrorResume(failure -> ServerResponse.badRequest().bodyValue(failure.toString())))
			.build();
	}

	private static String addresses(String host) throws Exception {
		List<String> addresses = Arrays.stream(InetAddress.getAllByName(host)).map(InetAddress::getHostAddress).toList();
		return String.join(" ", addresses);
	}

}
