package planted.web3ecosystem.stoq.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Autowired;

/** Cannot be made without a container. */
public final class InjectsAField {

	@Autowired
	@Nullable Object dependency;

}
