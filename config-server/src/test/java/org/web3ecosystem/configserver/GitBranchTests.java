package org.web3ecosystem.configserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.ResetCommand;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.transport.RefSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.env.StandardEnvironment;

import org.web3ecosystem.configserver.table.AcceptedTable;
import org.web3ecosystem.configserver.table.TableState;

import static org.assertj.core.api.Assertions.assertThat;

class GitBranchTests {

	@TempDir
	private Path directory;

	private Path bare;

	private Git work;

	private AcceptedTable table;

	@BeforeEach
	void begin() throws IOException, GitAPIException {
		bare = directory.resolve("tables.git");
		Git.init().setBare(true).setInitialBranch("main").setDirectory(bare.toFile()).call().close();
		work = Git.init().setInitialBranch("main").setDirectory(directory.resolve("work").toFile()).call();
		push(TestTable.TEXT);
		table = table();
	}

	@AfterEach
	void end() {
		work.close();
	}

	@Test
	void whatIsPushedIsAccepted() throws IOException, GitAPIException {
		assertThat(table.look()).isEqualTo(new TableState.Current());
		assertThat(copy()).hasContent(TestTable.TEXT);
		push(TestTable.TEXT.replace("45s", "46s"));
		assertThat(table.look()).isEqualTo(new TableState.Current());
		assertThat(copy()).content().contains("46s");
	}

	@Test
	void anImpossibleOneIsRefusedWithItsLineAndChangesNothing() throws IOException, GitAPIException {
		table.look();
		push(TestTable.TEXT.replace("\"hybrid\"", "\"hybird\""));
		assertThat(refused()).contains("main:bootstrap.toml, line 11").contains("hybird");
		assertThat(copy()).hasContent(TestTable.TEXT);
	}

	@Test
	void aBranchThatWasWrittenAnewIsFollowed() throws IOException, GitAPIException {
		push(TestTable.TEXT.replace("45s", "46s"));
		table.look();
		work.reset().setMode(ResetCommand.ResetType.HARD).setRef("HEAD~1").call();
		push(TestTable.TEXT.replace("45s", "47s"));
		assertThat(table.look()).isEqualTo(new TableState.Current());
		assertThat(copy()).content().contains("47s");
	}

	@Test
	void aRepositoryThatIsAwayLeavesTheLastOneAlsoOverAStart() throws IOException {
		table.look();
		Path elsewhere = Files.move(bare, directory.resolve("elsewhere.git"));
		assertThat(refused()).contains("it cannot be fetched");
		table = table();
		assertThat(refused()).contains("it cannot be fetched");
		assertThat(copy()).hasContent(TestTable.TEXT);
		Files.move(elsewhere, bare);
		assertThat(table.look()).isEqualTo(new TableState.Current());
	}

	@Test
	void aBranchThatIsNotThereIsSaid() {
		table = table("other");
		assertThat(table.look()).isInstanceOf(TableState.Missing.class);
		assertThat(table.look().toString()).contains("other");
	}

	@Test
	void noLinkIsFollowed() throws IOException, GitAPIException {
		table.look();
		Path secret = Files.writeString(directory.resolve("secret"), "password = 1");
		Files.delete(file());
		Files.createSymbolicLink(file(), secret);
		push();
		assertThat(refused()).doesNotContain("password");
		assertThat(copy()).hasContent(TestTable.TEXT);
	}

	private String refused() {
		TableState state = table.look();
		assertThat(state).isInstanceOf(TableState.Outdated.class);
		return state.toString();
	}

	private AcceptedTable table() {
		return table("main");
	}

	private AcceptedTable table(String branch) {
		Path home = directory.resolve("home");
		TableProperties properties = new TableProperties(directory.resolve("unused"), home,
				new TableProperties.Git(bare.toUri().toString(), branch, Duration.ZERO));
		return new AcceptedTable(new GitBranch(properties.git(), properties.cloned(), new StandardEnvironment()),
				properties.accepted());
	}

	private Path copy() {
		return directory.resolve("home/accepted/bootstrap.toml");
	}

	private Path file() {
		return directory.resolve("work/bootstrap.toml");
	}

	private void push(String text) throws IOException, GitAPIException {
		Files.writeString(file(), text);
		push();
	}

	private void push() throws GitAPIException {
		work.add().addFilepattern(".").call();
		work.commit().setMessage("table").setSign(false).setAuthor("test", "test@localhost").call();
		work.push().setRemote(bare.toString()).setForce(true).setRefSpecs(new RefSpec("main")).call();
	}

}
