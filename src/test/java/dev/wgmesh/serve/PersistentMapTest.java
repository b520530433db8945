package dev.wgmesh.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.testing.Seeds;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PersistentMapTest {
    /** Few hashes, so that many keys share one, or all but its last bits. */
    private record Key(int number) {
        @Override
        public int hashCode() {
            return number % 7 << 29;
        }
    }

    @Test
    void it_holds_what_a_hash_map_does_and_no_change_alters_an_earlier_map() {
        Seeds.check(
                100,
                random -> {
                    PersistentMap<Object, Integer> map = PersistentMap.empty();
                    var expected = new HashMap<Object, Integer>();
                    PersistentMap<Object, Integer> earlier = map;
                    Map<Object, Integer> before = Map.of();
                    for (int i = 0; i < 300; i++) {
                        int number = random.nextInt(60);
                        Object key = number % 2 == 0 ? new Key(number) : (Object) number;
                        if (random.nextInt(3) == 0) {
                            map = map.without(key);
                            expected.remove(key);
                        } else {
                            map = map.with(key, i);
                            expected.put(key, i);
                        }
                        assertEquals(Optional.ofNullable(expected.get(key)), map.get(key));
                        if (i == 150) {
                            earlier = map;
                            before = Map.copyOf(expected);
                        }
                    }
                    assertEquals(expected, contents(map));
                    assertEquals(before, contents(earlier));
                });
    }

    private static Map<Object, Integer> contents(PersistentMap<Object, Integer> map) {
        var contents = new HashMap<Object, Integer>();
        map.forEach((key, value) -> assertEquals(null, contents.put(key, value)));
        return contents;
    }
}
