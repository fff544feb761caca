package planted.web3ecosystem.stoq.autoconfigure;

import org.springframework.context.annotation.Lazy;

/** Hides a cycle. */
public final class IsLazy {

	IsLazy(@Lazy Object dependency) {
		dependency.hashCode();
	}

}
