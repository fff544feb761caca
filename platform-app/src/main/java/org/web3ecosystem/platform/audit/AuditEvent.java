package org.web3ecosystem.platform.audit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.web3ecosystem.platform.access.Caller;

/** What a record says happened. No event has a body, a header or a query in it. */
sealed interface AuditEvent {

	/** The longest text of a record, in characters; what is longer is cut. */
	int MAX_TEXT = 512;

	/** A write was let in; it is carried out after this is on disk. */
	record Begun(Caller caller, String method, String path) implements AuditEvent {
	}

	/**
	 * A write was answered. One that has no such record was cut off: nobody knows.
	 *
	 * @param write number of the record that says it begun
	 * @param transaction that carried it to the ledger, if the answer named one
	 */
	record Ended(long write, int status, String outcome, Optional<String> transaction) implements AuditEvent {
	}

	/**
	 * A write was not let in.
	 *
	 * @param unrecorded how many more there were since the record before of this kind
	 */
	record Refused(Caller caller, String method, String path, int status, String reason,
			long unrecorded) implements AuditEvent {
	}

	/**
	 * The node was started.
	 *
	 * @param found what was wrong with the records, empty if nothing
	 */
	record Opened(String found) implements AuditEvent {
	}

	/** As members of a JSON object. */
	default Map<String, Object> json() {
		Map<String, Object> json = new LinkedHashMap<>();
		switch (this) {
			case Begun(Caller caller, String method, String path) -> {
				json.put("event", "begun");
				request(json, caller, method, path);
			}
			case Ended(long write, int status, String outcome, Optional<String> transaction) -> {
				json.put("event", "ended");
				json.put("write", write);
				json.put("status", status);
				json.put("outcome", text(outcome));
				transaction.ifPresent(id -> json.put("transaction", text(id)));
			}
			case Refused(Caller caller, String method, String path, int status, String reason, long unrecorded) -> {
				json.put("event", "refused");
				request(json, caller, method, path);
				json.put("status", status);
				json.put("reason", text(reason));
				if (unrecorded > 0) {
					json.put("unrecorded", unrecorded);
				}
			}
			case Opened(String found) -> {
				json.put("event", "opened");
				json.put("found", text(found));
			}
		}
		return json;
	}

	private static void request(Map<String, Object> json, Caller caller, String method, String path) {
		json.put("role", caller.role().text());
		caller.serial().ifPresent(serial -> json.put("certificate", text(serial)));
		json.put("from", text(caller.address()));
		json.put("method", text(method));
		json.put("path", text(path));
	}

	/** No control character gets in, and nothing long. */
	private static String text(String text) {
		String clean = text.replaceAll("\\p{C}", "?");
		return clean.length() <= MAX_TEXT ? clean : clean.substring(0, MAX_TEXT - 1) + "…";
	}

}
