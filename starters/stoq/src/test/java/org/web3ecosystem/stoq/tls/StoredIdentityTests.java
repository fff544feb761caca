package org.web3ecosystem.stoq.tls;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestNode;
import org.web3ecosystem.stoq.TestSeat;
import org.web3ecosystem.stoq.wire.Limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.web3ecosystem.stoq.TestNode.get;

/** A node that joined comes back with the identity it had. */
class StoredIdentityTests {

	@TempDir
	private Path home;

	private final TestFederation federation = new TestFederation(1);

	private final KeyPair keys = TestFederation.keys();

	private final Node joined = federation.outsider();

	private final CertificateChain chain = federation.issue(keys.getPublic(), joined.id());

	@Test
	void readsWhatItWroteAndLetsNobodyElseRead() throws Exception {
		StoredIdentity.write(home, keys, chain);
		StoredIdentity read = StoredIdentity.read(home).orElseThrow();
		assertThat(read.chain()).isEqualTo(chain);
		assertThat(read.keys().getPrivate()).isEqualTo(keys.getPrivate());
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("stoq/identity.pem"))))
			.isEqualTo("rw-------");
	}

	@Test
	void isEmptyBeforeTheFirstAndRefusesWhatIsNoIdentity() throws Exception {
		assertThat(StoredIdentity.read(home)).isEmpty();
		Files.createDirectories(home.resolve("stoq"));
		Files.writeString(home.resolve("stoq/identity.pem"), "hello");
		assertThatThrownBy(() -> StoredIdentity.read(home)).isInstanceOf(UnusableIdentityException.class);
	}

	@Test
	void aJoinedNodeConnectsWithItWhileThereIsNoFreshOne() throws Exception {
		StoredIdentity.write(home, keys, chain);
		try (TestNode validator = TestNode.issued(federation.node(0), federation).listen();
				TestNode member = member(new TestSeat())) {
			member.start();
			Connection connection = get(member.transport.connect(validator.asPeer(), Duration.ofSeconds(10)));
			assertThat(connection.peer()).isEqualTo(validator.id());
			assertThat(member.keeper.current()).contains(chain);
		}
	}

	@Test
	void aJoinedNodeWithoutOneSaysWhatItLacks() {
		try (TestNode member = member(new TestSeat(TestNode.selfSigned(joined)))) {
			assertThatThrownBy(member::start).isInstanceOf(UnavailableException.class)
				.hasMessageContaining("not in the genesis roster");
		}
	}

	private TestNode member(TestSeat seat) {
		Node atHome = new Node(joined.name(), joined.key(), home, joined.bind(), joined.endpoints(), joined.genesis());
		TestSeat judging = new TestSeat(seat, federation.judge());
		return new TestNode(atHome, judging, Limits.DEFAULT, Optional.empty());
	}

}
