package planted.web3ecosystem.hypermesh.ledger;

import com.swirlds.platform.SwirldsPlatform;

/** Nails the ledger to one engine. */
public record KnowsTheEngine(SwirldsPlatform platform) {
}
