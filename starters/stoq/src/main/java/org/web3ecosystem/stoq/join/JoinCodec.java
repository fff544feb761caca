package org.web3ecosystem.stoq.join;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.trust.Admission;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.JoinRequest;
import org.web3ecosystem.stoq.wire.Frame;
import org.web3ecosystem.stoq.wire.FrameType;

/** What is said at the door. */
final class JoinCodec {

	private JoinCodec() {
	}

	static Frame knock() {
		return Frame.of(FrameType.JOIN_KNOCK, Cbor.struct());
	}

	static Frame root(byte[] certificate) {
		return Frame.of(FrameType.JOIN_ROOT, Cbor.struct(Map.entry("root", Cbor.of(certificate))));
	}

	static byte[] root(Frame frame) {
		return frame.struct().only("root").bytes("root");
	}

	static Frame request(JoinRequest request) {
		return Frame.of(FrameType.JOIN_REQUEST,
				Cbor.struct(Map.entry("token", Cbor.of(request.token())),
						Map.entry("nodeKey", Cbor.of(request.nodeKey())), Map.entry("name", Cbor.of(request.name())),
						Map.entry("csr", Cbor.of(request.csr())), Map.entry("proof", Cbor.of(request.proof()))));
	}

	static JoinRequest request(Frame frame) {
		Cbor.Struct map = frame.struct().only("token", "nodeKey", "name", "csr", "proof");
		return new JoinRequest(map.bytes("token"), map.bytes("nodeKey"), map.text("name"), map.bytes("csr"),
				map.bytes("proof"));
	}

	static Frame admission(Admission admission) {
		List<Cbor> chain = new ArrayList<>();
		try {
			for (X509Certificate certificate : admission.chain().certificates()) {
				chain.add(Cbor.of(certificate.getEncoded()));
			}
		}
		catch (CertificateEncodingException unencodable) {
			throw new IllegalStateException("a certificate without encoding was issued", unencodable);
		}
		return Frame.of(FrameType.JOIN_ADMISSION, Cbor.struct(Map.entry("genesis", Cbor.of(admission.genesis())),
				Map.entry("chain", Cbor.of(chain)), Map.entry("zoneName", Cbor.of(admission.zoneName()))));
	}

	static Admission admission(Frame frame) {
		Cbor.Struct map = frame.struct().only("genesis", "chain", "zoneName");
		List<X509Certificate> chain = new ArrayList<>();
		for (Cbor item : map.array("chain")) {
			chain.add(certificate((item instanceof Cbor.Bytes bytes) ? bytes.value() : new byte[0]));
		}
		return new Admission(map.bytes("genesis"), new CertificateChain(chain), map.text("zoneName"));
	}

	static Frame refusal(String reason) {
		return Frame.of(FrameType.JOIN_REFUSAL, Cbor.struct(Map.entry("reason", Cbor.of(reason))));
	}

	static String refusal(Frame frame) {
		return frame.struct().only("reason").text("reason");
	}

	static X509Certificate certificate(byte[] encoded) {
		try {
			return (X509Certificate) CertificateFactory.getInstance("X.509")
				.generateCertificate(new ByteArrayInputStream(encoded));
		}
		catch (CertificateException malformed) {
			throw new CborException("not a certificate: " + malformed.getMessage());
		}
	}

}
