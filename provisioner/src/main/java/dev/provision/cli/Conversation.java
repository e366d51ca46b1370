package dev.provision.cli;

import dev.provision.aws.ssmmessages.DataChannel;
import dev.provision.aws.ssmmessages.DataChannel.SessionUnreachable;
import dev.provision.aws.ssmmessages.Ending;
import dev.provision.aws.ssmmessages.Session;
import dev.provision.graph.ProvisionException.StepFailed;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * A person, or a script, and a program far away. At a terminal every key goes to the program, Ctrl-C too, and the size of
 * the window with it. Without one, standard input is typed line by line, its end as Ctrl-D, and the output comes with the
 * line ends of this machine.
 */
final class Conversation {
    private static final byte[] CONTROL_C = {3};
    private static final byte[] CONTROL_D = {4};
    private static final int AT_ONCE = 1024;
    private static final byte RETURN = '\r';
    private static final byte LINE = '\n';

    private final Surroundings surroundings;
    private final PrintStream out;

    Conversation(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.out = surroundings.terminal().out();
    }

    /**
     * Holds it until the program ends.
     *
     * @throws StepFailed if it does not begin, or the connection breaks
     */
    ExitCode hold(Session session) {
        boolean person = surroundings.terminal().interactive();
        try (DataChannel channel =
                DataChannel.open(session, surroundings.clock(), person ? this::show : new LineEnds()::show)) {
            return judge(person ? between(channel) : piped(channel));
        } catch (SessionUnreachable unreachable) {
            throw new StepFailed(
                    Optional.empty(),
                    String.valueOf(unreachable.getMessage()),
                    "",
                    "sessions go over a WebSocket on port 443: let this machine connect to it",
                    unreachable);
        }
    }

    private Ending between(DataChannel channel) {
        try (RawTerminal terminal = RawTerminal.enter()) {
            return Interrupts.resizing(() -> resize(channel, terminal), () -> {
                channel.ready().join();
                resize(channel, terminal);
                keys(channel, false);
                return channel.ending().join();
            });
        }
    }

    private Ending piped(DataChannel channel) {
        return Interrupts.stopping(() -> channel.type(CONTROL_C), surroundings, () -> {
            channel.ready().join();
            keys(channel, true);
            return channel.ending().join();
        });
    }

    private static void resize(DataChannel channel, RawTerminal terminal) {
        terminal.size().ifPresent(size -> channel.resize(size.columns(), size.rows()));
    }

    /** Types what comes in, on a thread of its own: nothing ends a read but its input. */
    private void keys(DataChannel channel, boolean end) {
        Thread.ofPlatform().daemon().name("keys").start(() -> {
            try {
                byte[] keys = new byte[AT_ONCE];
                for (int count = surroundings.in().read(keys);
                        count >= 0;
                        count = surroundings.in().read(keys)) {
                    channel.type(Arrays.copyOf(keys, count));
                }
                if (end) {
                    channel.type(CONTROL_D);
                }
            } catch (IOException unreadable) {
                throw new UncheckedIOException("cannot read standard input", unreadable);
            }
        });
    }

    private void show(byte[] bytes) {
        out.write(bytes, 0, bytes.length);
        out.flush();
    }

    /** Leaves out what a terminal needs at the end of a line and a file does not. */
    private final class LineEnds {
        private boolean returned;

        void show(byte[] bytes) {
            for (byte one : bytes) {
                if (returned && one != LINE) {
                    out.write(RETURN);
                }
                returned = one == RETURN;
                if (!returned) {
                    out.write(one);
                }
            }
            out.flush();
        }
    }

    private ExitCode judge(Ending ending) {
        return switch (ending) {
            case Ending.Broken(String reason) ->
                throw failed("the session broke off: " + reason, "run the command again");
            case Ending.Closed closed
            when !closed.words().isBlank() ->
                throw failed(
                        closed.words().replaceAll("-+ERROR-+", "").strip(),
                        "name a program that the image has, with its path; an image without a shell has no /bin/sh");
            case Ending.Closed closed -> closed.exitCode().orElse(0) == 0 ? ExitCode.DONE : ExitCode.FAILED;
        };
    }

    private static StepFailed failed(String reason, String remedy) {
        return new StepFailed(Optional.empty(), reason, "", remedy, null);
    }
}
