package org.web3ecosystem.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The bytes of a file: what is read, and what would be left after a loss of power. */
final class SimulatedFile {

	private byte[] now = new byte[0];

	private byte[] synced = new byte[0];

	private final List<Change> since = new ArrayList<>();

	/** A change that may be lost, kept or torn. */
	private sealed interface Change {

		record Written(int at, byte[] bytes) implements Change {
		}

		record Cut(int size) implements Change {
		}

	}

	byte[] content() {
		return now;
	}

	int size() {
		return now.length;
	}

	void write(int at, byte[] bytes) {
		Change.Written written = new Change.Written(at, bytes.clone());
		now = after(now, written, bytes.length);
		since.add(written);
	}

	void cut(int size) {
		if (size < now.length) {
			now = Arrays.copyOf(now, size);
			since.add(new Change.Cut(size));
		}
	}

	void sync() {
		synced = now;
		since.clear();
	}

	private static byte[] after(byte[] before, Change.Written written, int most) {
		byte[] content = Arrays.copyOf(before, Math.max(before.length, written.at + most));
		System.arraycopy(written.bytes, 0, content, written.at, most);
		return content;
	}

	/**
	 * The power fails: some of the changes since the last sync are there, in order, and
	 * of the next a part, or only the room for it.
	 */
	void crash(World world) {
		byte[] left = synced;
		int kept = since.isEmpty() ? 0 : world.random().nextInt(since.size() + 1);
		for (int i = 0; i < kept; i++) {
			left = switch (since.get(i)) {
				case Change.Written written -> after(left, written, written.bytes.length);
				case Change.Cut(int size) -> Arrays.copyOf(left, Math.min(size, left.length));
			};
		}
		if (kept < since.size() && since.get(kept) instanceof Change.Written torn) {
			left = world.chance(25) ? Arrays.copyOf(left, Math.max(left.length, torn.at + torn.bytes.length))
					: after(left, torn, world.random().nextInt(torn.bytes.length + 1));
		}
		now = left;
		sync();
	}

}
