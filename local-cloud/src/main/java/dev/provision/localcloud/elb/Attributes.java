package dev.provision.localcloud.elb;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The attributes that resources have: their defaults and what values they take. */
final class Attributes {
    private static final String FLAG = "true|false";
    private static final String TEXT = ".*";

    /** An attribute: its default and the values it takes, as a regular expression or a range of numbers. */
    private record Kind(String initial, String form, int least, int most) {
        static Kind of(String initial, String form) {
            return new Kind(initial, form, 0, 0);
        }

        static Kind number(int initial, int least, int most) {
            return new Kind(Integer.toString(initial), "\\d{1,9}", least, most);
        }

        boolean takes(String value) {
            if (!Pattern.matches(form, value)) {
                return false;
            }
            return most == 0 || (Integer.parseInt(value) >= least && Integer.parseInt(value) <= most);
        }
    }

    static final Attributes LOAD_BALANCER = new Attributes("Load balancer", loadBalancer());
    static final Attributes IP_GROUP = new Attributes("Target group", ipGroup());
    static final Attributes LAMBDA_GROUP = new Attributes("Target group", lambdaGroup());
    static final Attributes HTTP_LISTENER = new Attributes("Listener", httpListener());
    static final Attributes HTTPS_LISTENER = new Attributes("Listener", httpsListener());

    private final String what;
    private final Map<String, Kind> kinds;

    private Attributes(String what, Map<String, Kind> kinds) {
        this.what = what;
        this.kinds = Map.copyOf(kinds);
    }

    /** What a new resource has. */
    Map<String, String> defaults() {
        Map<String, String> all = new TreeMap<>();
        kinds.forEach((key, kind) -> all.put(key, kind.initial));
        return all;
    }

    /** The attributes after a change. */
    Map<String, String> change(Map<String, String> before, Map<String, String> changes) {
        Map<String, String> after = new TreeMap<>(before);
        changes.forEach((key, value) -> {
            Kind kind = kinds.get(key);
            if (kind == null) {
                throw Errors.validation(what + " attribute key '" + key + "' is not recognized");
            }
            if (value == null || !kind.takes(value)) {
                throw Errors.validation(what + " attribute '" + key + "' has an invalid value '" + value + "'");
            }
            after.put(key, value);
        });
        return after;
    }

    private static Map<String, Kind> loadBalancer() {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        for (String logs : new String[] {"access_logs", "connection_logs", "health_check_logs"}) {
            kinds.put(logs + ".s3.enabled", Kind.of("false", FLAG));
            kinds.put(logs + ".s3.bucket", Kind.of("", TEXT));
            kinds.put(logs + ".s3.prefix", Kind.of("", TEXT));
        }
        for (String off : new String[] {
            "deletion_protection.enabled",
            "routing.http.drop_invalid_header_fields.enabled",
            "routing.http.xff_client_port.enabled",
            "routing.http.preserve_host_header.enabled",
            "routing.http.x_amzn_tls_version_and_cipher_suite.enabled",
            "waf.fail_open.enabled",
            "ipv6.deny_all_igw_traffic",
            "zonal_shift.config.enabled"
        }) {
            kinds.put(off, Kind.of("false", FLAG));
        }
        kinds.put("routing.http2.enabled", Kind.of("true", FLAG));
        kinds.put("load_balancing.cross_zone.enabled", Kind.of("true", "true"));
        kinds.put("idle_timeout.timeout_seconds", Kind.number(60, 1, 4000));
        kinds.put("client_keep_alive.seconds", Kind.number(3600, 60, 604_800));
        kinds.put("routing.http.xff_header_processing.mode", Kind.of("append", "append|preserve|remove"));
        kinds.put("routing.http.desync_mitigation_mode", Kind.of("defensive", "monitor|defensive|strictest"));
        return kinds;
    }

    private static Map<String, Kind> groupHealth() {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        for (String kind : new String[] {"dns_failover", "unhealthy_state_routing"}) {
            String prefix = "target_group_health." + kind + ".minimum_healthy_targets.";
            kinds.put(prefix + "count", Kind.of("1", "off|[1-9]\\d{0,3}"));
            kinds.put(prefix + "percentage", Kind.of("off", "off|[1-9]\\d?|100"));
        }
        return kinds;
    }

    private static Map<String, Kind> ipGroup() {
        Map<String, Kind> kinds = groupHealth();
        kinds.put("deregistration_delay.timeout_seconds", Kind.number(300, 0, 3600));
        kinds.put("slow_start.duration_seconds", Kind.number(0, 0, 900));
        kinds.put("stickiness.enabled", Kind.of("false", FLAG));
        kinds.put("stickiness.type", Kind.of("lb_cookie", "lb_cookie|app_cookie"));
        kinds.put("stickiness.lb_cookie.duration_seconds", Kind.number(86_400, 1, 604_800));
        kinds.put("stickiness.app_cookie.cookie_name", Kind.of("", TEXT));
        kinds.put("stickiness.app_cookie.duration_seconds", Kind.number(86_400, 1, 604_800));
        kinds.put(
                "load_balancing.algorithm.type",
                Kind.of("round_robin", "round_robin|least_outstanding_requests|weighted_random"));
        kinds.put("load_balancing.algorithm.anomaly_mitigation", Kind.of("off", "on|off"));
        kinds.put(
                "load_balancing.cross_zone.enabled",
                Kind.of("use_load_balancer_configuration", "true|false|use_load_balancer_configuration"));
        return kinds;
    }

    private static Map<String, Kind> lambdaGroup() {
        Map<String, Kind> kinds = groupHealth();
        kinds.put("lambda.multi_value_headers.enabled", Kind.of("false", FLAG));
        return kinds;
    }

    private static Map<String, Kind> httpListener() {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        kinds.put("routing.http.response.server.enabled", Kind.of("true", FLAG));
        for (String name : new String[] {
            "strict_transport_security",
            "access_control_allow_origin",
            "access_control_allow_methods",
            "access_control_allow_headers",
            "access_control_allow_credentials",
            "access_control_expose_headers",
            "access_control_max_age",
            "content_security_policy",
            "x_content_type_options",
            "x_frame_options"
        }) {
            kinds.put("routing.http.response." + name + ".header_value", Kind.of("", TEXT));
        }
        return kinds;
    }

    private static Map<String, Kind> httpsListener() {
        Map<String, Kind> kinds = httpListener();
        for (String name : new String[] {
            "x_amzn_mtls_clientcert_serial_number",
            "x_amzn_mtls_clientcert_issuer",
            "x_amzn_mtls_clientcert_subject",
            "x_amzn_mtls_clientcert_validity",
            "x_amzn_mtls_clientcert_leaf",
            "x_amzn_mtls_clientcert",
            "x_amzn_tls_version",
            "x_amzn_tls_cipher_suite"
        }) {
            kinds.put("routing.http.request." + name + ".header_name", Kind.of("", TEXT));
        }
        return kinds;
    }
}
