package org.web3ecosystem.hypermesh.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.springframework.web.reactive.function.server.ServerRequest;
import org.web3ecosystem.hypermesh.autoconfigure.Problems.BadRequestException;
import org.web3ecosystem.spi.PlainText;
import org.web3ecosystem.spi.asset.Asset;
import org.web3ecosystem.spi.asset.AssetKind;
import reactor.core.publisher.Mono;

/** The body of a registration: {@code {"id", "kind", "description"}}, nothing else. */
record AssetRequest(String id, AssetKind kind, String description) {

	private static final List<String> FIELDS = List.of("id", "kind", "description");

	static Mono<AssetRequest> of(ServerRequest request) {
		return JsonBody.of(request, FIELDS)
			.map(body -> new AssetRequest(id(body.text("id")), kind(body.text("kind")),
					description(body.has("description") ? body.text("description") : "")));
	}

	private static String id(String id) {
		if (!id.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
			throw new BadRequestException(
					"field 'id' is a DNS label: 1 to 63 lower-case letters, digits and inner hyphens");
		}
		return id;
	}

	private static AssetKind kind(String name) {
		return Arrays.stream(AssetKind.values())
			.filter(kind -> kind.name().equals(name.toUpperCase(Locale.ROOT)))
			.findFirst()
			.orElseThrow(
					() -> new BadRequestException("field 'kind' is one of " + Arrays.toString(AssetKind.values())));
	}

	private static String description(String text) {
		if (text.length() > Asset.MAX_DESCRIPTION) {
			throw new BadRequestException(
					"field 'description' has at most " + Asset.MAX_DESCRIPTION + " characters, not " + text.length());
		}
		PlainText.firstRefused(text).ifPresent(point -> {
			throw new BadRequestException(
					"field 'description' has a control or invisible character, U+%04X".formatted(point));
		});
		return text;
	}

}
