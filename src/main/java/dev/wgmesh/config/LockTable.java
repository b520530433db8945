package dev.wgmesh.config;

import dev.wgmesh.keys.VerifyKey;
import dev.wgmesh.render.FieldReader;
import java.util.List;
import java.util.Optional;

/** The keys {@code lock} and {@code lock-signatures} of a wg-mesh.toml. */
record LockTable(FieldReader root) {
    private static final int MOST_SIGNATURES = 100;

    LockSettings settings() {
        List<VerifyKey> signers =
                root.optional(
                                "lock",
                                key ->
                                        root.list(
                                                key,
                                                text -> VerifyKey.parse(text).valid(),
                                                "expected a key that wg-mesh lock init prints"))
                        .orElse(List.of());
        if (signers.isEmpty() && root.has("lock") && root.isGood()) {
            root.report(
                    "lock",
                    "names no signer, so nothing would be checked",
                    "name a signer, or remove the key");
        }
        if (signers.stream().distinct().count() < signers.size()) {
            root.report("lock", "names a signer twice", "remove one of the two");
        }
        Optional<Integer> signatures =
                root.<Long>optional("lock-signatures", root::number).flatMap(this::count);
        return new LockSettings(signers, signatures);
    }

    private Optional<Integer> count(long number) {
        return number >= 1 && number <= MOST_SIGNATURES
                ? Optional.of((int) number)
                : root.wrong("lock-signatures", "expected 1 to the number of signers");
    }
}
