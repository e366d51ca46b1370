/**
 * WAFv2, regional: web ACLs whose rules look at IP sets and at bytes of path, query, method and headers, joined by and, or and
 * not, and which resources they protect. The load balancer asks {@link dev.provision.localcloud.wafv2.Firewall}. Statements
 * that the local cloud cannot evaluate, such as managed rule groups, are refused instead of being kept as if they worked.
 *
 * <p>May use {@code wire}, {@code state} and {@code network} (for ranges of addresses).
 */
package dev.provision.localcloud.wafv2;
