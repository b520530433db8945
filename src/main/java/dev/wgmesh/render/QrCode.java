package dev.wgmesh.render;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.plan.StaticConfiguration;
import dev.wgmesh.problem.Failure;

/** A configuration for wg-quick as a QR code (ISO/IEC 18004), which the WireGuard apps read. */
public final class QrCode {
    /** Modules of the light border that a reader needs. */
    private static final int BORDER = 4;

    private final ByteMatrix modules;

    private QrCode(ByteMatrix modules) {
        this.modules = modules;
    }

    /**
     * Returns the QR code of a configuration.
     *
     * @throws Failure INPUT where it is too long: about 15 peers fit
     */
    public static QrCode of(StaticConfiguration configuration, PrivateKey key) {
        String text = WgQuickText.compact(configuration, key);
        try {
            return new QrCode(Encoder.encode(text, ErrorCorrectionLevel.L).getMatrix());
        } catch (WriterException _) {
            throw Failure.input(
                    configuration.host().text(),
                    "its configuration of "
                            + text.length()
                            + " octets for "
                            + configuration.peers().size()
                            + " peers does not fit a QR code, which holds 2953",
                    "copy the file instead: wg-mesh export "
                            + configuration.host()
                            + " --key FILE --out wg0.conf");
        }
    }

    /** Returns the modules of a side, the border among them. */
    int side() {
        return modules.getWidth() + 2 * BORDER;
    }

    /** Returns whether a module is dark; those of the border are not. */
    boolean isDark(int x, int y) {
        int column = x - BORDER;
        int row = y - BORDER;
        return column >= 0
                && row >= 0
                && column < modules.getWidth()
                && row < modules.getHeight()
                && modules.get(column, row) == 1;
    }

    /** Returns lines of block characters, two rows of modules a line. */
    public String text(TerminalColour paint) {
        var text = new StringBuilder();
        for (int y = 0; y < side(); y += 2) {
            var line = new StringBuilder();
            for (int x = 0; x < side(); x++) {
                boolean upper = !isDark(x, y);
                boolean lower = y + 1 < side() && !isDark(x, y + 1);
                line.append(upper ? lower ? '█' : '▀' : lower ? '▄' : ' ');
            }
            text.append(paint.whiteOnBlack(line.toString())).append('\n');
        }
        return text.toString();
    }

    /** Returns a PNG image (RFC 2083). */
    public byte[] png() {
        return PngImage.of(this);
    }
}
