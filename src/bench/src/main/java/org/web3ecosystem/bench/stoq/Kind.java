package org.web3ecosystem.bench.stoq;

import java.io.IOException;

import io.netty.handler.ssl.SslProvider;
import org.web3ecosystem.spi.transport.FalconDemand;

/** What is compared, as far as it is Java. */
enum Kind {

	STOQ("STOQ over QUIC") {

		@Override
		Answerer answerer(Federation federation) {
			return new StoqAnswerer(federation, false, FalconDemand.OFF);
		}

		@Override
		Caller caller(Federation federation, String address) {
			return new StoqCaller(federation, false, FalconDemand.OFF, address);
		}

	},

	STOQ_FALCON("STOQ over QUIC, Falcon-512 required") {

		@Override
		Answerer answerer(Federation federation) {
			return new StoqAnswerer(federation, false, FalconDemand.REQUIRED);
		}

		@Override
		Caller caller(Federation federation, String address) {
			return new StoqCaller(federation, false, FalconDemand.REQUIRED, address);
		}

	},

	STOQ_TCP("STOQ over TCP") {

		@Override
		Answerer answerer(Federation federation) {
			return new StoqAnswerer(federation, true, FalconDemand.OFF);
		}

		@Override
		Caller caller(Federation federation, String address) {
			return new StoqCaller(federation, true, FalconDemand.OFF, address);
		}

	},

	QUIC("Netty QUIC, bare") {

		@Override
		Answerer answerer(Federation federation) {
			return BareQuic.answerer(federation);
		}

		@Override
		Caller caller(Federation federation, String address) {
			return BareQuic.caller(federation, address);
		}

	},

	TCNATIVE("Netty TCP, TLS of tcnative") {

		@Override
		Answerer answerer(Federation federation) throws IOException {
			return BareTls.answerer(federation, SslProvider.OPENSSL);
		}

		@Override
		Caller caller(Federation federation, String address) throws IOException {
			return BareTls.caller(federation, SslProvider.OPENSSL, address);
		}

	},

	JDK("Netty TCP, TLS of the JDK") {

		@Override
		Answerer answerer(Federation federation) throws IOException {
			return BareTls.answerer(federation, SslProvider.JDK);
		}

		@Override
		Caller caller(Federation federation, String address) throws IOException {
			return BareTls.caller(federation, SslProvider.JDK, address);
		}

	};

	private final String title;

	Kind(String title) {
		this.title = title;
	}

	String title() {
		return title;
	}

	abstract Answerer answerer(Federation federation) throws IOException;

	abstract Caller caller(Federation federation, String address) throws IOException;

}
