package org.web3ecosystem.spi.discovery;

import java.util.Map;
import java.util.function.Supplier;

/**
 * What a component shows of names at {@code /actuator/dns}, beside what bootstrap shows
 * there. Beans of this type are collected.
 *
 * @param part its name there, such as {@code server}; each once
 * @param state what it is now, as nested maps; answers within milliseconds from what it
 * knows
 */
public record NamesPart(String part, Supplier<Map<String, Object>> state) {
}
