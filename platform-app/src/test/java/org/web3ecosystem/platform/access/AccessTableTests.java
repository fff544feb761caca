package org.web3ecosystem.platform.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.web3ecosystem.platform.access.Question.Client;

import static org.assertj.core.api.Assertions.assertThat;

/** The table cell by cell, what a cell means, and that the document shows it. */
class AccessTableTests {

	/** reader, owner, operator, validator, federation admin. */
	@ParameterizedTest
	@CsvSource({ "DASHBOARD, READ, ANYWHERE, NOWHERE, ANYWHERE, NOWHERE, NOWHERE",
			"DASHBOARD, WRITE, NOWHERE, NOWHERE, ANYWHERE, NOWHERE, NOWHERE",
			"HEALTH, READ, ANYWHERE, NOWHERE, ANYWHERE, NOWHERE, NOWHERE",
			"HEALTH, WRITE, NOWHERE, NOWHERE, ANYWHERE, NOWHERE, NOWHERE",
			"METRICS, READ, ANYWHERE, NOWHERE, ANYWHERE, NOWHERE, NOWHERE",
			"METRICS, WRITE, NOWHERE, NOWHERE, ANYWHERE, NOWHERE, NOWHERE",
			"WALK, READ, ANYWHERE, NOWHERE, ANYWHERE, NOWHERE, NOWHERE",
			"WALK, WRITE, NOWHERE, NOWHERE, ANYWHERE, NOWHERE, NOWHERE",
			"MANAGEMENT, READ, NOWHERE, NOWHERE, ANYWHERE, NOWHERE, NOWHERE",
			"MANAGEMENT, WRITE, NOWHERE, NOWHERE, ANYWHERE, NOWHERE, NOWHERE",
			"TRUST, READ, ANYWHERE, NOWHERE, ANYWHERE, NOWHERE, NOWHERE",
			"TRUST, WRITE, NOWHERE, NOWHERE, ANYWHERE, NOWHERE, NOWHERE",
			"REVOCATION_STATUS, READ, ANYWHERE, NOWHERE, ANYWHERE, NOWHERE, NOWHERE",
			"REVOCATION_STATUS, WRITE, NOWHERE, NOWHERE, ANYWHERE, NOWHERE, NOWHERE",
			"NAMES, READ, SECURELY, NOWHERE, ANYWHERE, NOWHERE, NOWHERE",
			"NAMES, WRITE, NOWHERE, NOWHERE, ANYWHERE, NOWHERE, NOWHERE",
			"LOG, READ, ANYWHERE, NOWHERE, ANYWHERE, NOWHERE, NOWHERE",
			"LOG, WRITE, NOWHERE, ANYWHERE, ANYWHERE, NOWHERE, NOWHERE",
			"JOIN_TOKENS, READ, NOWHERE, NOWHERE, ANYWHERE, NOWHERE, NOWHERE",
			"JOIN_TOKENS, WRITE, NOWHERE, NOWHERE, ANYWHERE, NOWHERE, NOWHERE",
			"ORDERS, READ, ANYWHERE, NOWHERE, ANYWHERE, NOWHERE, NOWHERE",
			"ORDERS, WRITE, NOWHERE, ANYWHERE, ANYWHERE, NOWHERE, NOWHERE",
			"TRANSACTIONS, READ, HERE, BY_CHOICE, ANYWHERE, NOWHERE, NOWHERE",
			"TRANSACTIONS, WRITE, NOWHERE, BY_CHOICE, ANYWHERE, NOWHERE, NOWHERE",
			"LEDGER, READ, HERE, BY_CHOICE, ANYWHERE, NOWHERE, NOWHERE",
			"LEDGER, WRITE, NOWHERE, NOWHERE, ANYWHERE, NOWHERE, NOWHERE",
			"QUEUE, READ, NOWHERE, NOWHERE, ANYWHERE, NOWHERE, NOWHERE",
			"QUEUE, WRITE, NOWHERE, NOWHERE, ANYWHERE, NOWHERE, NOWHERE",
			"ASSETS, READ, HERE, NOWHERE, ANYWHERE, NOWHERE, NOWHERE",
			"ASSETS, WRITE, NOWHERE, NOWHERE, ANYWHERE, NOWHERE, NOWHERE",
			"PACKAGES, READ, HERE, NOWHERE, ANYWHERE, NOWHERE, NOWHERE",
			"PACKAGES, WRITE, NOWHERE, NOWHERE, ANYWHERE, NOWHERE, NOWHERE",
			"ECONOMY, READ, HERE, NOWHERE, ANYWHERE, NOWHERE, NOWHERE",
			"ECONOMY, WRITE, NOWHERE, NOWHERE, ANYWHERE, NOWHERE, NOWHERE",
			"AUDIT, READ, NOWHERE, NOWHERE, ANYWHERE, NOWHERE, NOWHERE",
			"AUDIT, WRITE, NOWHERE, NOWHERE, ANYWHERE, NOWHERE, NOWHERE",
			"API, READ, HERE, NOWHERE, ANYWHERE, NOWHERE, NOWHERE",
			"API, WRITE, NOWHERE, NOWHERE, ANYWHERE, NOWHERE, NOWHERE",
			"NOTHING, READ, HERE, NOWHERE, ANYWHERE, NOWHERE, NOWHERE",
			"NOTHING, WRITE, NOWHERE, NOWHERE, ANYWHERE, NOWHERE, NOWHERE" })
	void aCell(Resource resource, Verb verb, Where reader, Where owner, Where operator, Where validator, Where admin) {
		assertThat(cells(resource, verb)).containsExactly(reader, owner, operator, validator, admin);
	}

