"""Makes 1,000 resources and 200 target registrations in a local cloud, and measures memory and describes."""

import http.client
import sys
import time

import boto3
from botocore.config import Config

MEMORY_MB = 200
DESCRIBE_MS = 50
RUNS = 40
WARM_UP = 10
TRUST = """{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}]}"""

endpoint, pid = sys.argv[1], sys.argv[2]


def client(service):
    return boto3.client(
        service,
        endpoint_url=endpoint,
        region_name="eu-west-2",
        aws_access_key_id="any",
        aws_secret_access_key="any",
        config=Config(retries={"max_attempts": 1}),
    )


def resident_mb():
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))


def processor_ms():
    """The processor time that the local cloud has used: what a busy machine does not change."""
    with open(f"/proc/{pid}/stat") as stat:
        return sum(map(int, stat.read().rpartition(")")[2].split()[11:13])) * 10


def times(call):
    for _ in range(WARM_UP):
        call()
    taken = []
    for _ in range(RUNS):
        started = time.perf_counter()
        call()
        taken.append((time.perf_counter() - started) * 1000)
    taken.sort()
    return taken[RUNS // 2], taken[int(RUNS * 0.95) - 1]


def timed(name, service, call):
    """Times what boto3 sends for a call, until the last byte of the answer; with boto3's own parsing only beside it."""
    sent = []
    keep = lambda request, **_: sent.append(request)
    service.meta.events.register("before-send", keep)
    call()
    service.meta.events.unregister("before-send", keep)
    connection = http.client.HTTPConnection(endpoint.removeprefix("http://"))

    def again():
        connection.request(sent[0].method, sent[0].url.removeprefix(endpoint), sent[0].body, dict(sent[0].headers))
        answer = connection.getresponse()
        assert answer.status == 200 and len(answer.read()) > 1000, answer.status

    before = processor_ms()
    median, late = times(again)
    busy = (processor_ms() - before) / (WARM_UP + RUNS)
    parsed, _ = times(call)
    print(f"{name:34} median {median:6.1f} ms   95th percentile {late:6.1f} ms   processor {busy:5.1f} ms"
          f"   (with boto3 {parsed:6.1f} ms)")
    return late <= DESCRIBE_MS


def main():
    time.sleep(10)
    ec2, elb, ecs, logs, iam = (client(name) for name in ("ec2", "elbv2", "ecs", "logs", "iam"))
    ec2.describe_vpcs()
    time.sleep(5)
    idle = resident_mb()
    print(f"resident memory, idle              {idle:.0f} MB")
    vpcs = [ec2.create_vpc(CidrBlock=f"10.{n}.0.0/16")["Vpc"]["VpcId"] for n in range(5)]
    for n, vpc in enumerate(vpcs):
        for i in range(60):
            ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.{n}.{i}.0/24")
            ec2.create_security_group(VpcId=vpc, GroupName=f"group-{i}", Description="bench")
    group = elb.create_target_group(
        Name="bench", TargetType="ip", Protocol="HTTP", Port=8080, VpcId=vpcs[0]
    )["TargetGroups"][0]["TargetGroupArn"]
    elb.register_targets(
        TargetGroupArn=group, Targets=[{"Id": f"10.0.{i // 100}.{10 + i % 100}", "Port": 8080} for i in range(200)]
    )
    for i in range(100):
        logs.create_log_group(logGroupName=f"/bench/{i}")
        ecs.create_cluster(clusterName=f"bench-{i}")
        elb.create_target_group(Name=f"bench-{i}", TargetType="ip", Protocol="HTTP", Port=80, VpcId=vpcs[0])
        iam.create_role(RoleName=f"bench-{i}", AssumeRolePolicyDocument=TRUST)
    print("resources: 5 VPCs, 300 subnets, 300 groups, 101 target groups, 100 clusters, 100 log groups, 100 roles; 200 targets")
    fine = [
        timed("DescribeSubnets (300)", ec2, ec2.describe_subnets),
        timed("DescribeSecurityGroups (305)", ec2, ec2.describe_security_groups),
        timed("DescribeSubnets by VPC (60)", ec2, lambda: ec2.describe_subnets(Filters=[{"Name": "vpc-id", "Values": [vpcs[0]]}])),
        timed("DescribeTargetHealth (200)", elb, lambda: elb.describe_target_health(TargetGroupArn=group)),
        timed("DescribeTargetGroups (101)", elb, elb.describe_target_groups),
        timed("DescribeLogGroups (50 a page)", logs, logs.describe_log_groups),
        timed("ListRoles (100)", iam, iam.list_roles),
        timed("ListClusters (100)", ecs, ecs.list_clusters),
    ]
    print(f"resident memory afterwards         {resident_mb():.0f} MB")
    return 0 if idle <= MEMORY_MB and all(fine) else 1


sys.exit(main())
