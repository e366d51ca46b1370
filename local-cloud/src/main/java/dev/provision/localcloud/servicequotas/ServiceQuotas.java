package dev.provision.localcloud.servicequotas;

import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.state.Page;
import dev.provision.localcloud.state.Quota;
import dev.provision.localcloud.state.Quotas;
import dev.provision.localcloud.wire.AwsError;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.ServiceApi;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.servicequotas.model.GetAwsDefaultServiceQuotaRequest;
import software.amazon.awssdk.services.servicequotas.model.GetAwsDefaultServiceQuotaResponse;
import software.amazon.awssdk.services.servicequotas.model.GetServiceQuotaRequest;
import software.amazon.awssdk.services.servicequotas.model.GetServiceQuotaResponse;
import software.amazon.awssdk.services.servicequotas.model.ListAwsDefaultServiceQuotasRequest;
import software.amazon.awssdk.services.servicequotas.model.ListAwsDefaultServiceQuotasResponse;
import software.amazon.awssdk.services.servicequotas.model.ListServiceQuotasRequest;
import software.amazon.awssdk.services.servicequotas.model.ListServiceQuotasResponse;
import software.amazon.awssdk.services.servicequotas.model.ListServicesRequest;
import software.amazon.awssdk.services.servicequotas.model.ListServicesResponse;
import software.amazon.awssdk.services.servicequotas.model.MetricInfo;
import software.amazon.awssdk.services.servicequotas.model.ServiceInfo;
import software.amazon.awssdk.services.servicequotas.model.ServiceQuota;

/** The Service Quotas API, for the quotas that the local cloud enforces. */
public final class ServiceQuotas implements AwsService {
    private static final int LARGEST_PAGE = 100;
    private final Account account;
    private final Quotas quotas;

    public ServiceQuotas(Account account, Quotas quotas) {
        this.account = account;
        this.quotas = quotas;
    }

    @Override
    public ServiceApi api() {
        return new ServiceApi("servicequotas", ServiceApi.Protocol.JSON_1_1, "ServiceQuotasV20190624", "");
    }

    public ListServicesResponse listServices(ListServicesRequest request) {
        List<ServiceInfo> all = Arrays.stream(Quota.Service.values())
                .map(service -> ServiceInfo.builder()
                        .serviceCode(service.code())
                        .serviceName(service.title())
                        .build())
                .toList();
        Page<ServiceInfo> page = page(all, request.nextToken(), request.maxResults());
        return ListServicesResponse.builder()
                .services(page.items())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    public ListServiceQuotasResponse listServiceQuotas(ListServiceQuotasRequest request) {
        List<ServiceQuota> all = of(request.serviceCode()).stream()
                .filter(quota ->
                        request.quotaCode() == null || request.quotaCode().equals(quota.code()))
                .map(quota -> view(quota, quotas.limit(quota)))
                .toList();
        Page<ServiceQuota> page = page(all, request.nextToken(), request.maxResults());
        return ListServiceQuotasResponse.builder()
                .quotas(page.items())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    public ListAwsDefaultServiceQuotasResponse listAWSDefaultServiceQuotas(ListAwsDefaultServiceQuotasRequest request) {
        List<ServiceQuota> all = of(request.serviceCode()).stream()
                .map(quota -> view(quota, quota.usual()))
                .toList();
        Page<ServiceQuota> page = page(all, request.nextToken(), request.maxResults());
        return ListAwsDefaultServiceQuotasResponse.builder()
                .quotas(page.items())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    public GetServiceQuotaResponse getServiceQuota(GetServiceQuotaRequest request) {
        Quota quota = require(request.serviceCode(), request.quotaCode());
        return GetServiceQuotaResponse.builder()
                .quota(view(quota, quotas.limit(quota)))
                .build();
    }

    public GetAwsDefaultServiceQuotaResponse getAWSDefaultServiceQuota(GetAwsDefaultServiceQuotaRequest request) {
        Quota quota = require(request.serviceCode(), request.quotaCode());
        return GetAwsDefaultServiceQuotaResponse.builder()
                .quota(view(quota, quota.usual()))
                .build();
    }

    private static List<Quota> of(String serviceCode) {
        List<Quota> found = Arrays.stream(Quota.values())
                .filter(quota -> quota.service().code().equals(required("serviceCode", serviceCode)))
                .toList();
        if (found.isEmpty()) {
            throw AwsError.badRequest(
                    "NoSuchResourceException", "The request failed because the specified service does not exist.");
        }
        return found;
    }

    private static Quota require(String serviceCode, String quotaCode) {
        required("quotaCode", quotaCode);
        return of(serviceCode).stream()
                .filter(quota -> quota.code().equals(quotaCode))
                .findFirst()
                .orElseThrow(() -> AwsError.badRequest(
                        "NoSuchResourceException", "The request failed because the specified quota does not exist."));
    }

    private static String required(String member, String value) {
        return Optional.ofNullable(value)
                .orElseThrow(() -> invalid(
                        "Value null at '" + member + "' failed to satisfy constraint: Member must not be null"));
    }

    private static <T> Page<T> page(List<T> all, String token, Integer size) {
        if (size != null && (size < 1 || size > LARGEST_PAGE)) {
            throw invalid("Value '" + size
                    + "' at 'maxResults' failed to satisfy constraint: Member must have value between 1 and 100");
        }
        return Page.of(all, token, size == null ? LARGEST_PAGE : size)
                .orElseThrow(() -> AwsError.badRequest("InvalidPaginationTokenException", "Invalid NextToken."));
    }

    private static AwsError invalid(String message) {
        return AwsError.badRequest("ValidationException", "1 validation error detected: " + message);
    }

    private ServiceQuota view(Quota quota, int value) {
        return ServiceQuota.builder()
                .serviceCode(quota.service().code())
                .serviceName(quota.service().title())
                .quotaArn(account.arn("servicequotas", quota.service().code() + "/" + quota.code()))
                .quotaCode(quota.code())
                .quotaName(quota.title())
                .value((double) value)
                .unit("None")
                .adjustable(quota != Quota.TARGETS_PER_GROUP)
                .globalQuota(false)
                .usageMetric(usage(quota).orElse(null))
                .build();
    }

    private static Optional<MetricInfo> usage(Quota quota) {
        return quota.usage().map(metric -> MetricInfo.builder()
                .metricNamespace(metric.namespace())
                .metricName(metric.name())
                .metricDimensions(metric.dimensions())
                .metricStatisticRecommendation("Maximum")
                .build());
    }
}
