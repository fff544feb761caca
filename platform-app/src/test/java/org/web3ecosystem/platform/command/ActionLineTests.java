package org.web3ecosystem.platform.command;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.web3ecosystem.caesar.ledger.AccountId;
import org.web3ecosystem.caesar.ledger.Payee;
import org.web3ecosystem.caesar.ledger.TransferId;
import org.web3ecosystem.spi.asset.AssetKind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ActionLineTests {

	private static final String ID = "0123456789abcdef0123456789abcdef";

	private static final Who OPERATOR = new Who.Operator(Path.of("/n"));

	private static Action action(String... arguments) {
		return act(arguments).action();
	}

	private static Command.Act act(String... arguments) {
		return (Command.Act) CommandLine.parse(arguments);
	}

	@Test
	void anOperatorNamesItsNodesHome() {
		assertThat(CommandLine.parse("asset", "register", "--id=box", "--kind=storage", "--home=/n", "-o", "json"))
			.isEqualTo(new Command.Act(OPERATOR, new Action.Register("box", AssetKind.STORAGE, ""), true));
	}

	@Test
	void anOwnerHasAKeyAndNamesAFederation() {
		assertThat(act("stake", "show", "--store=/k", "--passphrase-file=/p", "--genesis=/g",
				"--url=https://a:8443,https://[::1]:8443")
			.who())
			.isEqualTo(new Who.Owner(new Who.KeyFile(Path.of("/k"), Path.of("/p")), Optional.empty(),
					Optional.of(Path.of("/g")),
					List.of(URI.create("https://a:8443"), URI.create("https://[::1]:8443"))));
		assertThat(act("stake", "show", "--store=/k", "--passphrase-file=/p", "--home=/n").who())
			.isEqualTo(new Who.Owner(new Who.KeyFile(Path.of("/k"), Path.of("/p")), Optional.of(Path.of("/n")),
					Optional.empty(), List.of()));
	}

	@Test
	void aNodeSignsAndAnotherIsAsked() {
		assertThat(act("stake", "bond", "--amount=5", "--member=/packages", "--home=/n").who())
			.isEqualTo(new Who.Member(Path.of("/packages"), Path.of("/n")));
		assertThatExceptionOfType(UsageException.class)
			.isThrownBy(() -> act("stake", "bond", "--amount=5", "--member=/packages"))
			.withMessageContaining("--home");
		assertThatExceptionOfType(UsageException.class)
			.isThrownBy(() -> act("stake", "bond", "--amount=5", "--member=/packages", "--home=/n", "--store=/k"))
			.withMessageContaining("--store");
	}

	@Test
	void readsArePaths() {
		assertThat(action("package", "list", "--keyword=a&b c", "--limit=5", "--home=/n"))
			.isEqualTo(new Action.Read("/catalog/packages?keyword=a%26b%20c&limit=5"));
		assertThat(action("package", "show", "--name=db", "--version=^1.2", "--home=/n"))
			.isEqualTo(new Action.Read("/catalog/packages/db/%5E1.2"));
		assertThat(action("account", "transfers", "--after=3", "--home=/n"))
			.isEqualTo(new Action.ReadTransfers(Optional.empty(), "?after=3"));
		assertThat(action("account", "show", "--id=" + ID, "--home=/n"))
			.isEqualTo(new Action.ReadAccount(Optional.of(new AccountId(ID))));
	}

	@Test
	void aCertificateIsMeantByDigestOrFile() {
		assertThat(action("certificate", "list", "--limit=5", "--home=/n"))
			.isEqualTo(new Action.Read("/trustchain/log/entries?limit=5"));
		assertThat(action("certificate", "show", "--leaf=leaf.pem", "--home=/n"))
			.isEqualTo(new Action.ReadCertificate("leaf.pem"));
		assertThat(action("certificate", "revoke", "--leaf=ab", "--reason=keyCompromise", "--home=/n"))
			.isEqualTo(new Action.Revoke("ab", "keyCompromise"));
	}

	@Test
	void aValidatorIsProposedApprovedAndLetBackIn() {
		assertThat(action("validator", "propose", "--change=weigh node4 500,remove node3", "--home=/n"))
			.isEqualTo(new Action.ProposeRoster(List.of("weigh node4 500", "remove node3")));
		assertThat(action("validator", "approve", "--id=ab", "--home=/n")).isEqualTo(new Action.ApproveRoster("ab"));
		assertThat(action("validator", "conduct", "--home=/n")).isEqualTo(new Action.Read("/hypermesh/conduct"));
		assertThat(action("validator", "rehabilitate", "--node=ab", "--home=/n"))
			.isEqualTo(new Action.Rehabilitate("ab"));
	}

	@Test
	void anAuthorityIsListedInstalledAndTainted() {
		assertThat(action("authority", "list", "--home=/n")).isEqualTo(new Action.Read("/trustchain/authorities"));
		assertThat(action("authority", "install", "--home=/n")).isEqualTo(new Action.InstallAuthority());
		assertThat(action("authority", "taint", "--authority=ab", "--home=/n"))
			.isEqualTo(new Action.Taint("ab", Optional.empty(), Duration.ofMinutes(5)));
		assertThat(action("authority", "taint", "--authority=ab", "--validator=node2", "--within=30s", "--home=/n"))
			.isEqualTo(new Action.Taint("ab", Optional.of("node2"), Duration.ofSeconds(30)));
		assertThat(CommandLine.parse("authority", "renew", "--home=/n", "--root-key=/k", "--passphrase-file=/p"))
			.isEqualTo(new Command.RenewAuthority(Path.of("/n"), Path.of("/k"), false, Path.of("/p")));
		assertThat(CommandLine.parse("authority", "renew", "--home=/n", "--root=/r", "--passphrase-file=/p"))
			.isEqualTo(new Command.RenewAuthority(Path.of("/n"), Path.of("/r"), true, Path.of("/p")));
		assertThat(action("authority", "anchor", "--root=/r", "--home=/n")).isEqualTo(new Action.Anchor(Path.of("/r")));
	}

	@Test
	void aForeignFederationIsListedAddedRemovedAndItsPeersJudged() {
		assertThat(action("authority", "foreign", "list", "--home=/n"))
			.isEqualTo(new Action.Read("/trustchain/foreign"));
		assertThat(action("authority", "foreign", "add", "--domain=other.internal", "--endpoint=https://o/b",
				"--pin=ab,cd", "--home=/n"))
			.isEqualTo(new Action.AdmitForeign("other.internal", "https://o/b", List.of("ab", "cd"), Optional.empty()));
		assertThat(action("authority", "foreign", "remove", "--domain=other.internal", "--home=/n"))
			.isEqualTo(new Action.RemoveForeign("other.internal"));
		assertThat(action("authority", "foreign", "validate", "--domain=other.internal", "--chain=/c", "--as=server",
				"--home=/n"))
			.isEqualTo(new Action.ValidateForeign("other.internal", Path.of("/c"), "server"));
		assertThat(act("authority", "foreign", "validate", "--domain=other.internal", "--chain=/c", "--as=server",
				"--home=/n")
			.who()).isInstanceOf(Who.Operator.class);
		assertThatExceptionOfType(UsageException.class).isThrownBy(() -> action("authority", "foreign", "--home=/n"))
			.withMessageContaining("needs a verb");
		assertThatExceptionOfType(UsageException.class)
			.isThrownBy(() -> action("authority", "foreign", "ask", "--home=/n"))
			.withMessageContaining("no command 'authority foreign ask'");
	}

	@Test
	void aTransferHasTheIdItWasGivenOrANewOne() {
		assertThat(action("transfer", "send", "--to=" + ID, "--amount=5", "--id=" + ID, "--home=/n"))
			.isEqualTo(new Action.Pay(new TransferId(ID), Payee.of(ID), 5, 0, Optional.empty()));
		String[] without = { "transfer", "send", "--to=" + ID, "--amount=5", "--reserve=60s", "--home=/n" };
		assertThat(action(without)).isInstanceOfSatisfying(Action.Pay.class,
				pay -> assertThat(pay.reserve()).contains(Duration.ofMinutes(1)));
		assertThat(action(without)).isNotEqualTo(action(without));
	}

	@Test
	void aLeaseIsForAWhile() {
		assertThat(action("lease", "renew", "--id=box", "--term=2", "--for=1h", "--home=/n"))
			.isEqualTo(new Action.Renew("box", 2, Duration.ofHours(1)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "asset", "asset list", "asset eat --home=/n", "asset show --home=/n",
			"asset show --id=../x --home=/n", "asset show --id=a --home=/n --colour=red",
			"asset register --id=a --kind=gold --home=/n", "asset give --id=a --to=me --home=/n",
			"lease take --id=a --home=/n", "lease renew --id=a --term=0 --for=1h --home=/n",
			"transfer send --to=x --amount=1 --home=/n", "transfer send --amount=1 --home=/n",
			"transfer send --to=0123456789abcdef0123456789abcdef --amount=-1 --home=/n",
			"transfer send --to=0123456789abcdef0123456789abcdef --amount=9999999999999999999 --home=/n",
			"stake show --url=https://a --home=/n", "stake show --store=/k --passphrase-file=/p",
			"stake show --store=/k --home=/n", "stake show --store=/k --passphrase-file=/p --genesis=/g --url=http://a",
			"stake show -o yaml --home=/n", "key", "key eat", "key create --store=/k", "proof verify --file=/f",
			"proof verify --file=/f --genesis=/g --max-age=1h", "proof verify --file=/f --genesis=/g --name=a..b",
			"proof get --home=/n --name=a.b --key=k --to=/f" })
	void whatCannotBeMeantIsAnError(String line) {
		assertThatExceptionOfType(UsageException.class).isThrownBy(() -> CommandLine.parse(line.split(" ")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "1.5", "1e3", "9223372036854775808", "99999999999999999999" })
	void whatIsNoAmountIsToldTheRange(String amount) {
		String[] line = { "transfer", "send", "--to=" + ID, "--amount=" + amount, "--home=/n" };
		assertThatExceptionOfType(UsageException.class).isThrownBy(() -> CommandLine.parse(line))
			.withMessageContaining("--amount is a whole number from 1 to 9223372036854775807");
		line[3] = "--amount=9223372036854775807";
		assertThat(action(line)).isInstanceOf(Action.Pay.class);
	}

}
