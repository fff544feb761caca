package org.web3ecosystem.architecture;

import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaParameter;
import com.tngtech.archunit.core.domain.properties.CanBeAnnotated;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.jspecify.annotations.NullMarked;
import planted.web3ecosystem.caesar.util.PriceUtils;
import planted.web3ecosystem.catalog.entry.ReachesIntoStoq;
import planted.web3ecosystem.hypermesh.ledger.KnowsTheEngine;
import planted.web3ecosystem.hypermesh.ledger.ReadsTheClock;
import planted.web3ecosystem.hypermesh.ledger.RollsDice;
import planted.web3ecosystem.hypermesh.ledger.Sleeps;
import planted.web3ecosystem.spi.ImportsJackson;
import planted.web3ecosystem.stoq.autoconfigure.InjectsAField;
import planted.web3ecosystem.stoq.autoconfigure.IsLazy;
import planted.web3ecosystem.stoq.autoconfigure.TakesASeat;
import planted.web3ecosystem.stoq.tls.SeesItsWiring;
import planted.web3ecosystem.stoq.wire.Deserializes;
import planted.web3ecosystem.stoq.wire.Exits;
import planted.web3ecosystem.stoq.wire.ImportsSpring;
import planted.web3ecosystem.stoq.wire.Prints;
import planted.web3ecosystem.trustchain.ca.DerivesKeys;
import planted.web3ecosystem.trustchain.ct.GoesRound;
import planted.web3ecosystem.unmarked.NotMarked;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * A rule of the house together with a class that breaks it. A rule that nothing can be
 * seen to break does not exist here.
 */
enum HouseRule {

	STARTERS_MEET_ONLY_IN_SPI(slices().matching("..web3ecosystem.(*)..")
		.should()
		.notDependOnEachOther()
		.ignoreDependency(resideInAPackage("..web3ecosystem.platform.."), alwaysTrue())
		.ignoreDependency(resideInAPackage(Packages.CONFIG_SERVER + ".."),
				resideInAPackage("..web3ecosystem.bootstrap.toml.."))
		.ignoreDependency(alwaysTrue(), resideInAPackage("..web3ecosystem.spi..")), ReachesIntoStoq.class),

