package org.web3ecosystem.systemtest.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Certificates for a server, which a node's operator asks it for with openssl's request.
 */
public final class Requests {

	private final TestNode node;

	private final Operator operator;

	private final String request;

	/**
	 * @param directory for a key that nobody uses
	 */
	public Requests(TestNode node, Operator operator, Path directory) {
		this(node, operator, directory, "local.internal");
	}

	/** In another federation than the local one. */
	public Requests(TestNode node, Operator operator, Path directory, String zone) {
		this.node = node;
		this.operator = operator;
		try {
			Path csr = directory.resolve(node.name() + ".csr");
			String name = "www." + node.name() + ".node." + zone;
			Peer.OPENSSL
				.run("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
						directory.resolve(node.name() + ".unused").toString(), "-subj", "/CN=" + name, "-addext",
						"subjectAltName=DNS:" + name, "-out", csr.toString())
				.successfully();
			this.request = Files.readString(csr);
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	/** A new certificate, its issuer behind it. */
	public List<X509Certificate> issue() {
		HttpResponse<String> answer = operator.post(node.https("/trustchain/certificates"), "application/pkcs10",
				request);
		if (answer.statusCode() != 201) {
			throw new AssertionError(answer.statusCode() + " " + answer.body());
		}
		return CtLog.certificates(answer.body());
	}

}
