package org.web3ecosystem.bootstrap.discovery;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.web3ecosystem.spi.discovery.LocalZone;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceRegistration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ZoneFileTests {

	private static final Name ZONE = new Name("test.internal");

	@TempDir
	private Path directory;

	private LocalZone read(String text) {
		try {
			return ZoneFile.read(Files.writeString(directory.resolve("zone"), text), ZONE);
		}
		catch (IOException failure) {
			throw new AssertionError(failure);
		}
	}

	private static ServiceRegistration registration(LocalZone names, String name) {
		return names.find(new Name(name)).orElseThrow();
	}

	@Test
	void namesAreRelativeToTheZoneAndHaveTheShortestOfTheirTimes() throws IOException {
		LocalZone names = read("""
				$TTL 1h
				; what the zone has by itself
				@ IN SOA node1.node hostmaster 1 2 3 4 5
				@ IN NS node1.node
				printer      A    192.0.2.1
				        600  A    192.0.2.2
				_ipp._tcp    SRV  0 0 631 printer
				note.test.internal. TXT "one string"
				www          CNAME printer
				long         TXT  "v=DKIM1; p=" "abc"
				no._tcp      SRV  0 0 0 .
				""");
		ServiceRegistration printer = registration(names, "printer.test.internal");
		assertThat(printer.records()).containsExactly(new ResourceRecord.Address(InetAddress.getByName("192.0.2.1")),
				new ResourceRecord.Address(InetAddress.getByName("192.0.2.2")));
		assertThat(printer.ttl()).isEqualTo(Duration.ofMinutes(10));
		assertThat(registration(names, "_ipp._tcp.test.internal").records())
			.containsExactly(new ResourceRecord.Service(0, 0, 631, new Name("printer.test.internal")));
		assertThat(registration(names, "www.test.internal").records())
			.containsExactly(new ResourceRecord.Alias(new Name("printer.test.internal")));
		assertThat(names.registrations()).extracting(each -> each.name().text())
			.containsExactly("printer.test.internal", "_ipp._tcp.test.internal", "note.test.internal",
					"www.test.internal", "long.test.internal", "no._tcp.test.internal");
		assertThat(registration(names, "long.test.internal").records())
			.containsExactly(new ResourceRecord.Text(List.of("v=DKIM1; p=", "abc")));
		assertThat(registration(names, "no._tcp.test.internal").records())
			.containsExactly(new ResourceRecord.Service(0, 0, 0, Name.ROOT));
		assertThat(names.hasBelow(new Name("_tcp.test.internal"))).isTrue();
		assertThat(names.hasBelow(new Name("printer.test.internal"))).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			printer A 192.0.2.300            | zone: line 2
			printer MX 10 mail               | not served here: printer.test.internal MX
			sub NS printer                   | not served here: sub.test.internal NS
			printer CH A 192.0.2.1           | another class than IN: printer.test.internal A 192.0.2.1
			www CNAME www.example.com.       | and this is not: www.test.internal CNAME
			elsewhere.example. A 192.0.2.1   | is not in the zone
			node9.node A 192.0.2.1           | is the federation's own
			box.asset A 192.0.2.1            | is the federation's own
			_stoq._udp SRV 0 0 1 printer     | is the federation's own
			@ A 192.0.2.1                    | is the federation's own
			*.wild A 192.0.2.1               | *.wild
			$INCLUDE /etc/passwd             | zone: line 2
			$GENERATE 1-200 n$ A 192.0.2.$   | $GENERATE is not followed
			""")
	void whatCannotBeRegisteredRefusesTheFile(String line, String said) {
		assertThatIllegalArgumentException().isThrownBy(() -> read("$TTL 60\n" + line + "\n"))
			.withMessageContaining(said.strip())
			.withMessageContaining(directory.resolve("zone").toString());
	}

	@Test
	void anAliasHasNothingBesideIt() {
		assertThatIllegalArgumentException().isThrownBy(() -> read("$TTL 60\na CNAME b\na A 192.0.2.1\n"))
			.withMessageContaining("a.test.internal: a CNAME has no other record beside it");
	}

	@Test
	void thereIsALimitOfNamesAndOfBytes() {
		String many = IntStream.rangeClosed(1, ZoneFile.MAX_NAMES + 1)
			.mapToObj(i -> "n" + i + " 60 A 192.0.2.1\n")
			.collect(Collectors.joining());
		assertThatIllegalArgumentException().isThrownBy(() -> read(many)).withMessageContaining("more than 200 names");
		assertThatIllegalArgumentException().isThrownBy(() -> read(";".repeat(1 << 21)))
			.withMessageContaining("more than 1048576 bytes");
		assertThat(read(String.join("\n", List.of(many.split("\n")).subList(0, ZoneFile.MAX_NAMES)) + "\n")
			.registrations()).hasSize(ZoneFile.MAX_NAMES);
	}

	@Test
	void aFileThatIsNotThereSaysSo() {
		assertThatIllegalArgumentException().isThrownBy(() -> ZoneFile.read(directory.resolve("none"), ZONE))
			.withMessageContaining("none: there is no such file");
	}

}
