package org.web3ecosystem.platform.client;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.web3ecosystem.spi.PlainText;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Prints a document: as JSON, or for people, fields in a column, lists of objects as
 * tables, objects in objects indented; so are objects in a list that have tables of their
 * own. Nothing a document holds can steer a terminal.
 */
final class Printer {

	private static final JsonMapper JSON = new JsonMapper();

	private static final ObjectWriter PRETTY = JSON.writerWithDefaultPrettyPrinter();

	/** In characters; what is longer is cut, and says so. */
	private static final int WIDEST = 256;

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
		fields(document, "");
	}

	private void fields(JsonNode document, String indent) {
		List<Map.Entry<String, JsonNode>> below = new ArrayList<>();
		int width = document.properties().stream().mapToInt(field -> field.getKey().length()).max().orElse(0);
		document.properties().forEach(field -> {
			if (isTable(field.getValue()) || isDocument(field.getValue())) {
				below.add(field);
			}
			else {
				out.println(indent + pad(shown(field.getKey()), width) + "  " + text(field.getValue()));
			}
		});
		below.forEach(field -> {
			out.println();
			out.println(indent + shown(field.getKey()));
			if (!isTable(field.getValue())) {
				fields(field.getValue(), indent + "  ");
			}
			else if (field.getValue().valueStream().flatMap(JsonNode::valueStream).anyMatch(Printer::isTable)) {
				oneByOne(field.getValue(), indent + "  ");
			}
			else {
				table(field.getValue(), indent);
			}
		});
	}

	private static boolean isDocument(JsonNode value) {
		return value.isObject() && !value.isEmpty();
	}

	private static boolean isTable(JsonNode value) {
		return value.isArray() && !value.isEmpty() && value.get(0).isObject();
	}

	private void oneByOne(JsonNode rows, String indent) {
		for (int i = 0; i < rows.size(); i++) {
			if (i > 0) {
				out.println();
			}
			fields(rows.get(i), indent);
		}
	}

	private void table(JsonNode rows, String indent) {
		Set<String> columns = new LinkedHashSet<>();
		rows.forEach(row -> columns.addAll(row.propertyNames()));
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
			StringBuilder line = new StringBuilder(indent);
			for (int i = 0; i < widths.length; i++) {
				line.append("  ").append(pad(row.get(i), widths[i]));
			}
			out.println(line.toString().stripTrailing());
		});
	}

	private static String text(JsonNode value) {
		return shown(plain(value));
	}

	/** Words in a list and small documents in a cell, without what is for programs. */
	private static String plain(JsonNode value) {
		if (value.isString()) {
			return value.stringValue();
		}
		if (value.isArray()) {
			return value.valueStream().map(Printer::plain).collect(Collectors.joining(", "));
		}
		if (value.isObject()) {
			return value.propertyStream()
				.map(field -> field.getKey() + " " + plain(field.getValue()))
				.collect(Collectors.joining(", "));
		}
		return value.toString();
	}

	private static String shown(String text) {
		int points = text.codePointCount(0, text.length());
		int end = text.offsetByCodePoints(0, Math.min(WIDEST, points));
		return PlainText.shown(text.substring(0, end)) + (points > WIDEST ? "…" : "");
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
