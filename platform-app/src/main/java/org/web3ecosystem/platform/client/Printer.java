package org.web3ecosystem.platform.client;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.web3ecosystem.spi.PlainText;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Prints a document: as JSON, or for people, fields in a column and lists of objects as
 * tables. Nothing a document holds can steer a terminal.
 */
final class Printer {

	private static final JsonMapper JSON = new JsonMapper();

	private static final ObjectWriter PRETTY = JSON.writerWithDefaultPrettyPrinter();

	private static final int WIDEST = 64;

	private final PrintStream out;

	private final boolean json;

	Printer(PrintStream out, boolean json) {
		this.out = out;
		this.json = json;
	}

	void printText(String document) {
		print(JSON.readTree(document));
	}

	void print(JsonNode document) {
		if (json) {
			out.println(escaped(PRETTY.writeValueAsString(document)));
			return;
		}
		List<Map.Entry<String, JsonNode>> tables = new ArrayList<>();
		int width = document.properties().stream().mapToInt(field -> field.getKey().length()).max().orElse(0);
		document.properties().forEach(field -> {
			if (isTable(field.getValue())) {
				tables.add(field);
			}
			else {
				out.println(pad(shown(field.getKey()), width) + "  " + text(field.getValue()));
			}
		});
		tables.forEach(table -> {
			out.println();
			out.println(shown(table.getKey()));
			table(table.getValue());
		});
	}

	private static boolean isTable(JsonNode value) {
		return value.isArray() && !value.isEmpty() && value.get(0).isObject();
	}

	private void table(JsonNode rows) {
		List<String> columns = rows.get(0).propertyNames().stream().toList();
		List<List<String>> cells = new ArrayList<>();
		cells.add(columns.stream().map(Printer::shown).toList());
		rows.forEach(row -> cells
			.add(columns.stream().map(column -> row.has(column) ? text(row.get(column)) : "").toList()));
		int[] widths = new int[columns.size()];
		cells.forEach(row -> {
			for (int i = 0; i < widths.length; i++) {
				widths[i] = Math.max(widths[i], row.get(i).length());
			}
		});
		cells.forEach(row -> {
			StringBuilder line = new StringBuilder();
			for (int i = 0; i < widths.length; i++) {
				line.append("  ").append(pad(row.get(i), widths[i]));
			}
			out.println(line.toString().stripTrailing());
		});
	}

	private static String text(JsonNode value) {
		return shown(value.isString() ? value.stringValue() : value.toString());
	}

	private static String shown(String text) {
		int end = text.offsetByCodePoints(0, Math.min(WIDEST * 4, text.codePointCount(0, text.length())));
		return PlainText.shown(text.substring(0, end));
	}

	/** What JSON allows to stand as it is inside a string, and a terminal acts on. */
	private static String escaped(String json) {
		StringBuilder escaped = new StringBuilder(json.length());
		json.codePoints().forEach(point -> {
			if (point == '\n' || point == '\r' || !PlainText.isRefused(point)) {
				escaped.appendCodePoint(point);
			}
			else {
				for (char unit : Character.toChars(point)) {
					escaped.append("\\u%04x".formatted((int) unit));
				}
			}
		});
		return escaped.toString();
	}

	private static String pad(String text, int width) {
		return text + " ".repeat(Math.max(0, width - text.length()));
	}

}
