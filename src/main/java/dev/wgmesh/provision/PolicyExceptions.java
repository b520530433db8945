package dev.wgmesh.provision;

/**
 * What a person allows a policy besides what is harmless.
 *
 * @param publicPools whether a pool may hold public addresses, up to the default route
 * @param membersOutside whether members may lose addresses or nets that the policy permitted before
 */
public record PolicyExceptions(boolean publicPools, boolean membersOutside) {
    /** No exception. */
    public static final PolicyExceptions NONE = new PolicyExceptions(false, false);
}
