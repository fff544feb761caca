package planted.web3ecosystem.caesar.util;

/** Named after nothing. */
public final class PriceUtils {

}
