package org.web3ecosystem.systemtest.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The chart, as helm makes Kubernetes objects of it. */
public final class Chart {

	/** Of the repository. */
	public static final Path ROOT = Path.of(System.getProperty("web3.root", "../..")).toAbsolutePath().normalize();

	/** Where it lies. */
	public static final Path FOLDER = ROOT.resolve("helm/web3-platform");

	private static final String RELEASE = "fed";

	private static final JsonMapper JSON = new JsonMapper();

	private Chart() {
	}

	/** The values that are rendered here; each is an installation somebody could want. */
	public static List<Path> values() {
		try (Stream<Path> files = Files.list(FOLDER.resolve("ci"))) {
			return files.sorted().toList();
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	/** Renders it; the program's end is the caller's to look at. */
	public static Program template(Path values, String kubernetes, String... more) {
		return template(Peer.HELM, values, kubernetes, more);
	}

	/** The same by another helm. */
	public static Program template(Peer helm, Path values, String kubernetes, String... more) {
		List<String> arguments = new ArrayList<>(List.of("template", RELEASE, FOLDER.toString(), "--namespace=fed",
				"--values=" + values, "--kube-version=" + kubernetes, "--api-versions=monitoring.coreos.com/v1"));
		arguments.addAll(List.of(more));
		return helm.run(Map.of(), arguments);
	}

	/** The objects of a release. */
	public static List<JsonNode> objects(Path values, String kubernetes, String... more) {
		String text = template(values, kubernetes, more).successfully();
		Iterable<Object> documents = new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text);
		return StreamSupport.stream(documents.spliterator(), false)
			.filter(Objects::nonNull)
			.map(document -> JSON.<JsonNode>valueToTree(document))
			.toList();
	}

	/** Those of a kind. */
	public static List<JsonNode> of(List<JsonNode> objects, String kind) {
		return objects.stream().filter(object -> object.path("kind").asString("").equals(kind)).toList();
	}

	/** What the schemas of Kubernetes say against them; empty if nothing. */
	public static String complaints(Path scratch, List<JsonNode> objects) {
		String modules = System.getenv().getOrDefault("WEB3_NPM_PEERS", "");
		Path models = Path.of(modules).resolve("node_modules");
		Peer.missing(!modules.isEmpty() && Files.isDirectory(models.resolve("kubernetes-models")),
				"kubernetes-models is missing (npm package, in the folder that WEB3_NPM_PEERS names)");
		try {
			Path script = scratch.resolve("schema.mjs");
			Files.copy(ROOT.resolve("src/system-test/kube/schema.mjs"), script);
			Files.createSymbolicLink(scratch.resolve("node_modules"), models);
			Path documents = Files.writeString(scratch.resolve("objects.json"), JSON.writeValueAsString(objects));
			Program checked = Peer.NODE.run(script.toString(), documents.toString());
			return checked.exit() == 0 ? "" : checked.out() + checked.err();
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

}
