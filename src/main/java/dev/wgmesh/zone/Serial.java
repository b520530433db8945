package dev.wgmesh.zone;

import java.time.LocalDate;
import org.xbill.DNS.SOARecord;

/** The serial of a zone, an unsigned number of 32 bits that only grows (RFC 1982). */
public final class Serial {
    private static final long MODULUS = 1L << 32;

    private Serial() {}

    /**
     * Returns the next serial: for the date style ({@code YYYYMMDDnn}) that of today where later,
     * for others plus one; never 0, which some servers read as no serial.
     */
    public static long next(long serial, LocalDate today) {
        long dated = date(today) * 100;
        if (isDated(serial) && dated > serial && dated < MODULUS) {
            return dated;
        }
        long next = (serial + 1) % MODULUS;
        return next == 0 ? 1 : next;
    }

    /** Returns whether {@code later} is after {@code earlier} (RFC 1982, section 3.2). */
    public static boolean isAfter(long later, long earlier) {
        long distance = Math.floorMod(later - earlier, MODULUS);
        return distance > 0 && distance < MODULUS / 2;
    }

    /** Returns the SOA record with another serial. */
    public static SOARecord in(SOARecord soa, long serial) {
        return new SOARecord(
                soa.getName(),
                soa.getDClass(),
                soa.getTTL(),
                soa.getHost(),
                soa.getAdmin(),
                serial,
                soa.getRefresh(),
                soa.getRetry(),
                soa.getExpire(),
                soa.getMinimum());
    }

    private static long date(LocalDate day) {
        return day.getYear() * 10_000L + day.getMonthValue() * 100L + day.getDayOfMonth();
    }

    private static boolean isDated(long serial) {
        long year = serial / 1_000_000;
        long month = serial / 10_000 % 100;
        long day = serial / 100 % 100;
        return year >= 1980 && year < 2200 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
    }
}
