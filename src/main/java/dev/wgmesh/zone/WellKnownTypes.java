package dev.wgmesh.zone;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.xbill.DNS.Type;

/**
 * Types of records that each name server knows, and whose data dnsjava rejects only where it is
 * invalid: those with names that may be compressed (RFC 3597, section 4), and those that wg-mesh
 * reads.
 */
final class WellKnownTypes {
    private static final Set<Integer> TYPES =
            Set.of(
                    Type.A,
                    Type.NS,
                    Type.MD,
                    Type.MF,
                    Type.CNAME,
                    Type.SOA,
                    Type.MB,
                    Type.MG,
                    Type.MR,
                    Type.PTR,
                    Type.MINFO,
                    Type.MX,
                    Type.TXT,
                    Type.RP,
                    Type.AFSDB,
                    Type.RT,
                    Type.PX,
                    Type.AAAA,
                    Type.SRV,
                    Type.NAPTR,
                    Type.KX,
                    Type.DNAME,
                    Type.DS,
                    Type.RRSIG,
                    Type.NSEC,
                    Type.DNSKEY,
                    Type.NSEC3);

    private WellKnownTypes() {}

    /** Returns them and others. */
    static Set<Integer> and(int... others) {
        return Stream.concat(TYPES.stream(), IntStream.of(others).boxed())
                .collect(Collectors.toUnmodifiableSet());
    }
}
