package com.example.shop;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Has a certificate of the federation and knows its names, with no code for either; see
 * application.yaml.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class ShopApplication {

	/** {@code --web3.node.home=…} is a directory that {@code join} made. */
	public static void main(String[] arguments) {
		SpringApplication.run(ShopApplication.class, arguments);
	}

}
