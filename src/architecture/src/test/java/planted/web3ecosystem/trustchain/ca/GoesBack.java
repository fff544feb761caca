package planted.web3ecosystem.trustchain.ca;

import org.jspecify.annotations.Nullable;
import planted.web3ecosystem.trustchain.ct.GoesRound;

/** The other half. */
public record GoesBack(@Nullable GoesRound round) {
}
