/**
 * What a cold start does without: parts that Helidon would find or make at its start, and pay for with a good half of a
 * cold start, given ready-made instead. Each class names what it saves; the figures are in bench/RESULTS.md and the reasons
 * in docs/decisions/0009. Uses Helidon only.
 */
package dev.provision.service.start;
