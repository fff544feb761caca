package org.web3ecosystem.hypermesh.feed;

import org.web3ecosystem.hypermesh.TestFederation.Member;

class ValidatorBlockFeedTests extends BlockFeedContract {

	@Override
	Member node() {
		return federation.member(1);
	}

}
