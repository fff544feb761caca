package org.web3ecosystem.hypermesh.autoconfigure;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.web3ecosystem.hypermesh.autoconfigure.Problems.BadRequestException;
import org.web3ecosystem.hypermesh.roster.EmergencyOrder;

/**
 * A line about emergency mode: {@code emergency for 1h}, which begins when it is decided,
 * {@code emergency over}, {@code emergency for 1h when 1 isolated}, which begins by
 * itself each time that evidence isolates one more, or {@code emergency never}, by which
 * it does so no more.
 */
final class EmergencyLine {

	private static final Pattern FORM = Pattern
		.compile("emergency for ([0-9]{1,5})([smh])(?: when ([0-9]{1,4}) isolated)?");

	private EmergencyLine() {
	}

	static boolean isOne(String line) {
		return line.strip().startsWith("emergency");
	}

	/**
	 * @throws BadRequestException if it has another form or asks for too much time
	 */
	static EmergencyOrder parse(String line) {
		String plain = line.strip().replaceAll(" +", " ");
		if (plain.equals("emergency over")) {
			return new EmergencyOrder.Leave();
		}
		if (plain.equals("emergency never")) {
			return new EmergencyOrder.Disarm();
		}
		Matcher form = FORM.matcher(plain);
		if (!form.matches()) {
			throw new BadRequestException(
					"a line about emergency mode is 'emergency for <n>s|m|h [when <n> isolated]', "
							+ "'emergency over' or 'emergency never', not '" + line + "'");
		}
		try {
			Duration length = Duration.parse("PT" + form.group(1) + form.group(2));
			return form.group(3) == null ? new EmergencyOrder.Enter(length)
					: new EmergencyOrder.Arm(length, Integer.parseInt(form.group(3)));
		}
		catch (IllegalArgumentException | DateTimeException impossible) {
			throw new BadRequestException("'" + line + "': " + impossible.getMessage());
		}
	}

}
