package org.web3ecosystem.stoq.forward;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.web3ecosystem.spi.NodeId;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TargetTests {

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1:80/tcp", "[::1]:53/udp", "db.internal:5432/tcp" })
	void readsWhatItWrites(String text) {
		assertThat(Target.parse(text)).hasToString(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "localhost", "localhost:80", "localhost:0/tcp", "localhost:65536/tcp",
			"localhost:80/sctp", "::1:53/udp", "a b:80/tcp", "localhost:080000/tcp", "localhost:80/tcp\n" })
	void refusesWhatIsNone(String text) {
		assertThatThrownBy(() -> Target.parse(text)).isInstanceOf(IllegalArgumentException.class);
	}

	@Test
	void isTheSameInCapitals() {
		assertThat(Target.parse("DB.internal:1/tcp")).isEqualTo(Target.parse("db.Internal:1/tcp"));
	}

	@Test
	void nothingIsAllowedThatIsNotSaid() {
		NodeId one = new NodeId("1".repeat(NodeId.LENGTH));
		NodeId two = new NodeId("2".repeat(NodeId.LENGTH));
		Target web = Target.parse("127.0.0.1:80/tcp");
		assertThat(AllowList.NOTHING.allows(one, web)).isFalse();
		AllowList list = new AllowList(List.of(new AllowList.Rule(one::equals, Set.of(web))));
		assertThat(list.allows(one, web)).isTrue();
		assertThat(list.allows(two, web)).isFalse();
		assertThat(list.allows(one, Target.parse("127.0.0.1:80/udp"))).isFalse();
		assertThat(list.allows(one, Target.parse("127.0.0.1:81/tcp"))).isFalse();
		assertThat(list.allows(one, Target.parse("localhost:80/tcp"))).isFalse();
	}

}
