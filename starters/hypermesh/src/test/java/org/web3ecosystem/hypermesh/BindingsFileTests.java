package org.web3ecosystem.hypermesh;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3ecosystem.hypermesh.name.RecordText;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceRegistration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class BindingsFileTests {

	private static final List<Binding> BINDINGS = List.of(
			new Binding(new ServiceRegistration(new Name("web.local.internal"),
					List.of(new ResourceRecord.Address(InetAddress.ofLiteral("192.0.2.1")),
							new ResourceRecord.Address(InetAddress.ofLiteral("2001:db8::1")),
							new ResourceRecord.Text("\"zw\u00f6lf\" ; \\ \n"),
							RecordText.parse("HTTPS 1 . alpn=h2,h3 port=8443"), RecordText.parse("CAA 0 issue \";\""),
							RecordText.parse("TLSA 3 1 1 " + "ab".repeat(32))),
					Duration.ofSeconds(60), Duration.ofMinutes(10)), "catalog"),
			new Binding(new ServiceRegistration(new Name("alias.local.internal"),
					List.of(RecordText.parse("CNAME web.local.internal.")), Duration.ofDays(1), Duration.ofDays(7)),
					"stoq"));

	@TempDir
	private Path directory;

	private Path path() {
		return directory.resolve("hypermesh/bound-names");
	}

	private BindingsFile file() {
		return new BindingsFile(path());
	}

	@Test
	void whatWasWrittenIsReadByItsOwnerAlone() throws IOException {
		assertThat(file().read()).isEmpty();

		file().write(List.of());
		file().write(BINDINGS);

		assertThat(file().read()).isEqualTo(BINDINGS);
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path()))).isEqualTo("rw-------");
	}

	@Test
	void whatACrashLeftBesideItIsReplaced() throws IOException {
		file().write(List.of());
		Files.writeString(path().resolveSibling("bound-names.tmp"), "half of");

		assertThat(file().read()).isEmpty();
		file().write(BINDINGS);

		assertThat(file().read()).isEqualTo(BINDINGS);
	}

	@Test
	void everyTruncationAndEveryChangedByteIsRefused() throws IOException {
		file().write(BINDINGS);
		byte[] whole = Files.readAllBytes(path());
		Random random = new Random(5);
		for (int length = 0; length < whole.length; length++) {
			Files.write(path(), Arrays.copyOf(whole, length));
			assertThatIOException().as("%d bytes", length).isThrownBy(() -> file().read());
			byte[] changed = whole.clone();
			changed[length] ^= (byte) (1 + random.nextInt(255));
			Files.write(path(), changed);
			assertThatIOException().as("byte %d", length).isThrownBy(() -> file().read());
		}
	}

	@Test
	void whatIsTooLargeIsNotReadWhole() throws IOException {
		Files.createDirectories(path().getParent());
		Files.write(path(), new byte[BindingsFile.MAX_BYTES + 1]);

		assertThatIOException().isThrownBy(() -> file().read()).withMessageContaining("more than");
	}

	@Test
	void asManyAsMayBeBoundFit() throws IOException {
		List<ResourceRecord> large = IntStream.range(0, 8)
			.<ResourceRecord>mapToObj(i -> new ResourceRecord.Text(i + "\u0001".repeat(240)))
			.toList();
		List<Binding> most = IntStream.range(0, BoundNames.MAX)
			.mapToObj(i -> new Binding(
					new ServiceRegistration(new Name("n" + i + ".local.internal"), large, Duration.ofSeconds(60)),
					"catalog"))
			.toList();

		file().write(most);

		assertThat(file().read()).isEqualTo(most);
	}

}
