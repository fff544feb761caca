package org.web3ecosystem.simulation;

import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** An absolute path on a {@link SimulatedDisk}. */
final class SimulatedPath implements Path {

	private final SimulatedDisk disk;

	private final List<String> names;

	SimulatedPath(SimulatedDisk disk, List<String> names) {
		this.disk = disk;
		this.names = List.copyOf(names);
	}

	static SimulatedPath of(SimulatedDisk disk, String text) {
		return new SimulatedPath(disk, Arrays.stream(text.split("/")).filter(name -> !name.isEmpty()).toList());
	}

	@Override
	public FileSystem getFileSystem() {
		return disk;
	}

	@Override
	public boolean isAbsolute() {
		return true;
	}

	@Override
	public Path getRoot() {
		return new SimulatedPath(disk, List.of());
	}

	@Override
	public Path getFileName() {
		return new SimulatedPath(disk, names.subList(names.size() - 1, names.size()));
	}

	@Override
	public Path getParent() {
		return new SimulatedPath(disk, names.subList(0, names.size() - 1));
	}

	@Override
	public int getNameCount() {
		return names.size();
	}

	@Override
	public Path getName(int index) {
		return subpath(index, index + 1);
	}

	@Override
	public Path subpath(int from, int to) {
		return new SimulatedPath(disk, names.subList(from, to));
	}

	@Override
	public boolean startsWith(Path other) {
		return toString().startsWith(other.toString());
	}

	@Override
	public boolean endsWith(Path other) {
		return toString().endsWith(other.toString());
	}

	@Override
	public Path normalize() {
		return this;
	}

	@Override
	public Path resolve(Path other) {
		return new SimulatedPath(disk, Stream.concat(names.stream(), ((SimulatedPath) other).names.stream()).toList());
	}

	@Override
	public Path relativize(Path other) {
		throw new UnsupportedOperationException();
	}

	@Override
	public URI toUri() {
		throw new UnsupportedOperationException();
	}

	@Override
	public Path toAbsolutePath() {
		return this;
	}

	@Override
	public Path toRealPath(LinkOption... options) {
		return this;
	}

	@Override
	public WatchKey register(WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Iterator<Path> iterator() {
		return names.stream().<Path>map(name -> new SimulatedPath(disk, List.of(name))).iterator();
	}

	@Override
	public int compareTo(Path other) {
		return toString().compareTo(other.toString());
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof SimulatedPath that && that.disk == disk && that.names.equals(names);
	}

	@Override
	public int hashCode() {
		return names.hashCode();
	}

	@Override
	public String toString() {
		return String.join("/", names);
	}

}
