package dev.provision.aws.doctor;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import dev.provision.aws.KnownQuota;
import dev.provision.graph.ProvisionException.PermissionMissing;
import dev.provision.graph.ProvisionException.StepFailed;
import java.util.Optional;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.servicequotas.model.ServiceQuota;

/** What Service Quotas says of a quota of the account. */
final class QuotaReader {
    private final Api<ServiceQuotasClient> quotas;

    QuotaReader(AwsConnection connection) {
        this.quotas = connection.api("servicequotas", ServiceQuotasClient::builder);
    }

    /** Empty where it is not told: a caller without the right to ask is not to be stopped by that. */
    Optional<ServiceQuota> find(KnownQuota of) {
        try {
            return quotas.find(
                    c -> c.getServiceQuota(r -> r.serviceCode(of.service()).quotaCode(of.code()))
                            .quota());
        } catch (PermissionMissing | StepFailed untold) {
            return Optional.empty();
        }
    }
}
