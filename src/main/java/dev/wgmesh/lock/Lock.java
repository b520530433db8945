package dev.wgmesh.lock;

import dev.wgmesh.keys.VerifyKey;
import dev.wgmesh.model.SortedList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The signers that a node believes: only members whose records enough of them have signed count.
 *
 * @param signers their public keys, sorted, at least one, each id once
 * @param required how many of them must have signed a member, from 1 to their number
 */
public record Lock(List<VerifyKey> signers, int required) {
    /** Sorts and checks; throws IllegalArgumentException where the numbers do not fit. */
    public Lock {
        signers = SortedList.copyOf(signers);
        if (signers.isEmpty()) {
            throw new IllegalArgumentException("a lock needs a signer");
        }
        if (required < 1 || required > signers.size()) {
            throw new IllegalArgumentException(
                    "expected 1 to "
                            + signers.size()
                            + " signatures, the number of different signers");
        }
        if (signers.stream().map(VerifyKey::id).distinct().count() < signers.size()) {
            throw new IllegalArgumentException("two signers have one id");
        }
    }

    /** Returns the keys by their ids. */
    Map<String, VerifyKey> byId() {
        var keys = new HashMap<String, VerifyKey>();
        signers.forEach(key -> keys.put(key.id(), key));
        return keys;
    }
}
