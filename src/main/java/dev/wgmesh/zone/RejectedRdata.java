package dev.wgmesh.zone;

import java.util.Set;
import org.xbill.DNS.Type;

/** Tells data of records that is invalid from data that only dnsjava rejects. */
final class RejectedRdata {
    /** Types that dnsjava reads wherever a name server does: what it rejects is invalid. */
    private static final Set<Integer> READ_COMPLETELY =
            WellKnownTypes.and(
                    Type.HINFO,
                    Type.SSHFP,
                    Type.DHCID,
                    Type.NSEC3PARAM,
                    Type.TLSA,
                    Type.SMIMEA,
                    Type.HIP,
                    Type.CDS,
                    Type.CDNSKEY,
                    Type.OPENPGPKEY,
                    Type.SPF,
                    Type.URI,
                    Type.CAA);

    /** Parameters of SVCB and HTTPS records that dnsjava reads wherever a name server does. */
    private static final Set<String> KNOWN_PARAMETERS =
            Set.of("mandatory", "alpn", "no-default-alpn", "port", "ipv4hint", "ipv6hint");

    /** Types of which name servers serve octets that dnsjava rejects, as {@link WireMessage}. */
    private static final Set<Integer> REJECTED_OCTETS =
            Set.of(Type.WKS, Type.GPOS, Type.LOC, Type.SVCB, Type.HTTPS, Type.CAA);

    private final ZoneLexer lexer;

    RejectedRdata(ZoneLexer lexer) {
        this.lexer = lexer;
    }

    /** Returns whether the data from a token on, which dnsjava rejects, is invalid. */
    boolean isInvalid(int type, int from) {
        if (isGeneric(from)) {
            return !REJECTED_OCTETS.contains(type) || !isOctets(from);
        }
        boolean none = from >= lexer.tokens() && type != Type.APL;
        return none
                || READ_COMPLETELY.contains(type) && !isReadByBind(type, from)
                || hasKnownParameters(type, from);
    }

    /**
     * Returns whether BIND may read the data all the same: a digest of GOST, of which dnsjava knows
     * the length, and the names of flags and protocol of a key.
     */
    private boolean isReadByBind(int type, int from) {
        return switch (type) {
            case Type.DS, Type.CDS ->
                    from + 3 < lexer.tokens() && lexer.token(from + 2).matches("0*3|(?i)gost");
            case Type.DNSKEY, Type.CDNSKEY ->
                    from + 3 < lexer.tokens()
                            && (lexer.token(from) + lexer.token(from + 1)).matches(".*[A-Z].*");
            default -> false;
        };
    }

    /** Returns whether the data is in the form of RFC 3597, section 5. */
    boolean isGeneric(int from) {
        return from < lexer.tokens() && lexer.is(from, "\\#");
    }

    /** Returns whether the data is a length and as many octets, whatever they mean. */
    private boolean isOctets(int from) {
        var digits = new StringBuilder();
        for (int token = from + 2; token < lexer.tokens(); token++) {
            digits.append(lexer.token(token));
        }
        return from + 1 < lexer.tokens()
                && digits.toString().matches("([0-9a-fA-F]{2})*")
                && lexer.token(from + 1).equals(String.valueOf(digits.length() / 2));
    }

    /**
     * Returns whether dnsjava knows each parameter of an SVCB or HTTPS record: what it rejects in
     * them is invalid (RFC 9460, section 2.2).
     */
    private boolean hasKnownParameters(int type, int from) {
        if (type != Type.SVCB && type != Type.HTTPS) {
            return false;
        }
        for (int token = from + 2; token < lexer.tokens(); token++) {
            String parameter = lexer.token(token);
            // a quoted token is the value of the parameter before it
            if (!lexer.isQuoted(token)
                    && !KNOWN_PARAMETERS.contains(parameter.replaceFirst("=.*", ""))) {
                return false;
            }
        }
        return true;
    }
}
