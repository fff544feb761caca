package planted.web3ecosystem.unmarked;

/** Null may be anywhere. */
public final class NotMarked {

}
