/** Clients that somebody else wrote, and that wait longest: the last package by name, for tests start from the end. */
package dev.provision.localcloud.witness;
