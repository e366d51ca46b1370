package dev.provision.service.tracing;

import dev.provision.service.logging.LineLog;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Turns what OpenTelemetry's SDK logs, by java.util.logging, into lines of the service's log: warnings and worse. */
final class SdkLog extends Handler {
    private final LineLog log;
    private final SimpleFormatter formatter = new SimpleFormatter();
    // held on to: the JDK forgets loggers that nobody else knows, and their handlers with them
    private final Logger logger = Logger.getLogger("io.opentelemetry");

    private SdkLog(LineLog log) {
        this.log = log;
    }

    static SdkLog to(LineLog log) {
        SdkLog handler = new SdkLog(log);
        handler.setLevel(Level.WARNING);
        handler.logger.setUseParentHandlers(false);
        handler.logger.addHandler(handler);
        return handler;
    }

    @Override
    public void publish(LogRecord entry) {
        if (isLoggable(entry)) {
            log.warning(entry.getLoggerName() + ": " + formatter.formatMessage(entry)
                    + (entry.getThrown() == null ? "" : ": " + entry.getThrown()));
        }
    }

    @Override
    public void flush() {
        log.flush();
    }

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
