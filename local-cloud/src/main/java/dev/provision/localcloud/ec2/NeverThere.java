package dev.provision.localcloud.ec2;

import software.amazon.awssdk.services.ec2.model.DescribeCarrierGatewaysRequest;
import software.amazon.awssdk.services.ec2.model.DescribeCarrierGatewaysResponse;
import software.amazon.awssdk.services.ec2.model.DescribeCustomerGatewaysRequest;
import software.amazon.awssdk.services.ec2.model.DescribeCustomerGatewaysResponse;
import software.amazon.awssdk.services.ec2.model.DescribeEgressOnlyInternetGatewaysRequest;
import software.amazon.awssdk.services.ec2.model.DescribeEgressOnlyInternetGatewaysResponse;
import software.amazon.awssdk.services.ec2.model.DescribeFlowLogsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeFlowLogsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceStatusRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceStatusResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeKeyPairsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeKeyPairsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplatesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplatesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacePermissionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacePermissionsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupReferencesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupReferencesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupVpcAssociationsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupVpcAssociationsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeStaleSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeStaleSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeTransitGatewayAttachmentsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeTransitGatewayAttachmentsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeTransitGatewayVpcAttachmentsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeTransitGatewayVpcAttachmentsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeTransitGatewaysRequest;
import software.amazon.awssdk.services.ec2.model.DescribeTransitGatewaysResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcEndpointConnectionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcEndpointConnectionsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcPeeringConnectionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcPeeringConnectionsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpnConnectionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpnConnectionsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpnGatewaysRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpnGatewaysResponse;

/**
 * What the local cloud never has. Tools that look around (Terraform before it deletes a group, a console, an inventory) get
 * the empty answer that an account without such things gives.
 */
public final class NeverThere implements Operations {
    NeverThere() {}

    public DescribeInstancesResponse describeInstances(DescribeInstancesRequest request) {
        Refusal.dryRun(request);
        return DescribeInstancesResponse.builder().build();
    }

    public DescribeInstanceStatusResponse describeInstanceStatus(DescribeInstanceStatusRequest request) {
        Refusal.dryRun(request);
        return DescribeInstanceStatusResponse.builder().build();
    }

    public DescribeVolumesResponse describeVolumes(DescribeVolumesRequest request) {
        Refusal.dryRun(request);
        return DescribeVolumesResponse.builder().build();
    }

    public DescribeImagesResponse describeImages(DescribeImagesRequest request) {
        Refusal.dryRun(request);
        return DescribeImagesResponse.builder().build();
    }

    public DescribeSnapshotsResponse describeSnapshots(DescribeSnapshotsRequest request) {
        Refusal.dryRun(request);
        return DescribeSnapshotsResponse.builder().build();
    }

    public DescribeKeyPairsResponse describeKeyPairs(DescribeKeyPairsRequest request) {
        Refusal.dryRun(request);
        return DescribeKeyPairsResponse.builder().build();
    }

    public DescribeLaunchTemplatesResponse describeLaunchTemplates(DescribeLaunchTemplatesRequest request) {
        Refusal.dryRun(request);
        return DescribeLaunchTemplatesResponse.builder().build();
    }

    public DescribeVpcEndpointConnectionsResponse describeVpcEndpointConnections(
            DescribeVpcEndpointConnectionsRequest request) {
        Refusal.dryRun(request);
        return DescribeVpcEndpointConnectionsResponse.builder().build();
    }

    public DescribeVpcPeeringConnectionsResponse describeVpcPeeringConnections(
            DescribeVpcPeeringConnectionsRequest request) {
        Refusal.dryRun(request);
        return DescribeVpcPeeringConnectionsResponse.builder().build();
    }

    public DescribeFlowLogsResponse describeFlowLogs(DescribeFlowLogsRequest request) {
        Refusal.dryRun(request);
        return DescribeFlowLogsResponse.builder().build();
    }

    public DescribeEgressOnlyInternetGatewaysResponse describeEgressOnlyInternetGateways(
            DescribeEgressOnlyInternetGatewaysRequest request) {
        Refusal.dryRun(request);
        return DescribeEgressOnlyInternetGatewaysResponse.builder().build();
    }

    public DescribeVpnGatewaysResponse describeVpnGateways(DescribeVpnGatewaysRequest request) {
        Refusal.dryRun(request);
        return DescribeVpnGatewaysResponse.builder().build();
    }

    public DescribeVpnConnectionsResponse describeVpnConnections(DescribeVpnConnectionsRequest request) {
        Refusal.dryRun(request);
        return DescribeVpnConnectionsResponse.builder().build();
    }

    public DescribeCustomerGatewaysResponse describeCustomerGateways(DescribeCustomerGatewaysRequest request) {
        Refusal.dryRun(request);
        return DescribeCustomerGatewaysResponse.builder().build();
    }

    public DescribeTransitGatewaysResponse describeTransitGateways(DescribeTransitGatewaysRequest request) {
        Refusal.dryRun(request);
        return DescribeTransitGatewaysResponse.builder().build();
    }

    public DescribeTransitGatewayAttachmentsResponse describeTransitGatewayAttachments(
            DescribeTransitGatewayAttachmentsRequest request) {
        Refusal.dryRun(request);
        return DescribeTransitGatewayAttachmentsResponse.builder().build();
    }

    public DescribeTransitGatewayVpcAttachmentsResponse describeTransitGatewayVpcAttachments(
            DescribeTransitGatewayVpcAttachmentsRequest request) {
        Refusal.dryRun(request);
        return DescribeTransitGatewayVpcAttachmentsResponse.builder().build();
    }

    public DescribeCarrierGatewaysResponse describeCarrierGateways(DescribeCarrierGatewaysRequest request) {
        Refusal.dryRun(request);
        return DescribeCarrierGatewaysResponse.builder().build();
    }

    public DescribeNetworkInterfacePermissionsResponse describeNetworkInterfacePermissions(
            DescribeNetworkInterfacePermissionsRequest request) {
        Refusal.dryRun(request);
        return DescribeNetworkInterfacePermissionsResponse.builder().build();
    }

    public DescribeStaleSecurityGroupsResponse describeStaleSecurityGroups(DescribeStaleSecurityGroupsRequest request) {
        Refusal.dryRun(request);
        return DescribeStaleSecurityGroupsResponse.builder().build();
    }

    public DescribeSecurityGroupReferencesResponse describeSecurityGroupReferences(
            DescribeSecurityGroupReferencesRequest request) {
        Refusal.dryRun(request);
        return DescribeSecurityGroupReferencesResponse.builder().build();
    }

    public DescribeSecurityGroupVpcAssociationsResponse describeSecurityGroupVpcAssociations(
            DescribeSecurityGroupVpcAssociationsRequest request) {
        Refusal.dryRun(request);
        return DescribeSecurityGroupVpcAssociationsResponse.builder().build();
    }
}
