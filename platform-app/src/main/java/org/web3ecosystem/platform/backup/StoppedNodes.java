package org.web3ecosystem.platform.backup;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.web3ecosystem.bootstrap.home.HomeException;
import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.platform.node.NodeHome;

/** The locks of homes: while one holds them, no node starts there. */
final class StoppedNodes implements AutoCloseable {

	private final List<org.web3ecosystem.bootstrap.home.NodeHome> entered = new ArrayList<>();

	/**
	 * Takes them.
	 * @throws RefusedException if a node runs in one of them
	 */
	StoppedNodes(List<Path> homes) {
		try {
			for (Path home : homes) {
				entered.add(org.web3ecosystem.bootstrap.home.NodeHome.enter(home,
						List.of(InetAddress.getLoopbackAddress()), NodeHome.open(home).endpoints().orElse(null)));
			}
		}
		catch (HomeException refused) {
			close();
			throw new RefusedException(String.valueOf(refused.getMessage()), refused.action(), refused);
		}
		catch (RefusedException refused) {
			close();
			throw refused;
		}
	}

	/** The homes in a federation's directory. */
	static List<Path> in(Path directory) throws IOException {
		try (Stream<Path> folders = Files.list(directory)) {
			return folders.filter(folder -> Files.exists(folder.resolve("node.key"))).sorted().toList();
		}
	}

	@Override
	public void close() {
		entered.forEach(org.web3ecosystem.bootstrap.home.NodeHome::close);
	}

}
