package org.web3ecosystem.simulation;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * A disk on which a crash loses what was not synced: of files what was written since, of
 * directories what was made, renamed or deleted since. Writes may fail for a while.
 */
final class SimulatedDisk extends FileSystem {

	/** How many changes of directories a crash may take back. */
	private static final int MOST_CHANGES = 20;

	private final World world;

	private final Provider provider = new Provider();

	private Map<String, SimulatedFile> now = new TreeMap<>();

	private Map<String, SimulatedFile> synced = new TreeMap<>();

	private final List<Map<String, SimulatedFile>> since = new ArrayList<>();

	private final Set<String> directories = new HashSet<>(Set.of(""));

	/** What a sync of these does not do. */
	private final Predicate<String> forgetful;

	private int fullPercent;

	/**
	 * @param forgetful files and directories whose sync does nothing
	 */
	SimulatedDisk(World world, Predicate<String> forgetful) {
		this.world = world;
		this.forgetful = forgetful;
	}

	Path path(String text) {
		return SimulatedPath.of(this, text);
	}

	/** From now on so many of a hundred writes and syncs fail. */
	void full(int percent) {
		fullPercent = percent;
	}

	/** The power fails. */
	void crash() {
		if (!since.isEmpty()) {
			int kept = world.random().nextInt(since.size() + 1);
			synced = kept == 0 ? synced : since.get(kept - 1);
		}
		since.clear();
		now = new TreeMap<>(synced);
		now.values().stream().distinct().forEach(file -> file.crash(world));
		fullPercent = 0;
	}

	/** It is another disk. */
	void lose() {
		now = new TreeMap<>();
		synced = new TreeMap<>();
		since.clear();
		fullPercent = 0;
	}

	private void changed() {
		since.add(new TreeMap<>(now));
		if (since.size() > MOST_CHANGES) {
			// long ago, so it is there
			synced = since.removeFirst();
		}
	}

	void syncDirectory(String directory) throws IOException {
		mayFail();
		if (!forgetful.test(directory)) {
			take(directory, synced);
			since.forEach(earlier -> take(directory, earlier));
		}
	}

	/** From now on those of that directory are as they are. */
	private void take(String directory, Map<String, SimulatedFile> earlier) {
		earlier.keySet().removeIf(name -> isIn(directory, name));
		now.forEach((name, file) -> {
			if (isIn(directory, name)) {
				earlier.put(name, file);
			}
		});
	}

	private static boolean isIn(String directory, String name) {
		return name.lastIndexOf('/') == directory.length() && name.startsWith(directory);
	}

	void sync(String name, SimulatedFile file) throws IOException {
		mayFail();
		if (!forgetful.test(name)) {
			file.sync();
		}
	}

	void mayFail() throws IOException {
		if (fullPercent > 0 && world.chance(fullPercent)) {
			throw new IOException("no space left on device");
		}
	}

	@Override
	public FileSystemProvider provider() {
		return provider;
	}

	@Override
	public void close() {
		throw new UnsupportedOperationException();
	}

	@Override
	public boolean isOpen() {
		return true;
	}

	@Override
	public boolean isReadOnly() {
		return false;
	}

	@Override
	public String getSeparator() {
		return "/";
	}

	@Override
	public Iterable<Path> getRootDirectories() {
		return List.of(path(""));
	}

	@Override
	public Iterable<FileStore> getFileStores() {
		return List.of();
	}

	@Override
	public Set<String> supportedFileAttributeViews() {
		return Set.of("basic");
	}

	@Override
	public Path getPath(String first, String... more) {
		return path(first + "/" + String.join("/", more));
	}

	@Override
	public PathMatcher getPathMatcher(String pattern) {
		throw new UnsupportedOperationException();
	}

	@Override
	public UserPrincipalLookupService getUserPrincipalLookupService() {
		throw new UnsupportedOperationException();
	}

	@Override
	public WatchService newWatchService() {
		throw new UnsupportedOperationException();
	}

	private record Attributes(boolean isDirectory, long size, @Nullable Object fileKey) implements BasicFileAttributes {

