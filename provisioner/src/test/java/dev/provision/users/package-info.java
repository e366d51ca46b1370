/**
 * The product as its users meet it: the launcher in a fresh copy of the checkout, the local cloud as a process of its own,
 * {@code curl}-like requests, and the {@code aws} CLI as the witness. The
 * last package by name, because tests start from the end and this one takes longest.
 */
package dev.provision.users;
