package org.web3ecosystem.bench.commit;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/**
 * The engine as it comes, with the settings that our replicas have and nothing of ours.
 */
final class BareSide implements Contender {

	private final List<BareReplica> replicas = new ArrayList<>();

	BareSide(Path directory, int n) throws IOException, GeneralSecurityException {
		List<BareMember> members = new ArrayList<>();
		for (int number = 1; number <= n; number++) {
			members.add(BareMember.draw(number));
		}
		for (BareMember member : members) {
			replicas.add(new BareReplica(directory.resolve("bare" + member.number()), member, members));
		}
		replicas.forEach(BareReplica::start);
	}

	@Override
	public boolean isActive() {
		return replicas.stream().allMatch(BareReplica::isActive);
	}

	@Override
	public boolean submit(int replica, Runnable done) {
		return replicas.get(replica).submit(done);
	}

	@Override
	public void rest(boolean rests) {
		replicas.forEach(replica -> replica.rest(rests));
	}

	@Override
	public void close() {
		// the process ends
	}

}
