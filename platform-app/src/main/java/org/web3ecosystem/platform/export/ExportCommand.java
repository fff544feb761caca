package org.web3ecosystem.platform.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

import org.web3ecosystem.hypermesh.export.ExportVerifier;
import org.web3ecosystem.hypermesh.export.ExportVerifier.WrongExportException;
import org.web3ecosystem.platform.client.Tls;
import org.web3ecosystem.platform.client.Unreached;
import org.web3ecosystem.platform.command.Command;
import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.platform.federation.FederationDirectory;
import org.web3ecosystem.platform.node.NodeHome;
import org.web3ecosystem.spi.genesis.Genesis;

/**
 * Takes the ledger from a running validator on this machine, over HTTPS, since only the
 * process that runs the engine can read its state. What came is checked before it gets
 * its name.
 */
public final class ExportCommand {

	private static final Duration DEADLINE = Duration.ofSeconds(60);

	private static final int MAX_REFUSAL = 4 * 1024;

	private final PrintStream out;

	public ExportCommand(PrintStream out) {
		this.out = out;
	}

	/** The exit code. */
	public int run(Command.Export command) {
		Path file = command.to().toAbsolutePath().normalize();
		if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
			throw new RefusedException(file + " exists", "choose another name with --to");
		}
		NodeHome home = NodeHome.open(command.home());
		Path draft = file.resolveSibling("." + file.getFileName() + ".tmp");
		try {
			fetch(home, draft);
			VerifyExportCommand.tell(check(home.genesis(), draft), home.genesis(), out);
			Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
			out.println("written to " + file);
			return 0;
		}
		catch (WrongExportException wrong) {
			throw new RefusedException("the node sent something that does not hold: " + wrong.getMessage(),
					"ask another validator, and look at this one's log", wrong);
		}
		catch (IOException failure) {
			throw new RefusedException(
					"the export cannot be written to " + file + ": " + FederationDirectory.reason(failure),
					"check the directory, its permissions and the room on the disk", failure);
		}
		finally {
			discard(draft);
		}
	}

	private static void fetch(NodeHome home, Path draft) throws IOException {
		URI uri = home.https().resolve("/hypermesh/export");
		try (HttpClient client = HttpClient.newBuilder()
			.sslContext(Tls.asAnybody(home.genesis()).context())
			.connectTimeout(DEADLINE)
			.build()) {
			HttpResponse<InputStream> response = ask(client, uri);
			try (InputStream body = response.body()) {
				if (response.statusCode() != 200) {
					throw new RefusedException(
							uri + " refused with HTTP status " + response.statusCode() + ": "
									+ new String(body.readNBytes(MAX_REFUSAL), StandardCharsets.UTF_8),
							"try again when the node is ready: 'status --wait'");
				}
				try (OutputStream target = Files.newOutputStream(draft, StandardOpenOption.CREATE_NEW)) {
					body.transferTo(target);
				}
			}
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
			throw new RefusedException("interrupted", "try again", interrupted);
		}
	}

	private static HttpResponse<InputStream> ask(HttpClient client, URI uri) throws InterruptedException {
		try {
			return client.send(HttpRequest.newBuilder(uri).timeout(DEADLINE).GET().build(),
					HttpResponse.BodyHandlers.ofInputStream());
		}
		catch (IOException silent) {
			throw Unreached.of(uri, silent);
		}
	}

	private static ExportVerifier.Found check(Genesis genesis, Path file) throws IOException {
		try (InputStream in = VerifyExportCommand.open(file)) {
			return new ExportVerifier(genesis).verify(in);
		}
	}

	private static void discard(Path draft) {
		try {
			Files.deleteIfExists(draft);
		}
		catch (IOException failure) {
			throw new RefusedException("cannot delete the draft " + draft, "delete it by hand", failure);
		}
	}

}
