package org.web3ecosystem.stoq.rpc;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.StapleFinding;
import org.web3ecosystem.stoq.falcon.FalconFinding;
import org.web3ecosystem.stoq.hello.Features;

/**
 * Who is at the other end, as judged when the connection was made.
 *
 * @param id proven by HELLO
 * @param chain shown in TLS
 * @param falcon what its second signature was found to be
 * @param staple what the issuer of its certificate was found to say
 * @param features what both ends can do beyond version 1
 */
public record Counterpart(NodeId id, CertificateChain chain, FalconFinding falcon, StapleFinding staple,
		Features features) {
}
