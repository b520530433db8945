package dev.wgmesh.provider.route53;

import dev.wgmesh.limits.HeapLimit;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Cuts replies that do not fit the heap: a page of 300 sets has a few megabytes at the most.
 *
 * @param most octets of a reply
 */
record ReplyLimit(long most) implements ExecutionInterceptor {
    /** Returns the limit of this process. */
    static ReplyLimit ofProcess() {
        return new ReplyLimit(HeapLimit.ofProcess().most() / 4);
    }

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        return context.responseBody().map(body -> new LimitedStream(body, most));
    }

    /** A stream that fails where it has more octets. */
    private static final class LimitedStream extends FilterInputStream {
        private final long most;
        private long left;

        LimitedStream(InputStream in, long most) {
            super(in);
            this.most = most;
            this.left = most;
        }

        @Override
        public int read() throws IOException {
            int octet = super.read();
            count(octet < 0 ? 0 : 1);
            return octet;
        }

        @Override
        public int read(byte[] buffer, int at, int length) throws IOException {
            int count = super.read(buffer, at, length);
            count(Math.max(0, count));
            return count;
        }

        private void count(int octets) throws IOException {
            left -= octets;
            if (left < 0) {
                throw new IOException("the reply has more than " + most + " octets");
            }
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
