package org.web3ecosystem.platform;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The fat jar's main class. */
@SpringBootApplication
public class PlatformApplication {

	public static void main(String[] arguments) {
		SpringApplication.run(PlatformApplication.class, arguments);
	}

}