	@Test
	void noCellIsForgottenAbove() throws NoSuchMethodException {
		CsvSource rows = AccessTableTests.class
			.getDeclaredMethod("aCell", Resource.class, Verb.class, Where.class, Where.class, Where.class, Where.class,
					Where.class)
			.getAnnotation(CsvSource.class);
		assertThat(rows.value()).extracting(row -> row.split(", ")[0] + " " + row.split(", ")[1])
			.containsExactlyElementsOf(Arrays.stream(Resource.values())
				.flatMap(resource -> Stream.of(Verb.values()).map(verb -> resource + " " + verb))
				.toList());
	}

	/**
	 * Every resource, by every method, from everywhere, by everybody: 7 296 questions,
	 * against what the cells say.
	 */
	@Test
	void everyQuestionIsAnsweredByItsCell() {
		int asked = 0;
		for (Resource resource : Resource.values()) {
			for (Question question : questions(resource)) {
				for (boolean choice : List.of(false, true)) {
					boolean granted = new AccessRules(choice).decide(question) instanceof Decision.Granted;
					assertThat(granted).as("%s, owners from anywhere: %s", question, choice)
						.isEqualTo(expected(resource, question, choice));
					asked++;
				}
			}
		}
		assertThat(asked).isEqualTo(Resource.values().length * 8 * 8 * 3 * 2);
	}

	@Test
	void whoIsRefusedIsToldWhatWouldHelp() {
		AccessRules rules = new AccessRules(false);
		assertThat(rules.decide(new Question("POST", "/hypermesh/assets", true, true, false, Client.ANONYMOUS)))
			.isInstanceOf(Decision.Unauthenticated.class);
		assertThat(rules.decide(new Question("POST", "/hypermesh/assets", true, true, false, Client.STRANGER)))
			.isInstanceOf(Decision.Forbidden.class);
		assertThat(rules.decide(new Question("POST", "/hypermesh/assets", false, true, false, Client.ANONYMOUS)))
			.isInstanceOf(Decision.Forbidden.class);
		assertThat(rules.decide(new Question("POST", "/hypermesh/transactions", true, false, false, Client.ANONYMOUS)))
			.isEqualTo(new Decision.Unauthenticated(
					"owners write from this node's own machine: show the operator's certificate"));
	}

	@Test
	void namesAreToldToAnybodyOverHttpsAlone() {
		AccessRules rules = new AccessRules(false);
		for (String method : List.of("GET", "POST")) {
			assertThat(rules.decide(new Question(method, "/dns-query", true, false, false, Client.ANONYMOUS)))
				.isEqualTo(new Decision.Granted(Role.READER));
			assertThat(rules.decide(new Question(method, "/dns-query", false, true, false, Client.ANONYMOUS)))
				.isEqualTo(new Decision.Forbidden("this is said over HTTPS alone: use the HTTPS port"));
		}
	}

	@Test
	void anOwnerIsToldFromAnOperator() {
		AccessRules rules = new AccessRules(true);
		Question owner = new Question("POST", "/hypermesh/transactions", true, false, false, Client.ANONYMOUS);
		assertThat(rules.decide(owner)).isEqualTo(new Decision.Granted(Role.OWNER));
		assertThat(rules.decide(new Question("POST", "/hypermesh/transactions", true, false, false, Client.OPERATOR)))
			.isEqualTo(new Decision.Granted(Role.OPERATOR));
	}

