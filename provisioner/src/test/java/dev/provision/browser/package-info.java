/** A real browser for the pages that people look at. */
package dev.provision.browser;
