package com.example.greeting;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Greets over STOQ, and is greeted. */
@SpringBootApplication(proxyBeanMethods = false)
public class GreetingApplication {

	/** {@code --web3.node.home=…} is a directory that {@code init} made. */
	public static void main(String[] arguments) {
		SpringApplication.run(GreetingApplication.class, arguments);
	}

}
