package dev.wgmesh.testing;

import dev.wgmesh.keys.KeyParseResult;
import dev.wgmesh.keys.SigningKey;
import dev.wgmesh.lock.MemberSignature;
import dev.wgmesh.lock.SignedRecords;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Mesh;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Signing keys with known text, and meshes that they signed. */
public final class Signers {
    /** The key of test 1 of RFC 8032, section 7.1. */
    public static final SigningKey RFC =
            of("ed25519-private:nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=");

    /** Another signer. */
    public static final SigningKey SECOND =
            of("ed25519-private:TM0Imyj/ltqdtsNG7BFOD1uKMZ81q6Yk2oz27U+4pvs=");

    private Signers() {}

    private static SigningKey of(String text) {
        return ((KeyParseResult.Valid<SigningKey>) SigningKey.parse(text)).key();
    }

    /** Returns the signature texts of every member whose records are whole. */
    public static Map<HostName, DnsAnswer<List<String>>> sign(
            Mesh mesh, Instant expires, SigningKey... keys) {
        var texts = new HashMap<HostName, DnsAnswer<List<String>>>();
        mesh.members()
                .forEach(member ->
                        SignedRecords.of(mesh.name(), member)
                                .ifPresent(records -> {
                                    var signed = new ArrayList<String>();
                                    for (SigningKey key : keys) {
                                        signed.add(
                                                MemberSignature.sign(records, expires, key).text());
                                    }
                                    texts.put(
                                            member.name(),
                                            new DnsAnswer.Found<>(signed, Duration.ofSeconds(300)));
                                }));
        return texts;
    }
}
