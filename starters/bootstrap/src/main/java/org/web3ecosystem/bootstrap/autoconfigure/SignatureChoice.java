package org.web3ecosystem.bootstrap.autoconfigure;

import java.util.Optional;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

import org.web3ecosystem.bootstrap.signature.SignatureProvider;
import org.web3ecosystem.bootstrap.signature.Signatures;
import org.web3ecosystem.spi.Setting;

/** Chooses who makes signatures, before there is anything that makes one. */
final class SignatureChoice implements BeanFactoryPostProcessor {

	private static final String SETTING = "web3.bootstrap.signatures";

	private static final String AUTO = "auto";

	private final Environment environment;

	SignatureChoice(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
		boolean any = environment.getProperty(SETTING, AUTO).equals(AUTO);
		Optional<SignatureProvider> only = any ? Optional.empty()
				: Optional.of(Binder.get(environment).bind(SETTING, Bindable.of(SignatureProvider.class)).get());
		try {
			Signatures.prefer(only);
		}
		catch (IllegalStateException unfit) {
			throw new Setting(SETTING).refuse(unfit,
					"Leave it out for the fastest provider that works here, or write conscrypt, bouncy-castle or jdk.");
		}
	}

}
