package org.web3ecosystem.systemtest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.web3ecosystem.systemtest.harness.WholeBuild;

/** Starts the jar. Left out with {@code -Dweb3.system-test=false}. */
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIfSystemProperty(named = "web3.system-test", matches = "true",
		disabledReason = "left out by -Dweb3.system-test=false")
@ExtendWith(WholeBuild.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@interface SystemTest {

}
