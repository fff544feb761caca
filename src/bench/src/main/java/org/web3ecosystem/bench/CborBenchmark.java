package org.web3ecosystem.bench;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.web3ecosystem.spi.cbor.Cbor;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.cbor.CBORMapper;

/**
 * A message of the size of a signed transaction with a proof, read into a tree and
 * written again. Both sides read the same bytes; ours also checks that they are the only
 * ones for this value.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class CborBenchmark {

	private static final int LIMIT = 1 << 20;

	private final CBORMapper jackson = new CBORMapper();

	private final Cbor item = message();

	private final byte[] encoded = item.encode();

	private final JsonNode tree = jackson.readTree(encoded);

	@Benchmark
	public Cbor readOurs() {
		return Cbor.decode(encoded, LIMIT);
	}

	@Benchmark
	public JsonNode readJackson() {
		return jackson.readTree(encoded);
	}

	@Benchmark
	public byte[] writeOurs() {
		return item.encode();
	}

	@Benchmark
	public byte[] writeJackson() {
		return jackson.writeValueAsBytes(tree);
	}

	private static Cbor message() {
		SplittableRandom random = new SplittableRandom(1);
		List<Cbor> path = IntStream.range(0, 16).mapToObj(i -> Cbor.of(bytes(random, 32))).toList();
		return Cbor.struct(Map.entry("author", Cbor.of(bytes(random, 44))), Map.entry("module", Cbor.of("assets")),
				Map.entry("nonce", Cbor.of(random.nextLong(Long.MAX_VALUE))),
				Map.entry("body", Cbor.of(bytes(random, 200))), Map.entry("path", Cbor.of(path)),
				Map.entry("critical", Cbor.of(true)), Map.entry("signature", Cbor.of(bytes(random, 64))));
	}

	private static byte[] bytes(SplittableRandom random, int length) {
		byte[] content = new byte[length];
		random.nextBytes(content);
		return content;
	}

}
