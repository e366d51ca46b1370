package dev.provision.localcloud.route53;

/** What is in the zones, for those who look things up. Called under the control-plane lock. */
public interface DnsRecords {
    /** Whether a CNAME record with this value is in a zone; neither case nor a dot at the end matters. */
    boolean hasCname(String name, String value);

    /** Has something told, under the control-plane lock, whenever records have changed. */
    void onChange(Runnable listener);
}
