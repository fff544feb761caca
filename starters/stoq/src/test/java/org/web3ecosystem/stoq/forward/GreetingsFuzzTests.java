package org.web3ecosystem.stoq.forward;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import org.web3ecosystem.stoq.Fuzz;

/** The first messages of a forward, given what is nearly right. */
class GreetingsFuzzTests {

	@Test
	void aTargetIsReadOrRefused() {
		Fuzz.of(List.of(Greetings.ask(Target.parse("127.0.0.1:5432/tcp")),
				Greetings.ask(Target.parse("[2001:db8::1]:53/udp")), Greetings.ask(Target.parse("db.internal:1/tcp"))),
				Greetings::asked, Set.of(ForwardException.class));
	}

	@Test
	void anAnswerIsReadOrRefused() {
		Fuzz.of(List.of(Greetings.opened()), Greetings::answered, Set.of(ForwardException.class));
	}

}
