package planted.web3ecosystem.spi;

import tools.jackson.databind.JsonNode;

/** An SPI that drags a library along. */
public record ImportsJackson(JsonNode node) {
}
