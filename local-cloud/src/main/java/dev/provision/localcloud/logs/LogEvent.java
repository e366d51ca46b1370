package dev.provision.localcloud.logs;

/**
 * One line of a stream.
 *
 * @param id ascending in the order of ingestion, over all streams
 * @param timestamp epoch ms, as the writer gave it
 * @param ingested epoch ms
 * @param message the line
 */
record LogEvent(long id, long timestamp, long ingested, String message) {}