	@ParameterizedTest
	@CsvSource({ "/, DASHBOARD", "/dashboard/board.js, DASHBOARD", "/index.html, DASHBOARD", "/index.htmlx, NOTHING",
			"/actuator, WALK", "/actuator/, MANAGEMENT", "/actuatorx, NOTHING", "/actuator/health/stay, HEALTH",
			"/actuator/healthx, MANAGEMENT", "/actuator/env, MANAGEMENT", "/trustchain/tokens, JOIN_TOKENS",
			"/trustchain/tokens/x, JOIN_TOKENS", "/trustchain/tokensx, TRUST", "/trustchainx, NOTHING",
			"/acme/directory, ORDERS", "/acme, ORDERS", "/acmex, NOTHING", "/ct/v1/get-sth, LOG", "/ctx, NOTHING",
			"/trustchain/acme/keys, TRUST", "/hypermesh/transactions, TRANSACTIONS",
			"/hypermesh/transactions/1, TRANSACTIONS", "/hypermesh/ledger/roots/latest, LEDGER",
			"/hypermesh/blocks, LEDGER", "/hypermesh/blocksx, ASSETS", "/hypermesh/assets/genesis, ASSETS",
			"/hypermesh/queue, QUEUE", "/hypermesh/queue/1, QUEUE", "/hypermesh, ASSETS", "/audit, AUDIT",
			"/v3/api-docs, API", "/v3/api-docs.yaml, NOTHING", "/v3, NOTHING" })
	void aPathBelongsToOneResource(String path, Resource resource) {
		assertThat(Resource.of(path)).isEqualTo(resource);
	}

	@Test
	void theReadmeShowsThisTable() throws IOException {
		String readme = Files.readString(Path.of("README.md"));
		String table = document();
		assertThat(readme).as("README.md shows:%n%s", table).contains(table);
	}

	private static String document() {
		List<String> lines = new ArrayList<>(List.of(
				"| resource | paths | verb | "
						+ Stream.of(Role.values()).map(Role::text).collect(Collectors.joining(" | ")) + " |",
				"|---|---|---" + "|---".repeat(Role.values().length) + "|"));
		for (Resource resource : Resource.values()) {
			for (Verb verb : Verb.values()) {
				lines.add("| " + resource.name().toLowerCase().replace('_', ' ') + " | "
						+ resource.paths().stream().map(path -> "`" + path + "`").collect(Collectors.joining(" "))
						+ " | " + verb.name().toLowerCase() + " | "
						+ cells(resource, verb).stream().map(Where::text).collect(Collectors.joining(" | ")) + " |");
			}
		}
		return String.join("\n", lines);
	}

	private static List<Where> cells(Resource resource, Verb verb) {
		return Stream.of(Role.values()).map(role -> resource.cell(role, verb)).toList();
	}

	private static List<Question> questions(Resource resource) {
		String path = resource.paths().getFirst().replace("/**", "/below");
		List<Question> questions = new ArrayList<>();
		for (String method : List.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE")) {
			for (int bits = 0; bits < 8; bits++) {
				for (Client client : Client.values()) {
					questions
						.add(new Question(method, path, (bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, client));
				}
			}
		}
		return questions;
	}

	/** Said in another way than the rules say it. */
	private static boolean expected(Resource resource, Question question, boolean choice) {
		boolean read = List.of("GET", "HEAD", "OPTIONS").contains(question.method()) || question.method().equals("POST")
				&& (question.path().startsWith("/trustchain/ocsp") || question.path().equals("/dns-query"));
		Verb verb = read ? Verb.READ : Verb.WRITE;
		if (!read && (question.crossSite() || !question.secure())) {
			return false;
		}
		List<Where> cells = new ArrayList<>(List.of(resource.cell(Role.READER, verb), resource.cell(Role.OWNER, verb)));
		if (question.client() == Client.OPERATOR && question.secure()) {
			cells.add(resource.cell(Role.OPERATOR, verb));
		}
		return cells.contains(Where.ANYWHERE) || question.secure() && cells.contains(Where.SECURELY)
				|| question.local() && (cells.contains(Where.HERE) || cells.contains(Where.BY_CHOICE))
				|| choice && question.secure() && cells.contains(Where.BY_CHOICE);
	}

}
