package dev.provision.config;

/**
 * Where something is written.
 *
 * @param file as people would name it, for example {@code config/dev.yaml}
 * @param line from 1
 */
record Place(String file, int line) {
    @Override
    public String toString() {
        return file + ":" + line;
    }
}
