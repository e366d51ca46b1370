package dev.provision.localcloud.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;

/** What Linux tells about processes under {@code /proc} (proc(5)). Where there is no such folder, it knows nothing. */
final class ProcFiles {
    private static final Path PROC = Path.of("/proc");
    // sysconf(_SC_CLK_TCK): fixed at 100 in the kernel's interface to user space on all architectures with a JDK 25.
    private static final long TICKS_A_SECOND = 100;

    private ProcFiles() {}

    /**
     * @param resident resident memory in bytes
     * @param unreclaimable the part of it that is not backed by a file, and so cannot be taken away under pressure
     * @param cpu CPU time, that of waited-for children included
     */
    record Sample(long resident, long unreclaimable, Duration cpu) {
        Sample plus(Sample other) {
            return new Sample(resident + other.resident, unreclaimable + other.unreclaimable, cpu.plus(other.cpu));
        }
    }

    /** Empty if there is no such process (any more). */
    static Optional<Sample> sample(long pid) {
        try {
            long resident = 0;
            long unreclaimable = 0;
            for (String line : Files.readAllLines(PROC.resolve(pid + "/status"))) {
                if (line.startsWith("VmRSS:")) {
                    resident = kibibytes(line);
                } else if (line.startsWith("RssAnon:") || line.startsWith("RssShmem:")) {
                    unreclaimable += kibibytes(line);
                }
            }
            List<String> fields = statFields(pid);
            long ticks = Long.parseLong(fields.get(11))
                    + Long.parseLong(fields.get(12))
                    + Long.parseLong(fields.get(13))
                    + Long.parseLong(fields.get(14));
            return Optional.of(new Sample(resident, unreclaimable, Duration.ofMillis(ticks * 1000 / TICKS_A_SECOND)));
        } catch (IOException | IndexOutOfBoundsException e) { // it ended while it was read
            return Optional.empty();
        }
    }

    /** The processes whose session is one of those asked for. */
    static List<Member> members(LongPredicate sessions) {
        List<Member> members = new ArrayList<>();
        try (var entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path entry : entries) {
                long pid = Long.parseLong(entry.getFileName().toString());
                session(pid).filter(sessions::test).ifPresent(session -> members.add(new Member(pid, session)));
            }
        } catch (NoSuchFileException e) {
            return List.of(); // not Linux
        } catch (IOException e) {
            return members;
        }
        return members;
    }

    /** A process and its session. */
    record Member(long pid, long session) {}

    private static Optional<Long> session(long pid) {
        try {
            return Optional.of(Long.parseLong(statFields(pid).get(3)));
        } catch (IOException | IndexOutOfBoundsException e) { // it ended while it was read
            return Optional.empty();
        }
    }

    /** The fields of {@code stat} behind the command's name, which may hold blanks and brackets: the state comes first. */
    private static List<String> statFields(long pid) throws IOException {
        String stat = Files.readString(PROC.resolve(pid + "/stat"));
        return List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
    }

    private static long kibibytes(String line) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
    }
}
