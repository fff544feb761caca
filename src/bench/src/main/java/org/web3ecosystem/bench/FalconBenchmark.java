package org.web3ecosystem.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.web3ecosystem.spi.transport.FalconDemand;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.stoq.falcon.Falcon;
import org.web3ecosystem.stoq.falcon.FalconAlgorithm;
import org.web3ecosystem.stoq.falcon.FalconFinding;
import org.web3ecosystem.stoq.falcon.FalconSignature;

/**
 * What a Falcon signature adds to a HELLO, beside what the node key's signature costs
 * there. Judging one includes the node key's certification of the Falcon key.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class FalconBenchmark {

	private static final String DOMAIN = "bench/1";

	private final NodeKey nodeKey = NodeKey.generate();

	private final byte[] statement = new byte[200];

	private final byte[] nodeSignature = nodeKey.sign(DOMAIN, statement);

	@Param
	private FalconAlgorithm algorithm;

	private Falcon falcon;

	private FalconSignature shown;

	@Setup
	public void open() throws IOException {
		falcon = new Falcon(Files.createTempDirectory("falcon-bench"), nodeKey, algorithm, new SecureRandom());
		falcon.demand(FalconDemand.REQUIRED);
		shown = falcon.sign(statement).orElseThrow();
	}

	@Benchmark
	public FalconSignature signFalcon() {
		return falcon.sign(statement).orElseThrow();
	}

	@Benchmark
	public FalconFinding judgeFalcon() {
		return falcon.look(shown, nodeKey.publicKey(), statement);
	}

	@Benchmark
	public byte[] signNodeKey() {
		return nodeKey.sign(DOMAIN, statement);
	}

	@Benchmark
	public boolean verifyNodeKey() {
		return NodeKey.verify(nodeKey.publicKey(), DOMAIN, statement, nodeSignature);
	}

}
