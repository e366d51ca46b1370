package dev.provision.service.http;

import io.helidon.http.HeaderValues;
import io.helidon.http.HttpException;
import io.helidon.http.Status;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Limits on the bodies of requests: their length, and the time they may take. A body that is too long is read nevertheless,
 * and thrown away: a server that closes the connection while its client sends makes a load balancer answer 502 instead of
 * passing on the 413 ("Troubleshoot your Application Load Balancers": 502, the target closed the connection). What is
 * longer than {@link #LONGEST_READ} times the limit is not worth that.
 */
public final class RequestLimits implements Filter {
    /** How many times the limit Helidon itself lets in. */
    public static final int LONGEST_READ = 4;

    private static final int NOTHING_MORE = -1;

    private final int maxBytes;
    private final SlowClients slowClients;

    /** @param maxBytes of a body */
    public RequestLimits(int maxBytes, SlowClients slowClients) {
        this.maxBytes = maxBytes;
        this.slowClients = slowClients;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        long length = request.headers().contentLength().orElse(0);
        if (length > 0 || request.headers().contains(HeaderValues.TRANSFER_ENCODING_CHUNKED)) {
            // before anything asks for the content, which takes the filter with it
            request.streamFilter(body -> new Limited(slowClients.body(body), length > maxBytes));
            if (length > maxBytes) {
                throw tooLong();
            }
        }
        chain.proceed();
    }

    private HttpException tooLong() {
        return new HttpException(
                "A request may have " + maxBytes + " bytes at most.", Status.REQUEST_ENTITY_TOO_LARGE_413, true);
    }

    /** Of a body without a length, which shows how long it is when it is read. */
    private final class Limited extends FilterInputStream {
        private long bytes;
        private boolean refused;

        Limited(InputStream body, boolean refused) {
            super(body);
            this.refused = refused;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count(read < 0 ? NOTHING_MORE : 1);
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return count(super.read(buffer, offset, length));
        }

        private int count(int read) {
            bytes += Math.max(0, read);
            if (bytes > maxBytes && !refused) {
                // what is read from now on is thrown away
                refused = true;
                throw tooLong();
            }
            return read;
        }
    }
}
