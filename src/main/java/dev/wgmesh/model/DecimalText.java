package dev.wgmesh.model;

/** Reads numbers in decimal, as addresses are written: digits, no leading zero. */
public final class DecimalText {
    private DecimalText() {}

    /**
     * Returns the number in a part of a text; -1 where that is no number up to {@code greatest}.
     *
     * @param from index of its first digit
     * @param to index behind its last digit
     */
    public static int parse(String text, int from, int to, int greatest) {
        if (from == to || text.charAt(from) == '0' && to - from > 1) {
            return -1;
        }
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
            if (number > greatest) {
                return -1;
            }
        }
        return number;
    }
}
