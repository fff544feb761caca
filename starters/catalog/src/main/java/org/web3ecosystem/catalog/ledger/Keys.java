package org.web3ecosystem.catalog.ledger;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.web3ecosystem.catalog.entry.Content;
import org.web3ecosystem.catalog.resolve.Version;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.consensus.LedgerModule.State;

/** Where things stand in the catalogue's state. */
final class Keys {

	/** How many names a page of a list has. */
	static final int PAGE = 64;

	/** The list of packages, in the order of their first version. */
	static final String PACKAGES = "packages";

	/** The list of blobs, in the order in which they were first published. */
	static final String BLOBS = "blobs";

	static final String CHALLENGE = "challenge";

	private static final int MAX_PAGE = 64 * 1024;

	private Keys() {
	}

	static String packageOf(String name) {
		return "package/" + name;
	}

	/** Build metadata does not tell versions apart. */
	static String version(String name, Version version) {
		return "version/" + name + "/" + version.withoutBuild();
	}

	static String blob(Content content) {
		return "blob/" + content.key();
	}

	/** The list of packages with a keyword. */
	static String keyword(String keyword) {
		return "keyword/" + keyword;
	}

	static String count(String list) {
		return "count/" + list;
	}

	static String page(String list, long number) {
		return "page/" + list + "/" + number;
	}

	static void append(State state, String list, String item) {
		long count = count(state.get(count(list)));
		List<Cbor> page = new ArrayList<>();
		items(state.get(page(list, count / PAGE))).forEach(before -> page.add(Cbor.of(before)));
		page.add(Cbor.of(item));
		state.put(page(list, count / PAGE), Cbor.of(page).encode());
		state.put(count(list), ByteBuffer.allocate(Long.BYTES).putLong(count + 1).array());
	}

	static long count(Optional<byte[]> stored) {
		return stored.map(value -> ByteBuffer.wrap(value).getLong()).orElse(0L);
	}

	static List<String> items(Optional<byte[]> page) {
		return page.map(value -> Cbor.decode(value, MAX_PAGE))
			.map(item -> item instanceof Cbor.Array(List<Cbor> items) ? items : List.<Cbor>of())
			.orElse(List.of())
			.stream()
			.map(item -> item instanceof Cbor.Text(String text) ? text : "")
			.toList();
	}

}
