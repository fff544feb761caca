package org.web3ecosystem.platform.client;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
			out.println(PRETTY.writeValueAsString(document));
			return;
		}
		List<Map.Entry<String, JsonNode>> tables = new ArrayList<>();
		int width = document.properties().stream().mapToInt(field -> field.getKey().length()).max().orElse(0);
		document.properties().forEach(field -> {
			if (isTable(field.getValue())) {
				tables.add(field);
			}
			else {
				out.println(pad(field.getKey(), width) + "  " + text(field.getValue()));
			}
		});
		tables.forEach(table -> {
			out.println();
			out.println(table.getKey());
			table(table.getValue());
		});
	}

	private static boolean isTable(JsonNode value) {
		return value.isArray() && !value.isEmpty() && value.get(0).isObject();
	}

	private void table(JsonNode rows) {
		List<String> columns = rows.get(0).propertyNames().stream().toList();
		List<List<String>> cells = new ArrayList<>(List.of(columns));
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
		String text = value.isString() ? value.stringValue() : value.toString();
		StringBuilder plain = new StringBuilder();
		text.codePoints()
			.limit(WIDEST * 4L)
			.map(point -> Character.isISOControl(point) || Character.getType(point) == Character.FORMAT ? '?' : point)
			.forEach(plain::appendCodePoint);
		return plain.toString();
	}

	private static String pad(String text, int width) {
		return text + " ".repeat(Math.max(0, width - text.length()));
	}

}
