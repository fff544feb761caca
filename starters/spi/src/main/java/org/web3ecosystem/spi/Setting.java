package org.web3ecosystem.spi;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A setting by the name under which a person writes it, and what it may be.
 *
 * @param name of the property, such as {@code web3.stoq.max-connections}
 */
public record Setting(String name) {

	private static final String ACTION = "Change it where it is set, or leave it out for the default.";

	/**
	 * @throws SettingException unless it is one of these, or between them
	 */
	public void within(long value, long least, long most) {
		require(value >= least && value <= most, least + " to " + most + ", not " + value);
	}

	/**
	 * @throws SettingException unless it is one of these, or between them
	 */
	public void within(Duration value, Duration least, Duration most) {
		require(value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
				text(least) + " to " + text(most) + ", not " + text(value));
	}

	/**
	 * @param rule what follows "is" for a person who does not keep it
	 * @throws SettingException unless it is kept
	 */
	public void require(boolean kept, String rule) {
		if (!kept) {
			throw new SettingException(name + " is " + rule, null, ACTION);
		}
	}

	/** A value that could not be used, and why. */
	public SettingException refuse(RuntimeException why) {
		return refuse(why, ACTION);
	}

	/**
	 * A value that could not be used, and why.
	 * @param action what a person can write instead
	 */
	public SettingException refuse(RuntimeException why, String action) {
		return new SettingException(name + " cannot be used: " + why.getMessage(), why, action);
	}

	/** As it is written in a configuration file. */
	private static String text(Duration duration) {
		return (duration.getNano() == 0) ? duration.toString().substring("PT".length()).toLowerCase(Locale.ROOT)
				: TimeUnit.NANOSECONDS.toMillis(duration.toNanos()) + "ms";
	}

}
