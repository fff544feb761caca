package org.web3ecosystem.platform.edge;

import java.io.IOException;

import io.netty.handler.timeout.ReadTimeoutException;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import reactor.netty.channel.AbortedException;

import static org.assertj.core.api.Assertions.assertThat;

class DroppedErrorsTests {

	@Test
	void aClientThatWentAwayIsNoErrorOfOurs() {
		assertThat(DroppedErrors.isClients(new IOException("recvAddress(..) failed: Connection reset by peer")))
			.isTrue();
		assertThat(DroppedErrors.isClients(AbortedException.beforeSend())).isTrue();
		assertThat(DroppedErrors.isClients(ReadTimeoutException.INSTANCE)).isTrue();
		assertThat(DroppedErrors.isClients(new BrokenOffException(HttpStatus.BAD_REQUEST, "broke off", null))).isTrue();
	}

	@Test
	void everythingElseIs() {
		assertThat(DroppedErrors.isClients(new IllegalStateException("a defect"))).isFalse();
		assertThat(DroppedErrors.isClients(new IOException("no space left on device"))).isFalse();
	}

}
