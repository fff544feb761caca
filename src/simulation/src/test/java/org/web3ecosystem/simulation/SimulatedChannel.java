package org.web3ecosystem.simulation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;

/** An open file or directory of a {@link SimulatedDisk}. */
final class SimulatedChannel extends FileChannel {

	private final SimulatedDisk disk;

	private final String name;

	private final Optional<SimulatedFile> file;

	private final boolean appends;

	private int position;

	/**
	 * @param file empty for a directory
	 */
	SimulatedChannel(SimulatedDisk disk, String name, Optional<SimulatedFile> file, boolean appends) {
		this.disk = disk;
		this.name = name;
		this.file = file;
		this.appends = appends;
	}

	private SimulatedFile file() throws IOException {
		return file.orElseThrow(() -> new IOException(name + " is a directory"));
	}

	@Override
	public int read(ByteBuffer target) throws IOException {
		int read = read(target, position);
		position += Math.max(0, read);
		return read;
	}

	@Override
	public int read(ByteBuffer target, long from) throws IOException {
		byte[] content = file().content();
		if (from >= content.length) {
			return -1;
		}
		int length = Math.min(target.remaining(), content.length - (int) from);
		target.put(content, (int) from, length);
		return length;
	}

	@Override
	public long read(ByteBuffer[] targets, int offset, int length) {
		throw new UnsupportedOperationException();
	}

	@Override
	public int write(ByteBuffer source) throws IOException {
		int written = write(source, appends ? file().size() : position);
		position = appends ? file().size() : position + written;
		return written;
	}

	@Override
	public int write(ByteBuffer source, long at) throws IOException {
		disk.mayFail();
		byte[] bytes = new byte[source.remaining()];
		source.get(bytes);
		file().write((int) at, bytes);
		return bytes.length;
	}

	@Override
	public long write(ByteBuffer[] sources, int offset, int length) {
		throw new UnsupportedOperationException();
	}

	@Override
	public long position() {
		return position;
	}

	@Override
	public FileChannel position(long to) {
		position = (int) to;
		return this;
	}

	@Override
	public long size() throws IOException {
		return file().size();
	}

	@Override
	public FileChannel truncate(long size) throws IOException {
		file().cut((int) size);
		position = Math.min(position, (int) size);
		return this;
	}

	@Override
	public void force(boolean metaData) throws IOException {
		if (file.isPresent()) {
			disk.sync(name, file());
		}
		else {
			disk.syncDirectory(name);
		}
	}

	@Override
	public long transferTo(long from, long count, WritableByteChannel target) {
		throw new UnsupportedOperationException();
	}

	@Override
	public long transferFrom(ReadableByteChannel source, long at, long count) {
		throw new UnsupportedOperationException();
	}

	@Override
	public MappedByteBuffer map(MapMode mode, long at, long size) {
		throw new UnsupportedOperationException();
	}

	@Override
	public FileLock lock(long at, long size, boolean shared) {
		throw new UnsupportedOperationException();
	}

	@Override
	public FileLock tryLock(long at, long size, boolean shared) {
		throw new UnsupportedOperationException();
	}

	@Override
	protected void implCloseChannel() {
		// nothing is held
	}

}
