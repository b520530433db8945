package dev.wgmesh.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KernelRandomTest {
    private final KernelRandom random = new KernelRandom();

    @Test
    void numbers_do_not_repeat_also_beyond_what_is_read_ahead() {
        var seen = new HashSet<Long>();
        IntStream.range(0, 1000).forEach(_ -> seen.add(random.nextLong()));
        IntStream.range(0, 10)
                .mapToObj(_ -> new KernelRandom())
                .forEach(other -> seen.add(other.nextLong()));
        assertEquals(1010, seen.size());
    }

    @Test
    void every_octet_of_an_array_is_filled() {
        var filled = new byte[10_000];
        random.nextBytes(filled);
        var kinds = new HashSet<Byte>();
        for (int from = 0; from < filled.length; from += 1000) {
            byte[] part = Arrays.copyOfRange(filled, from, from + 1000);
            IntStream.range(0, part.length).forEach(i -> kinds.add(part[i]));
            assertTrue(IntStream.range(0, part.length).filter(i -> part[i] == 0).count() < 30);
        }
        assertEquals(256, kinds.size());
        var other = new byte[32];
        random.nextBytes(other);
        assertFalse(Arrays.equals(other, Arrays.copyOf(filled, other.length)));
    }

    @Test
    void bounds_are_kept() {
        for (int i = 0; i < 1000; i++) {
            int number = random.nextInt(7);
            assertTrue(number >= 0 && number < 7);
        }
    }
}
