package dev.wgmesh.model;

/**
 * The status of an answer, or the worst of several.
 *
 * @param reason why it is insecure or bogus; empty where secure
 */
public record DnssecResult(DnssecStatus status, String reason) {
    /** A secure answer. */
    public static final DnssecResult SECURE = new DnssecResult(DnssecStatus.SECURE, "");

    /** Returns the worse of both; this one where they are equal. */
    public DnssecResult worse(DnssecResult other) {
        return other.status.compareTo(status) > 0 ? other : this;
    }
}