	SPRING_STAYS_IN_WIRING(noClasses().that()
		.resideOutsideOfPackages(Packages.PLATFORM, Packages.CONFIG_SERVER, Packages.AUTOCONFIGURE, Packages.ACTUATE)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework..", "io.micrometer.."), ImportsSpring.class),

	ROOMS_DO_NOT_SEE_THEIR_WIRING(
			noClasses().that()
				.resideOutsideOfPackages(Packages.PLATFORM, Packages.AUTOCONFIGURE, Packages.ACTUATE)
				.should()
				.dependOnClassesThat()
				.resideInAnyPackage("..web3ecosystem..autoconfigure..", "..web3ecosystem..actuate.."),
			SeesItsWiring.class),

	SPI_IS_JDK_AND_JSPECIFY(
			classes().that()
				.resideInAPackage(Packages.SPI)
				.should()
				.onlyDependOnClassesThat()
				.resideInAnyPackage("java..", "javax.security..", "org.jspecify..", Packages.SPI),
			ImportsJackson.class),

	PACKAGES_HAVE_NO_CYCLES(slices().assignedFrom(new Rooms()).should().beFreeOfCycles(), GoesRound.class),

	ONLY_HASHGRAPH_KNOWS_THE_ENGINE(noClasses().that()
		.resideOutsideOfPackage("..web3ecosystem.hashgraph..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("com.hedera..", "com.swirlds..", "org.hiero.."), KnowsTheEngine.class),

	/** It makes private keys out of the node's number. */
	KEYS_COME_FROM_CHANCE(noClasses().should().dependOnClassesThat().haveSimpleName("KeysAndCertsGenerator"),
			DerivesKeys.class),

	NOTHING_SLEEPS(noClasses().should().callMethodWhere(target("sleep", Thread.class, TimeUnit.class)), Sleeps.class),

	ONLY_THE_PLATFORM_EXITS(noClasses().that()
		.resideOutsideOfPackage(Packages.PLATFORM)
		.should()
		.callMethodWhere(target("exit|halt", System.class, Runtime.class)), Exits.class),

	ONLY_THE_PLATFORM_PRINTS(noClasses().that()
		.resideOutsideOfPackage(Packages.PLATFORM)
		.should()
		.accessFieldWhere(target("out|err", System.class)), Prints.class),

	NAMES_SAY_WHAT_THINGS_ARE(
			noClasses().should()
				.haveNameMatching(".*(Impl|Util|Utils|Helper|Manager)")
				.orShould()
				.resideInAnyPackage("..web3ecosystem..service..", "..web3ecosystem..impl..", "..web3ecosystem..model..",
						"..web3ecosystem..util..", "..web3ecosystem..common..", "..web3ecosystem..manager.."),
			PriceUtils.class),

	NOTHING_IS_INJECTED_INTO_FIELDS(fields().should()
		.notBeAnnotatedWith(Autowired.class)
		.andShould()
		.notBeAnnotatedWith("org.springframework.beans.factory.annotation.Value")
		.andShould()
		.notBeAnnotatedWith("jakarta.inject.Inject")
		.andShould()
		.notBeAnnotatedWith("jakarta.annotation.Resource"), InjectsAField.class),

	NOTHING_IS_LAZY(classes().should(new NotBeLazy()), IsLazy.class),

	SEATS_ARE_TAKEN_BY_OFFERS(
			methods().that()
				.areAnnotatedWith(Bean.class)
				.and()
				.areDeclaredInClassesThat()
				.resideOutsideOfPackage("..web3ecosystem.bootstrap..")
				.should()
				.notHaveRawReturnType(nameMatching(
						".*\\.(TransportProvider|CertificateProvider|ConsensusProvider|ServiceDiscovery)")),
			TakesASeat.class),

	NOTHING_IS_DESERIALIZED_BY_JAVA(
			noClasses().should().dependOnClassesThat().belongToAnyOf(ObjectInputStream.class, ObjectOutputStream.class),
			Deserializes.class),

	EVERY_PACKAGE_IS_NULL_MARKED(classes().should(new BeNullMarked()), NotMarked.class),

	ROOMS_READ_NO_CLOCK(noClasses().that()
		.resideOutsideOfPackages(Packages.PLATFORM, Packages.AUTOCONFIGURE, Packages.ACTUATE)
		.should()
		.callMethodWhere(new ReadsWallClock()), ReadsTheClock.class),

	CHANCE_IS_SECURE_OR_HANDED_IN(noClasses().should()
		.callConstructorWhere(target("<init>", Random.class))
		.orShould()
		.callMethodWhere(target("random", Math.class)), RollsDice.class);

	private final ArchRule rule;

	private final Class<?> planted;

	HouseRule(ArchRule rule, Class<?> planted) {
		this.rule = rule.allowEmptyShould(true);
		this.planted = planted;
	}

	ArchRule rule() {
		return rule;
	}

	/** A class that breaks the rule. */
	Class<?> planted() {
		return planted;
	}

	private static DescribedPredicate<JavaAccess<?>> target(String name, Class<?>... owners) {
		Set<String> types = Set.copyOf(List.of(owners).stream().map(Class::getName).toList());
		return new DescribedPredicate<>("target is %s of %s", name, types) {

			@Override
			public boolean test(JavaAccess<?> access) {
				return types.contains(access.getTargetOwner().getName()) && access.getTarget().getName().matches(name);
			}

		};
	}

	/** Where rules make a difference. */
	private static final class Packages {

		static final String PLATFORM = "..web3ecosystem.platform..";

		/** An application too; of the starters it knows the reader of the table alone. */
		static final String CONFIG_SERVER = "..web3ecosystem.configserver";

		static final String AUTOCONFIGURE = "..web3ecosystem..autoconfigure..";

		static final String ACTUATE = "..web3ecosystem..actuate..";

		static final String SPI = "..web3ecosystem.spi..";

	}

	/** Every package by itself, except the SPI, whose packages are one vocabulary. */
	private static final class Rooms implements SliceAssignment {

		@Override
		public SliceIdentifier getIdentifierOf(JavaClass type) {
			String name = type.getPackageName();
			return SliceIdentifier.of(name.replaceFirst("(web3ecosystem\\.spi)\\b.*", "$1"));
		}

		@Override
		public String getDescription() {
			return "rooms";
		}

	}

	/** Anything that asks the machine what time it is, as opposed to an InstantSource. */
	private static final class ReadsWallClock extends DescribedPredicate<JavaAccess<?>> {

		ReadsWallClock() {
			super("the wall clock is read");
		}

		@Override
		public boolean test(JavaAccess<?> access) {
			String owner = access.getTargetOwner().getName();
			String name = access.getTarget().getName();
			return owner.startsWith("java.time.") && !owner.equals("java.time.InstantSource")
					&& (name.equals("now") || name.startsWith("system"))
					|| owner.equals("java.lang.System") && name.equals("currentTimeMillis");
		}

	}

	/** No {@code @Lazy} on a type, a method or a parameter. */
	private static final class NotBeLazy extends ArchCondition<JavaClass> {

		NotBeLazy() {
			super("not be lazy");
		}

		@Override
		public void check(JavaClass type, ConditionEvents events) {
			DescribedPredicate<CanBeAnnotated> lazy = annotatedWith(Lazy.class);
			boolean parameter = type.getCodeUnits()
				.stream()
				.flatMap(unit -> unit.getParameters().stream())
				.anyMatch((JavaParameter one) -> lazy.test(one));
			boolean method = type.getMethods().stream().anyMatch((JavaMethod one) -> lazy.test(one));
			if (lazy.test(type) || method || parameter) {
				events.add(SimpleConditionEvent.violated(type, type.getName() + " uses @Lazy"));
			}
		}

	}

	/** A package-info with {@code @NullMarked}. */
	private static final class BeNullMarked extends ArchCondition<JavaClass> {

		BeNullMarked() {
			super("be in a package that is @NullMarked");
		}

		@Override
		public void check(JavaClass type, ConditionEvents events) {
			if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
				events
					.add(SimpleConditionEvent.violated(type, type.getName() + " is in a package without @NullMarked"));
			}
		}

	}

}
