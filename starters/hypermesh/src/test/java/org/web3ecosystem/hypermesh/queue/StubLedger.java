package org.web3ecosystem.hypermesh.queue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

import org.web3ecosystem.hypermesh.ledger.VerifiableLedger;

/** A ledger of which some answers are made up. */
final class StubLedger {

	private final Map<String, Function<Object[], Object>> answers = new HashMap<>();

	private final VerifiableLedger real;

	StubLedger(VerifiableLedger real) {
		this.real = real;
	}

	/** From now on a method answers so. */
	StubLedger answer(String method, Function<Object[], Object> answer) {
		answers.put(method, answer);
		return this;
	}

	VerifiableLedger ledger() {
		return (VerifiableLedger) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { VerifiableLedger.class }, (proxy, method, arguments) -> {
					Function<Object[], Object> answer = answers.get(method.getName());
					if (answer != null) {
						return answer.apply(arguments);
					}
					try {
						return method.invoke(real, arguments);
					}
					catch (InvocationTargetException thrown) {
						throw thrown.getCause();
					}
				});
	}

}
