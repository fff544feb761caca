package org.web3ecosystem.catalog.autoconfigure;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.web3ecosystem.catalog.entry.Blob;
import org.web3ecosystem.catalog.entry.Manifest;
import org.web3ecosystem.catalog.ledger.BlobEntry;
import org.web3ecosystem.catalog.ledger.PackageEntry;
import org.web3ecosystem.catalog.ledger.VersionEntry;
import org.web3ecosystem.catalog.resolve.Lock;
import org.web3ecosystem.catalog.resolve.Release;

/** The catalogue's entries as JSON. */
final class CatalogJson {

	private CatalogJson() {
	}

	static Map<String, Object> of(PackageEntry entry) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("name", entry.name());
		json.put("owner", entry.owner().hex());
		json.put("keywords", entry.keywords());
		json.put("versions", entry.releases().stream().map(CatalogJson::of).toList());
		return json;
	}

	private static Map<String, Object> of(Release release) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("version", release.version().toString());
		json.put("digest", release.digest());
		json.put("yanked", release.yanked());
		return json;
	}

	/** With all that is needed to check the signature without this node. */
	static Map<String, Object> of(VersionEntry entry) {
		Manifest manifest = entry.manifest();
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("name", manifest.name());
		json.put("version", manifest.version().toString());
		json.put("description", manifest.description());
		json.put("keywords", manifest.keywords());
		Map<String, Object> dependencies = new LinkedHashMap<>();
		manifest.dependencies().forEach((name, constraint) -> dependencies.put(name, constraint.text()));
		json.put("dependencies", dependencies);
		json.put("owner", manifest.owner().hex());
		json.put("digest", entry.signed().digest().hex());
		json.put("publishedAt", entry.publishedAt().toString());
		json.put("height", entry.height().number());
		json.put("manifest", base64(entry.signed().manifest()));
		json.put("ownerKey", base64(entry.signed().ownerKey()));
		json.put("signature", base64(entry.signed().signature()));
		return json;
	}

	static Map<String, Object> of(Blob blob, Optional<BlobEntry> entry) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("path", blob.path());
		json.put("mediaType", blob.mediaType());
		json.put("size", blob.content().size());
		json.put("digest", blob.content().digest().hex());
		json.put("root", blob.content().root().hex());
		json.put("holders", entry.map(BlobEntry::holders).orElse(List.of()).stream().map(CatalogJson::of).toList());
		return json;
	}

	private static Map<String, Object> of(BlobEntry.Holder holder) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("node", holder.node().hex());
		json.put("provenAt", holder.provenAt().toString());
		json.put("byteSeconds", holder.byteSeconds());
		return json;
	}

	static List<Map<String, Object>> of(Lock lock) {
		return lock.packages().stream().map(locked -> {
			Map<String, Object> json = new LinkedHashMap<>();
			json.put("name", locked.name());
			json.put("version", locked.version().toString());
			json.put("digest", locked.digest());
			return json;
		}).toList();
	}

	private static String base64(byte[] bytes) {
		return Base64.getEncoder().encodeToString(bytes);
	}

}
