package org.web3ecosystem.spi;

import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * Why something failed, in words for a person: no name of a Java class, no wrapper that a
 * stage put around it.
 */
public final class Reason {

	private Reason() {
	}

	/** Why a failure came about; never empty. */
	public static String of(Throwable failure) {
		return switch (cause(failure)) {
			case FileSystemException file -> of(file);
			case Throwable cause -> message(cause);
		};
	}

	/** What lies under the wrappers that stages put around a failure. */
	public static Throwable cause(Throwable failure) {
		Throwable cause = failure;
		while ((cause instanceof CompletionException || cause instanceof ExecutionException)
				&& cause.getCause() != null) {
			cause = cause.getCause();
		}
		return cause;
	}

	/** These have the file's name for a message. */
	private static String of(FileSystemException failure) {
		String what = switch (failure) {
			case NoSuchFileException absent -> "it is not there";
			case AccessDeniedException denied -> "permission denied";
			case FileAlreadyExistsException there -> "it is there already";
			case DirectoryNotEmptyException filled -> "it is not empty";
			case NotDirectoryException file -> "it is no directory";
			default -> words(failure);
		};
		return Objects.requireNonNullElse(failure.getFile(), "a file") + ": "
				+ Objects.requireNonNullElse(failure.getReason(), what);
	}

	private static String message(Throwable cause) {
		String message = cause.getMessage();
		return message == null || message.isBlank() ? words(cause) : message;
	}

	/** {@code TimeoutException} is a timeout. */
	private static String words(Throwable cause) {
		String name = cause.getClass().getSimpleName().replaceFirst("(Exception|Error)$", "");
		return name.isEmpty() ? "no reason given"
				: name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
	}

}
