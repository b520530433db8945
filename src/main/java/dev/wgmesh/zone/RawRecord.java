package dev.wgmesh.zone;

import java.io.IOException;
import java.util.HexFormat;
import org.xbill.DNS.Compression;
import org.xbill.DNS.DNSInput;
import org.xbill.DNS.DNSOutput;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Tokenizer;

/** A record of a type that dnsjava knows, with data that dnsjava rejects, kept as octets. */
final class RawRecord extends Record {
    private static final long serialVersionUID = 1;

    private final byte[] data;

    RawRecord(Name owner, int type, int dclass, long ttl, byte[] data) {
        super(owner, type, dclass, ttl);
        this.data = data.clone();
    }

    @Override
    protected void rrToWire(DNSOutput out, Compression compression, boolean canonical) {
        out.writeByteArray(data);
    }

    /** Returns the data in the form of RFC 3597, section 5. */
    @Override
    protected String rrToString() {
        return ("\\# " + data.length + " " + HexFormat.of().formatHex(data)).stripTrailing();
    }

    /** Never called: only dnsjava's own classes are made empty and then filled. */
    @Override
    protected void rrFromWire(DNSInput in) throws IOException {
        throw new IOException("a raw record is made of its data");
    }

    /** Never called, as {@link #rrFromWire}. */
    @Override
    protected void rdataFromString(Tokenizer text, Name origin) throws IOException {
        throw new IOException("a raw record is made of its data");
    }
}
