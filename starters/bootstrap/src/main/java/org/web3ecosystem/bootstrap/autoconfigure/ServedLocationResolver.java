package org.web3ecosystem.bootstrap.autoconfigure;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

import org.springframework.boot.context.config.ConfigDataLocation;
import org.springframework.boot.context.config.ConfigDataLocationResolver;
import org.springframework.boot.context.config.ConfigDataLocationResolverContext;
import org.springframework.boot.context.config.Profiles;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.util.ClassUtils;

import org.web3ecosystem.bootstrap.served.Pin;
import org.web3ecosystem.bootstrap.served.Question;
import org.web3ecosystem.spi.Setting;

/**
 * Knows {@code spring.config.import=configserver:http://…}, as Spring Cloud's client
 * does, which goes first where it is. That one looks up this machine's own name at every
 * start, server or not, and takes any setting from whoever answers.
 */
final class ServedLocationResolver implements ConfigDataLocationResolver<ServedResource> {

	private static final String PREFIX = "configserver:";

	private static final String CLOUD = "org.springframework.cloud.config.client.ConfigServerConfigDataLocationResolver";

	private static final String PINS = "web3.bootstrap.config-server.pin";

	private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_-]{0,63}";

	@Override
	public boolean isResolvable(ConfigDataLocationResolverContext context, ConfigDataLocation location) {
		return location.hasPrefix(PREFIX) && !ClassUtils.isPresent(CLOUD, getClass().getClassLoader());
	}

	/** The phase is not known before profiles are. */
	@Override
	public List<ServedResource> resolve(ConfigDataLocationResolverContext context, ConfigDataLocation location) {
		return List.of();
	}

	@Override
	public List<ServedResource> resolveProfileSpecific(ConfigDataLocationResolverContext context,
			ConfigDataLocation location, Profiles profiles) {
		Binder binder = context.getBinder();
		String application = binder.bind("spring.application.name", String.class).orElse("");
		String phase = StreamSupport.stream(profiles.spliterator(), false)
			.filter(profile -> profile.matches("phase-[0-3]"))
			.findFirst()
			.orElse("default");
		URI server = address(location.getNonPrefixedValue(PREFIX));
		Question question = question(server, application.matches(NAME) ? application : "application", phase,
				BootstrapProperties.Server.pins(binder.bind(PINS, Bindable.listOf(String.class)).orElse(List.of())));
		return List.of(new ServedResource(location.isOptional(), question,
				binder.bind("web3.node.home", Path.class).orElse(null)));
	}

	private static Question question(URI server, String application, String profile, List<Pin> pins) {
		try {
			return Question.of(server, application, profile, pins);
		}
		catch (IllegalArgumentException plain) {
			throw new Setting("spring.config.import").refuse(plain,
					"Write configserver:https://…, or leave out " + PINS + ".");
		}
	}

	private static URI address(String text) {
		try {
			return Question.address(text);
		}
		catch (IllegalArgumentException wrong) {
			throw new Setting("spring.config.import").refuse(wrong,
					"Write configserver: and the server's address, such as configserver:http://127.0.0.1:8888.");
		}
	}

}
