package org.web3ecosystem.bench.trust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code openssl speed} needs for a signature on P-256, by processor time of one
 * thread.
 *
 * @param sign seconds
 * @param verify seconds
 */
record OpenSslSpeed(double sign, double verify) {

	/** {@code -mr}: number, bits, signatures a second, verifications a second. */
	private static final Pattern LINE = Pattern.compile("\\+F4:\\d+:256:([0-9.e+-]+):([0-9.e+-]+)");

	/** Empty, and a line that says why, if there is no {@code openssl}. */
	static Optional<OpenSslSpeed> measure(int seconds) throws InterruptedException {
		try {
			Process speed = new ProcessBuilder("openssl", "speed", "-mr", "-seconds", Integer.toString(seconds),
					"ecdsap256")
				.redirectError(ProcessBuilder.Redirect.DISCARD)
				.start();
			String told = new String(speed.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
			Matcher line = LINE.matcher(told);
			if (speed.waitFor() == 0 && line.find()) {
				return Optional
					.of(new OpenSslSpeed(1 / Double.parseDouble(line.group(1)), 1 / Double.parseDouble(line.group(2))));
			}
			System.out.println("Without openssl: it did not say how fast it is.");
		}
		catch (IOException none) {
			System.out.println("Without openssl: " + none.getMessage());
		}
		return Optional.empty();
	}

}
