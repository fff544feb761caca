package org.web3ecosystem.platform.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.web3ecosystem.platform.access.Caller;
import org.web3ecosystem.platform.access.Role;
import org.web3ecosystem.trustchain.ct.Frontier;
import org.web3ecosystem.trustchain.ct.LogException;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Records as leaves, and what a start says of those that are gone. */
@ExtendWith(OutputCaptureExtension.class)
class AuditTreeTests {

	private static final Caller OPERATOR = new Caller(Role.OPERATOR, Optional.of("1f"), Optional.of("ab"), "127.0.0.1");

	@TempDir
	private Path directory;

	private final List<AuditLog> open = new ArrayList<>();

	@AfterEach
	void close() {
		open.forEach(AuditLog::close);
	}

	@Test
	void everyRecordIsALeafInTheOrderOfTheFiles(CapturedOutput output) throws IOException {
		AuditLog log = start();
		append(log, "/a");
		AuditTree tree = tree(log);
		tree.look();
		assertThat(size(tree)).isEqualTo(2);
		append(log, "/b");
		append(log, "/c");
		tree.look();

		assertThat(size(tree)).isEqualTo(4);
		assertThat(tree.checkpoint().orElseThrow()).startsWith("node1/audit\n4\n" + rootOf(log) + "\n");
		assertThat(tree.key().orElseThrow()).startsWith("node1/audit+");
		assertThat(output).doesNotContain("does not follow", "missing");
	}

	@Test
	void anotherStartGoesOn(CapturedOutput output) throws IOException {
		AuditLog log = start();
		append(log, "/a");
		AuditTree tree = tree(log);
		tree.look();
		String key = tree.key().orElseThrow();
		log.close();

		AuditLog next = start();
		append(next, "/b");
		AuditTree again = tree(next);
		again.look();

		assertThat(size(again)).isEqualTo(4);
		assertThat(again.key()).contains(key);
		assertThat(again.checkpoint().orElseThrow()).contains(rootOf(next));
		assertThat(output).doesNotContain("does not follow", "missing");
	}

	@Test
	void recordsThatAreGoneFromTheEndAreMissed(CapturedOutput output) throws IOException {
		AuditLog log = start();
		append(log, "/a");
		append(log, "/b");
		append(log, "/c");
		tree(log).look();
		log.close();
		Path file = AuditFile.in(directory).getFirst().path();
		List<String> lines = Files.readAllLines(file);
		Files.writeString(file, String.join("\n", lines.subList(0, 2)) + "\n");

		AuditLog next = start();
		append(next, "/d");
		AuditTree again = tree(next);
		again.look();
		append(next, "/e");
		again.look();

		assertThat(output).contains("audit records that were signed for are missing");
		assertThat(size(again)).as("what is new is signed for").isGreaterThan(4);
	}

	@Test
	void aRecordInThePlaceOfAnotherIsNoticed(CapturedOutput output) throws IOException {
		AuditLog log = start();
		append(log, "/a");
		tree(log).look();
		log.close();
		Path file = AuditFile.in(directory).getFirst().path();
		List<String> lines = Files.readAllLines(file);
		Files.writeString(file, lines.getFirst() + "\n");

		AuditLog next = start();
		append(next, "/x");
		append(next, "/y");
		tree(next).look();

		assertThat(output).contains("does not follow the one that was signed for");
	}

	@Test
	void aDamagedTreeIsSaidAndNotGuessed() throws IOException {
		AuditLog log = start();
		append(log, "/a");
		tree(log).look();
		Path state = directory.resolve("tree/tree");
		byte[] whole = Files.readAllBytes(state);
		for (int length = 0; length < whole.length; length += 7) {
			Files.write(state, Arrays.copyOf(whole, length));
			assertThatThrownBy(() -> tree(log).look()).isInstanceOf(LogException.class)
				.hasMessageContaining("Restore the directory, or delete it");
		}
		String text = new String(whole, StandardCharsets.ISO_8859_1);
		Files.write(state, text.replace("audit\n2\n", "audit\n3\n").getBytes(StandardCharsets.ISO_8859_1));
		assertThatThrownBy(() -> tree(log).look()).isInstanceOf(LogException.class)
			.hasMessageContaining("signature is not by the log's key");
	}

	private AuditTree tree(AuditLog log) {
		return new AuditTree("node1", log, directory.resolve("tree"), "node1/audit");
	}

	private static long size(AuditTree tree) {
		return Long.parseLong(tree.checkpoint().orElseThrow().lines().skip(1).findFirst().orElseThrow());
	}

	private static String rootOf(AuditLog log) throws IOException {
		Frontier[] frontier = { Frontier.EMPTY };
		log.files().read(0, (line, follows) -> {
			frontier[0] = frontier[0].append(line);
			return true;
		});
		return Base64.getEncoder().encodeToString(frontier[0].root());
	}

	private AuditLog start() {
		AuditLog log = new AuditLog("node1", directory, 1 << 20, 4, InstantSource.system(),
				JsonMapper.builder().build());
		log.start();
		open.add(log);
		return log;
	}

	private static void append(AuditLog log, String path) {
		log.append(new AuditEvent.Begun(OPERATOR, "POST", path))
			.toCompletableFuture()
			.orTimeout(20, TimeUnit.SECONDS)
			.join();
	}

}
