package org.web3ecosystem.bootstrap.table;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A value of one of the table's columns. */
public sealed interface Mode permits DnsMode, CertMode, ConsensusMode, FalconMode {

	/** As bootstrap.toml writes it. */
	String key();

	/** The names of the offers it seats, first asked first. */
	List<String> offers();

	static <M extends Enum<M> & Mode> Optional<M> find(Class<M> type, String key) {
		return Arrays.stream(type.getEnumConstants()).filter(mode -> mode.key().equals(key)).findFirst();
	}

	/** All values of a column, for a message to a person. */
	static <M extends Enum<M> & Mode> String known(Class<M> type) {
		return Arrays.stream(type.getEnumConstants()).map(Mode::key).collect(Collectors.joining(", "));
	}

	/** The stronger of two values of a column. */
	static <M extends Enum<M> & Mode> M stronger(M one, M other) {
		return one.compareTo(other) >= 0 ? one : other;
	}

}
