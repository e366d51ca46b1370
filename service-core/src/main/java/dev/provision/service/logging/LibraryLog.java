package dev.provision.service.logging;

import dev.provision.service.logging.LogEvent.Message;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.text.MessageFormat;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Turns what libraries log through {@link System.Logger} into lines of the service's log. The JDK finds this class by
 * {@link java.util.ServiceLoader} and makes one of it; until {@link #route} gives it the configured log it writes
 * warnings and worse as text.
 */
public final class LibraryLog extends System.LoggerFinder {
    private record Target(LineLog log, Level lowest) {}

    private final AtomicReference<Target> target =
            new AtomicReference<>(new Target(LineLog.standardOutput(LineFormat.TEXT), Level.WARNING));

    /** Sends the libraries' messages of at least this level to the given log from now on. */
    public static void route(LineLog log, Level lowest) {
        if (System.LoggerFinder.getLoggerFinder() instanceof LibraryLog installed) {
            installed.target.set(new Target(log, lowest));
        }
    }

    @Override
    public Logger getLogger(String name, Module module) {
        return new Library(name);
    }

    private final class Library implements Logger {
        private final String name;

        Library(String name) {
            this.name = name;
        }

        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean isLoggable(Level level) {
            return level.getSeverity() >= target.get().lowest().getSeverity();
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
            if (isLoggable(level)) {
                target.get().log().write(new Message(level, name + ": " + message, Optional.ofNullable(thrown)));
            }
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
            if (isLoggable(level)) {
                String message = parameters == null || parameters.length == 0
                        ? format
                        : MessageFormat.format(format, parameters);
                target.get().log().write(new Message(level, name + ": " + message));
            }
        }
    }
}
