package org.web3ecosystem.trustchain.ca;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;

/** The openssl of this machine; a test that needs it is skipped where there is none. */
public final class OpenSsl {

	private OpenSsl() {
	}

	public static void assumePresent() throws IOException, InterruptedException {
		boolean present;
		try {
			present = run("version").startsWith("0 ");
		}
		catch (IOException missing) {
			present = false;
		}
		if (!present && System.getenv("WEB3_REQUIRE_PEERS") != null) {
			throw new IllegalStateException("openssl is missing and WEB3_REQUIRE_PEERS is set");
		}
		Assumptions.assumeTrue(present, "openssl is not installed");
	}

	/** Exit code, a blank and everything the command printed. */
	public static String run(String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of("openssl"));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		process.getOutputStream().close();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (!process.waitFor(20, TimeUnit.SECONDS)) {
			process.destroyForcibly();
			throw new IllegalStateException("openssl does not end");
		}
		return process.exitValue() + " " + output;
	}

}
