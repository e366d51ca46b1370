/** JSON in and out. Uses jakarta.json only, and hides how its provider is found. */
package dev.provision.service.json;
