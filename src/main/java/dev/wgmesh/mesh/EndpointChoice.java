package dev.wgmesh.mesh;

/**
 * The decision whether to write a peer's endpoint, with the reason.
 *
 * @param settled false: the peer is new, or packets to it are not answered
 * @param reason in words: "new", "keeps its roamed endpoint"
 * @param source where the endpoint comes from
 * @param unreachable whether both ends are behind NAT, and every observed endpoint was tried in
 *     vain
 */
public record EndpointChoice(
        boolean write, boolean settled, String reason, EndpointSource source, boolean unreachable) {
    /** The reason of a pair that cannot meet. */
    static final String HARD_NAT = "unreachable: both behind hard NATs";

    /** Creates a decision about a peer that can be reached, or has not been tried enough. */
    public EndpointChoice(boolean write, boolean settled, String reason, EndpointSource source) {
        this(write, settled, reason, source, false);
    }
}
