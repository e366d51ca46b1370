package dev.provision.stack;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What is behind a slot, and how it does. */
public sealed interface SlotWork {
    /** In a few words, for people. */
    String words();

    /** There is nothing. */
    record Nothing() implements SlotWork {
        @Override
        public String words() {
            return "nothing behind it";
        }
    }

    /**
     * A function.
     *
     * @param state as Lambda names it
     * @param warmWanted how many instances are to be kept warm
     * @param warm how many are
     */
    record Function(String state, int warmWanted, int warm) implements SlotWork {
        @Override
        public String words() {
            return state.toLowerCase(Locale.ROOT)
                    + (warmWanted == 0 ? "" : ", " + warm + " of " + warmWanted + " kept warm");
        }
    }

    /**
     * Tasks.
     *
     * @param desired how many there should be
     * @param running how many there are
     * @param events what ECS says that it did, the newest first
     */
    record Tasks(int desired, int running, List<Happening> events) implements SlotWork {
        public Tasks {
            events = List.copyOf(events);
        }

        @Override
        public String words() {
            return running + " of " + desired + (desired == 1 ? " task runs" : " tasks run");
        }
    }

    /** Something that happened. */
    record Happening(Instant at, String message) {}
}
