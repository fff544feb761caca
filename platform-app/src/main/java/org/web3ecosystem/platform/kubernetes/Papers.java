package org.web3ecosystem.platform.kubernetes;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.web3ecosystem.platform.command.RefusedException;

/**
 * What the papers of a federation are called in a cluster.
 *
 * @param name of the StatefulSet, with which all their names begin
 */
record Papers(String name) {

	private static final Pattern POD = Pattern.compile("([a-z][a-z0-9-]{0,60})-(0|[1-9][0-9]{0,2})");

	/** Those of the federation that a pod of its StatefulSet belongs to. */
	static Papers ofPod(String pod) {
		Matcher parts = POD.matcher(pod);
		if (!parts.matches()) {
			throw new RefusedException(pod + " is no pod of a StatefulSet",
					"name it as Kubernetes does, with its number at the end");
		}
		return new Papers(parts.group(1));
	}

	/** The ConfigMap with what everybody may know. */
	String federation() {
		return name + "-federation";
	}

	/** The Secret with the root key, encrypted. */
	String rootKey() {
		return name + "-root-key";
	}

	/** The Secret with the home of the validator in a pod. */
	String home(int ordinal) {
		return home(name + "-" + ordinal);
	}

	static String home(String pod) {
		return pod + "-home";
	}

}
