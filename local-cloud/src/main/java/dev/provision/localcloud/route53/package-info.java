/**
 * Route 53: public hosted zones and their records, with the rules by which AWS accepts a change. Nothing resolves the names;
 * ACM looks here whether a certificate's validation record is there.
 *
 * <p>May use {@code wire}, {@code state} and {@code time}.
 */
package dev.provision.localcloud.route53;
