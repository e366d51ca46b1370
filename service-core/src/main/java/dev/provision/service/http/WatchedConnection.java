package dev.provision.service.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.ServerConnectionException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/** A connection of Helidon's whose writes are watched; everything else is as it is. */
final class WatchedConnection implements ConnectionContext {
    private final ConnectionContext connection;
    private final DataWriter writer;

    WatchedConnection(ConnectionContext connection, SlowClients slowClients) {
        this.connection = connection;
        this.writer = new WatchedWriter(connection.dataWriter(), slowClients);
    }

    /** Writes answers in pieces, so that a client that takes them slowly is told from one that does not take them. */
    private record WatchedWriter(DataWriter writer, SlowClients slowClients) implements DataWriter {
        private static final int PIECE_BYTES = 1 << 16;

        @Override
        public void write(BufferData buffer) {
            while (buffer.available() > PIECE_BYTES) {
                byte[] piece = new byte[PIECE_BYTES];
                writePiece(BufferData.createReadOnly(piece, 0, buffer.read(piece)));
            }
            writePiece(buffer);
        }

        private void writePiece(BufferData piece) {
            SlowClients.Wait wait = slowClients.beginWrite();
            try {
                writer.write(piece);
            } catch (UncheckedIOException gone) {
                // as Helidon does for reads; of a client that went away nobody need read a stack trace
                throw new ServerConnectionException("Failed to write to the socket", gone);
            } finally {
                wait.end();
            }
        }

        @Override
        public void write(BufferData... buffers) {
            write(BufferData.create(buffers));
        }

        @Override
        public void writeNow(BufferData buffer) {
            write(buffer);
            flush();
        }

        @Override
        public void writeNow(BufferData... buffers) {
            writeNow(BufferData.create(buffers));
        }

        @Override
        public void flush() {
            writer.flush();
        }

        @Override
        public void close() {
            writer.close();
        }
    }

    @Override
    public DataWriter dataWriter() {
        return writer;
    }

    @Override
    public DataReader dataReader() {
        return connection.dataReader();
    }

    @Override
    public ListenerContext listenerContext() {
        return connection.listenerContext();
    }

    @Override
    public ExecutorService executor() {
        return connection.executor();
    }

    @Override
    public Router router() {
        return connection.router();
    }

    @Override
    public Optional<ProxyProtocolData> proxyProtocolData() {
        return connection.proxyProtocolData();
    }

    @Override
    public HelidonSocket serverSocket() {
        return connection.serverSocket();
    }

    @Override
    public PeerInfo remotePeer() {
        return connection.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
        return connection.localPeer();
    }

    @Override
    public boolean isSecure() {
        return connection.isSecure();
    }

    @Override
    public String socketId() {
        return connection.socketId();
    }

    @Override
    public String childSocketId() {
        return connection.childSocketId();
    }
}
