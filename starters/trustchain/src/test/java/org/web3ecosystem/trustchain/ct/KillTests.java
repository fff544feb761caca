package org.web3ecosystem.trustchain.ct;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

import org.web3ecosystem.spi.NodeId;

import static org.assertj.core.api.Assertions.assertThat;

/** The log under kill -9: what was told is there, and it goes on. */
class KillTests {

	private static final int KILLS = 4;

	@TempDir
	private Path directory;

	@Test
	void whatWasToldOutlivesItsWriter() throws Exception {
		for (int kill = 1; kill <= KILLS; kill++) {
			List<Integer> told = tellAndDie(20 * kill + 7);

			try (TransparencyLog log = TransparencyLog.open(directory, KilledWriter.ORIGIN)) {
				assertThat(log.size()).isGreaterThan(told.getLast());
				assertThat(IntStream.range(0, log.size()))
					.allSatisfy(index -> assertThat(log.entry(index).orElseThrow().stamped().entry())
						.isEqualTo(KilledWriter.entry(index).entry()));
				int last = told.getLast();
				assertThat(log.inclusion(last).verify(log.entry(last).orElseThrow().leafInput(), log.key().publicKey()))
					.isTrue();
			}
		}
	}

	private List<Integer> tellAndDie(int after) throws IOException, InterruptedException {
		Process writer = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp", classPath(),
				KilledWriter.class.getName(), directory.toString())
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		List<Integer> told = new ArrayList<>();
		try (BufferedReader said = writer.inputReader()) {
			for (String line = said.readLine(); line != null; line = said.readLine()) {
				told.add(Integer.parseInt(line));
				if (told.size() == after) {
					// through the handle: what was said before may still be read
					writer.toHandle().destroyForcibly();
				}
			}
		}
		writer.waitFor();
		assertThat(told).hasSizeGreaterThanOrEqualTo(after);
		return told;
	}

	/** What the log needs and nothing else. */
	private static String classPath() {
		return Stream
			.of(KilledWriter.class, TransparencyLog.class, NodeId.class, BouncyCastleProvider.class, Logger.class)
			.map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
			.collect(Collectors.joining(File.pathSeparator));
	}

}
