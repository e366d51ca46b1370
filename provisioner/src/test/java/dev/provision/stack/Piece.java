package dev.provision.stack;

/**
 * One piece of a live architecture that can be taken away by itself.
 *
 * @param name the same in every environment
 * @param remove takes it away
 * @param restore puts it back as it was
 */
record Piece(String name, Runnable remove, Runnable restore) {}
