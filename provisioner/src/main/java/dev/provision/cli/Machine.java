package dev.provision.cli;

import dev.provision.aws.ssm.Holder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * The machine that this process runs on.
 *
 * @param id tells machines, their boots, and the containers on them apart; an empty text where the system does not say
 */
record Machine(String user, String host, String id) {
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Path PROCESSES = Path.of("/proc/self/ns/pid");

    static Machine of(Map<String, String> variables) {
        String user =
                variables.getOrDefault("USER", variables.getOrDefault("LOGNAME", System.getProperty("user.name")));
        return new Machine(user, hostName(variables), identity());
    }

    private static String hostName(Map<String, String> variables) {
        try {
            Path name = Path.of("/etc/hostname");
            return Files.isReadable(name)
                    ? Files.readString(name).strip()
                    : variables.getOrDefault(
                            "HOSTNAME", InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException nameless) {
            return "this machine";
        } catch (IOException unreadable) {
            return variables.getOrDefault("HOSTNAME", "this machine");
        }
    }

    /** Process ids mean something only within one boot and one namespace of processes. */
    private static String identity() {
        try {
            return Files.readString(BOOT).strip() + " " + Files.readSymbolicLink(PROCESSES);
        } catch (IOException | UnsupportedOperationException notLinux) {
            return "";
        }
    }

    /** This process as the holder of a lock. */
    Holder holder(String command, Instant now) {
        return new Holder(
                user,
                host,
                id,
                ProcessHandle.current().pid(),
                command,
                now,
                UUID.randomUUID().toString());
    }

    /** Whether a process of this machine has ended. */
    static boolean gone(Holder holder) {
        return ProcessHandle.of(holder.process()).filter(ProcessHandle::isAlive).isEmpty();
    }
}
