package dev.wgmesh.render;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes an image in black and white as PNG (RFC 2083): one bit a pixel. The JDK's own writer is in
 * its desktop module, which would double the size of a package for this one image.
 */
final class PngImage {
    /** Pixels of a side of a module. */
    private static final int SCALE = 8;

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private PngImage() {}

    static byte[] of(QrCode code) {
        int side = code.side() * SCALE;
        // one bit a pixel, grey, deflate, no filter method but 0, not interlaced
        byte[] header =
                ByteBuffer.allocate(13)
                        .putInt(side)
                        .putInt(side)
                        .put(new byte[] {1, 0, 0, 0, 0})
                        .array();
        var image = new ByteArrayOutputStream();
        image.writeBytes(SIGNATURE);
        chunk(image, "IHDR", header);
        chunk(image, "IDAT", pixels(code));
        chunk(image, "IEND", new byte[0]);
        return image.toByteArray();
    }

    /** Returns the rows, each after the octet of its filter, compressed. A module is an octet. */
    private static byte[] pixels(QrCode code) {
        var data = new ByteArrayOutputStream();
        try (var out = new DeflaterOutputStream(data)) {
            for (int y = 0; y < code.side(); y++) {
                var row = new byte[1 + code.side()];
                for (int x = 0; x < code.side(); x++) {
                    row[1 + x] = (byte) (code.isDark(x, y) ? 0 : 0xff);
                }
                for (int i = 0; i < SCALE; i++) {
                    out.write(row);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // not in memory
        }
        return data.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream image, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        var check = new CRC32();
        check.update(name);
        check.update(data);
        image.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        image.writeBytes(name);
        image.writeBytes(data);
        image.writeBytes(ByteBuffer.allocate(4).putInt((int) check.getValue()).array());
    }
}
