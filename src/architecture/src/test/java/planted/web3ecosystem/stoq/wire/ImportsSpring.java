package planted.web3ecosystem.stoq.wire;

import org.springframework.context.ApplicationContext;

/** A room that knows Spring. */
public record ImportsSpring(ApplicationContext context) {
}