		@Override
		public FileTime lastModifiedTime() {
			return FileTime.fromMillis(0);
		}

		@Override
		public FileTime lastAccessTime() {
			return FileTime.fromMillis(0);
		}

		@Override
		public FileTime creationTime() {
			return FileTime.fromMillis(0);
		}

		@Override
		public boolean isRegularFile() {
			return !isDirectory;
		}

		@Override
		public boolean isSymbolicLink() {
			return false;
		}

		@Override
		public boolean isOther() {
			return false;
		}

	}

	private final class Provider extends FileSystemProvider {

		@Override
		public String getScheme() {
			return "simulated";
		}

		@Override
		public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attrs)
				throws IOException {
			String name = path.toString();
			if (directories.contains(name)) {
				return new SimulatedChannel(SimulatedDisk.this, name, Optional.empty(), false);
			}
			SimulatedFile file = now.get(name);
			boolean creates = options.contains(StandardOpenOption.CREATE_NEW)
					|| options.contains(StandardOpenOption.CREATE);
			if (file != null && options.contains(StandardOpenOption.CREATE_NEW)) {
				throw new FileAlreadyExistsException(name);
			}
			if (file == null) {
				if (!creates) {
					throw new NoSuchFileException(name);
				}
				mayFail();
				file = new SimulatedFile();
				now.put(name, file);
				changed();
			}
			if (options.contains(StandardOpenOption.TRUNCATE_EXISTING)) {
				file.cut(0);
			}
			return new SimulatedChannel(SimulatedDisk.this, name, Optional.of(file),
					options.contains(StandardOpenOption.APPEND));
		}

		@Override
		public SeekableByteChannel newByteChannel(Path path, Set<? extends OpenOption> options,
				FileAttribute<?>... attrs) throws IOException {
			return newFileChannel(path, options, attrs);
		}

		@Override
		public void createDirectory(Path directory, FileAttribute<?>... attrs) throws IOException {
			if (!directories.add(directory.toString())) {
				throw new FileAlreadyExistsException(directory.toString());
			}
		}

		@Override
		public void delete(Path path) throws IOException {
			if (now.remove(path.toString()) == null) {
				throw new NoSuchFileException(path.toString());
			}
			changed();
		}

		@Override
		public void move(Path source, Path target, CopyOption... options) throws IOException {
			mayFail();
			SimulatedFile file = now.remove(source.toString());
			if (file == null) {
				throw new NoSuchFileException(source.toString());
			}
			now.put(target.toString(), file);
			changed();
		}

		@Override
		public void copy(Path source, Path target, CopyOption... options) {
			throw new UnsupportedOperationException();
		}

		@Override
		public boolean isSameFile(Path path, Path other) {
			return path.equals(other);
		}

		@Override
		public boolean isHidden(Path path) {
			return false;
		}

		@Override
		public FileStore getFileStore(Path path) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void checkAccess(Path path, AccessMode... modes) throws IOException {
			attributes(path);
		}

		private Attributes attributes(Path path) throws NoSuchFileException {
			if (directories.contains(path.toString())) {
				return new Attributes(true, 0, path.toString());
			}
			SimulatedFile file = now.get(path.toString());
			if (file == null) {
				throw new NoSuchFileException(path.toString());
			}
			return new Attributes(false, file.size(), file);
		}

		@Override
		public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
				throws IOException {
			return type.cast(attributes(path));
		}

		@Override
		public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) {
			return new HashMap<>();
		}

		@Override
		public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
			throw new UnsupportedOperationException();
		}

		@Override
		public <V extends FileAttributeView> @Nullable V getFileAttributeView(Path path, Class<V> type,
				LinkOption... options) {
			return null;
		}

		@Override
		public DirectoryStream<Path> newDirectoryStream(Path directory, DirectoryStream.Filter<? super Path> filter) {
			throw new UnsupportedOperationException();
		}

		@Override
		public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
			throw new UnsupportedOperationException();
		}

		@Override
		public FileSystem getFileSystem(URI uri) {
			throw new UnsupportedOperationException();
		}

		@Override
		public Path getPath(URI uri) {
			throw new UnsupportedOperationException();
		}

	}

}
