package org.web3ecosystem.platform.node;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.web3ecosystem.platform.edge.EdgeConfiguration;

/**
 * A node: every starter on the class path, and the two web ports.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ EdgeConfiguration.class, OperatorConfiguration.class })
public class NodeConfiguration {

}
