package org.web3ecosystem.bootstrap.toml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.bootstrap.table.CertMode;
import org.web3ecosystem.bootstrap.table.ConsensusMode;
import org.web3ecosystem.bootstrap.table.DnsMode;
import org.web3ecosystem.bootstrap.table.PhaseRow;
import org.web3ecosystem.bootstrap.table.PhaseTable;

/**
 * Translates a table into property documents: a common one with everything under
 * {@code web3.phases} and, under {@code web3.offers}, whether some phase names an offer;
 * then one per phase with that phase's row under {@code web3.phase}.
 */
public final class Documents {

	/** Where the table is in the environment. */
	public static final String PHASES = "web3.phases";

	/** Where the row of the phase a node starts in is. */
	public static final String PHASE = "web3.phase";

	/** Where it says whether some phase names an offer. */
	public static final String OFFERS = "web3.offers";

	private Documents() {
	}

	/**
	 * @param profile the profile the document is for, null for the common one
	 * @param properties in the order of the file
	 */
	public record Document(@Nullable String profile, Map<String, Property> properties) {
	}

	/**
	 * @param value string, number or boolean
	 * @param line of the file
	 */
	public record Property(Object value, int line) {
	}

	/** The profile of a phase. */
	public static String profile(int phase) {
		return "phase-" + phase;
	}

	public static List<Document> of(BootstrapToml toml) {
		List<Document> documents = new ArrayList<>();
		documents.add(common(toml));
		for (int phase = 0; phase < PhaseRow.COUNT; phase++) {
			documents.add(phase(toml, phase));
		}
		return documents;
	}

	private static Document common(BootstrapToml toml) {
		Map<String, Property> properties = new LinkedHashMap<>();
		properties.put(PHASES + ".current-phase",
				new Property(toml.table().initialPhase(), toml.lines().of("phases.current_phase")));
		toml.tree().forEach((key, value) -> {
			if (!key.equals("phases")) {
				flatten(PHASES + "." + kebab(key), key, value, toml.lines(), properties);
			}
		});
		offers(toml.table()).forEach((name, named) -> properties.put(OFFERS + "." + name, new Property(named, 1)));
		return new Document(null, properties);
	}

	private static Document phase(BootstrapToml toml, int phase) {
		Map<String, Property> properties = new LinkedHashMap<>();
		String key = "phase_" + phase;
		properties.put(PHASE + ".number", new Property(phase, toml.lines().of(key)));
		flatten(PHASE, key, toml.tree().getOrDefault(key, Map.of()), toml.lines(), properties);
		return new Document(profile(phase), properties);
	}

	private static Map<String, Boolean> offers(PhaseTable table) {
		TreeSet<String> known = new TreeSet<>(PhaseTable.TRANSPORT);
		List.of(DnsMode.values()).forEach(mode -> known.addAll(mode.offers()));
		List.of(CertMode.values()).forEach(mode -> known.addAll(mode.offers()));
		List.of(ConsensusMode.values()).forEach(mode -> known.addAll(mode.offers()));
		Map<String, Boolean> named = new LinkedHashMap<>();
		known.forEach(name -> named.put(name, table.offers().contains(name)));
		return named;
	}

	private static void flatten(String name, String path, Object value, BootstrapToml.Lines lines,
			Map<String, Property> into) {
		switch (value) {
			case Map<?, ?> map -> map.forEach((key, below) -> flatten(name + "." + kebab(String.valueOf(key)),
					path + "." + key, below, lines, into));
			case List<?> list -> into.put(name,
					new Property(list.stream().map(String::valueOf).collect(Collectors.joining(",")), lines.of(path)));
			default -> into.put(name, new Property(value, lines.of(path)));
		}
	}

	private static String kebab(String key) {
		return key.replace('_', '-');
	}

}
