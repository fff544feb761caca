package org.web3ecosystem.hashgraph;

import java.io.EOFException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.net.ssl.SSLHandshakeException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class EngineFailuresTests {

	private static final Path FULL = Path.of("/dev/full");

	@TempDir
	Path directory;

	private final List<Throwable> told = new ArrayList<>();

	private final AtomicBoolean lost = new AtomicBoolean();

	private final EngineFailures failures = new EngineFailures("node1", lost::get, told::add);

	static boolean hasFullDevice() {
		return Files.isWritable(FULL);
	}

	private void threw(Throwable failure) {
		assertThat(failure).isNotNull();
		failures.uncaughtException(Thread.currentThread(), failure);
	}

	@Test
	@EnabledIf("hasFullDevice")
	void aFullDiskIsToldWhoeverWritesToIt() {
		Throwable byStream = catchThrowable(() -> {
			try (OutputStream out = new FileOutputStream(FULL.toFile())) {
				out.write(1);
			}
		});
		Throwable byChannel = catchThrowable(() -> {
			try (FileChannel channel = FileChannel.open(FULL, StandardOpenOption.WRITE)) {
				channel.write(ByteBuffer.allocate(1));
			}
		});
		for (Throwable failure : List.of(byStream, byChannel)) {
			assertThat(failure).isExactlyInstanceOf(IOException.class);
			told.clear();

			new EngineFailures("node1", lost::get, told::add).uncaughtException(Thread.currentThread(),
					new IllegalStateException("journal", new UncheckedIOException((IOException) failure)));

			assertThat(told).hasSize(1);
		}
	}

	@Test
	void aMissingDirectoryIsToldOnce() {
		Throwable missing = catchThrowable(() -> Files.write(directory.resolve("no").resolve("file"), new byte[1]));

		threw(missing);
		threw(missing);

		assertThat(told).containsExactly(missing);
	}

	@Test
	void aConnectionThatBreaksIsNoDisk() throws IOException {
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				SocketChannel client = SocketChannel.open(server.getLocalSocketAddress())) {
			try (Socket accepted = server.accept()) {
				accepted.setSoLinger(true, 0);
			}
			Throwable reset = catchThrowable(() -> {
				while (true) {
					client.write(ByteBuffer.allocate(1 << 16));
				}
			});
			assertThat(reset).isInstanceOf(IOException.class);

			threw(reset);
			threw(new UncheckedIOException((IOException) reset));
		}
		threw(catchThrowable(() -> {
			try (Socket socket = new Socket()) {
				socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
			}
		}));
		threw(new EOFException());
		threw(new SocketTimeoutException());
		threw(new SSLHandshakeException("no"));

		assertThat(told).isEmpty();
	}

	@Test
	void whatIsNoInputOrOutputIsNotTheDisksEither() {
		threw(new IllegalStateException(new ArithmeticException()));

		assertThat(told).isEmpty();
	}

	/** The thread that writes keeps its failure to itself. */
	@Test
	void aStateThatWasGivenUpIsToldOnceWhoeverFindsIt() {
		failures.look();
		assertThat(told).isEmpty();
		lost.set(true);

		threw(new IllegalStateException("A fast-copy was made of a VirtualMap with a terminated pipeline!"));
		failures.look();

		assertThat(told).hasSize(1)
			.first()
			.isInstanceOfSatisfying(LostStateException.class,
					failure -> assertThat(failure).hasMessageContaining("file descriptors"));
	}

	@Test
	void aStateThatWasNotSavedIsTold() {
		failures.notSaved(7);

		assertThat(told).hasSize(1).first().asString().contains("round 7");
	}

}
