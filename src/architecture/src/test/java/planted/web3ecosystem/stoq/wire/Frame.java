package planted.web3ecosystem.stoq.wire;

/** What others reach for. */
public final class Frame {

}
