package com.example.shop;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Looks names of the federation up, in the two ways that applications do it. */
@RestController
class Shop {

	private final WebClient warehouse;

	Shop(WebClient.Builder clients, Environment environment) {
		this.warehouse = clients.baseUrl(environment.getProperty("shop.warehouse", "http://localhost:8080")).build();
	}

	/** By what the JDK itself does. */
	@GetMapping("/addresses/{host}")
	Mono<List<String>> addresses(@PathVariable String host) {
		return Mono
			.fromCallable(() -> Arrays.stream(InetAddress.getAllByName(host)).map(InetAddress::getHostAddress).toList())
			.subscribeOn(Schedulers.boundedElastic())
			.onErrorResume(UnknownHostException.class, unknown -> Mono.just(List.of()));
	}

	/** By the client that Spring Boot makes. */
	@GetMapping("/warehouse")
	Mono<String> warehouse() {
		return warehouse.get().uri("/actuator/health/liveness").retrieve().bodyToMono(String.class);
	}

}
