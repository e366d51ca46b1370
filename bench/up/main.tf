# The architecture that provision makes of a function and a service, as a Terraform user would write it.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "endpoint" { type = string }
variable "image" { type = string }

provider "aws" {
  region     = "eu-west-2"
  access_key = "test"
  secret_key = "test"

  endpoints {
    applicationautoscaling = var.endpoint
    cloudwatch             = var.endpoint
    ec2                    = var.endpoint
    ecr                    = var.endpoint
    ecs                    = var.endpoint
    elbv2                  = var.endpoint
    iam                    = var.endpoint
    lambda                 = var.endpoint
    logs                   = var.endpoint
    sts                    = var.endpoint
  }
}

locals {
  name  = "terraform"
  zones = ["eu-west-2a", "eu-west-2b"]
  roles = { function = "lambda", task = "ecs-tasks", execution = "ecs-tasks" }
}

resource "aws_ecr_repository" "main" { name = local.name }

resource "aws_ecr_lifecycle_policy" "main" {
  repository = aws_ecr_repository.main.name
  policy = jsonencode({ rules = [{
    rulePriority = 1, action = { type = "expire" }
    selection    = { tagStatus = "any", countType = "imageCountMoreThan", countNumber = 20 }
  }] })
}

resource "aws_vpc" "main" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "main" { vpc_id = aws_vpc.main.id }

resource "aws_subnet" "public" {
  count             = 2
  vpc_id            = aws_vpc.main.id
  availability_zone = local.zones[count.index]
  cidr_block        = "10.0.${count.index + 1}.0/24"
}

resource "aws_subnet" "private" {
  count             = 2
  vpc_id            = aws_vpc.main.id
  availability_zone = local.zones[count.index]
  cidr_block        = "10.0.${count.index + 10}.0/24"
}

resource "aws_eip" "nat" {
  count  = 2
  domain = "vpc"
}

resource "aws_nat_gateway" "main" {
  count         = 2
  allocation_id = aws_eip.nat[count.index].id
  subnet_id     = aws_subnet.public[count.index].id
  depends_on    = [aws_internet_gateway.main]
}

resource "aws_route_table" "public" { vpc_id = aws_vpc.main.id }

resource "aws_route" "public" {
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.main.id
}

resource "aws_route_table" "private" {
  count  = 2
  vpc_id = aws_vpc.main.id
}

resource "aws_route" "private" {
  count                  = 2
  route_table_id         = aws_route_table.private[count.index].id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.main[count.index].id
}

resource "aws_route_table_association" "public" {
  count          = 2
  subnet_id      = aws_subnet.public[count.index].id
  route_table_id = aws_route_table.public.id
}

resource "aws_route_table_association" "private" {
  count          = 2
  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = aws_route_table.private[count.index].id
}

resource "aws_security_group" "main" {
  for_each    = toset(["alb", "lambda", "fargate"])
  name        = "${local.name}-${each.key}"
  description = each.key
  vpc_id      = aws_vpc.main.id
}

resource "aws_vpc_security_group_ingress_rule" "alb" {
  for_each          = toset(["80", "443"])
  security_group_id = aws_security_group.main["alb"].id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = each.value
  to_port           = each.value
}

resource "aws_vpc_security_group_egress_rule" "alb" {
  for_each                     = toset(["lambda", "fargate"])
  security_group_id            = aws_security_group.main["alb"].id
  referenced_security_group_id = aws_security_group.main[each.key].id
  ip_protocol                  = "tcp"
  from_port                    = 8080
  to_port                      = 8080
}

resource "aws_vpc_security_group_ingress_rule" "compute" {
  for_each                     = toset(["lambda", "fargate"])
  security_group_id            = aws_security_group.main[each.key].id
  referenced_security_group_id = aws_security_group.main["alb"].id
  ip_protocol                  = "tcp"
  from_port                    = 8080
  to_port                      = 8080
}

resource "aws_vpc_security_group_egress_rule" "compute" {
  for_each          = toset(["lambda", "fargate"])
  security_group_id = aws_security_group.main[each.key].id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_iam_role" "main" {
  for_each = local.roles
  name     = "${local.name}-${each.key}"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{
    Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "${each.value}.amazonaws.com" }
  }] })
}

resource "aws_iam_role_policy" "main" {
  for_each = local.roles
  role     = aws_iam_role.main[each.key].id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{
    Effect = "Allow", Resource = "*"
    Action = ["logs:*", "ecr:*", "ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces",
    "ec2:DeleteNetworkInterface", "ec2:DescribeSubnets", "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses"]
  }] })
}

resource "aws_cloudwatch_log_group" "main" {
  for_each          = { lambda = "/aws/lambda/${local.name}", fargate = "/ecs/${local.name}" }
  name              = each.value
  retention_in_days = 14
}

resource "aws_lb" "main" {
  name               = local.name
  load_balancer_type = "application"
  subnets            = aws_subnet.public[*].id
  security_groups    = [aws_security_group.main["alb"].id]
  depends_on         = [aws_internet_gateway.main]
}

resource "aws_lb_listener" "http" {
  load_balancer_arn = aws_lb.main.arn
  port              = 80

  default_action {
    type = "fixed-response"
    fixed_response {
      content_type = "application/json"
      status_code  = "404"
    }
  }
}

resource "aws_lb_target_group" "lambda" {
  name        = "${local.name}-lambda"
  target_type = "lambda"
}

resource "aws_lb_target_group" "fargate" {
  name        = "${local.name}-fargate"
  target_type = "ip"
  port        = 8080
  protocol    = "HTTP"
  vpc_id      = aws_vpc.main.id
  health_check { path = "/fargate/health" }
}

resource "aws_lb_listener_rule" "main" {
  for_each     = { lambda = aws_lb_target_group.lambda.arn, fargate = aws_lb_target_group.fargate.arn }
  listener_arn = aws_lb_listener.http.arn
  action {
    type             = "forward"
    target_group_arn = each.value
  }
  condition {
    path_pattern { values = ["/${each.key}/*"] }
  }
}

resource "aws_lambda_function" "main" {
  function_name = local.name
  role          = aws_iam_role.main["function"].arn
  package_type  = "Image"
  image_uri     = var.image
  memory_size   = 512
  timeout       = 30
  publish       = true
  vpc_config {
    subnet_ids         = aws_subnet.private[*].id
    security_group_ids = [aws_security_group.main["lambda"].id]
  }
  depends_on = [aws_iam_role_policy.main, aws_cloudwatch_log_group.main]
}

resource "aws_lambda_alias" "blue" {
  name             = "blue"
  function_name    = aws_lambda_function.main.function_name
  function_version = aws_lambda_function.main.version
}

resource "aws_lambda_permission" "main" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.main.function_name
  qualifier     = aws_lambda_alias.blue.name
  principal     = "elasticloadbalancing.amazonaws.com"
  source_arn    = aws_lb_target_group.lambda.arn
}

resource "aws_lb_target_group_attachment" "lambda" {
  target_group_arn = aws_lb_target_group.lambda.arn
  target_id        = aws_lambda_alias.blue.arn
  depends_on       = [aws_lambda_permission.main]
}

resource "aws_ecs_cluster" "main" { name = local.name }

resource "aws_ecs_task_definition" "main" {
  family                   = local.name
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  task_role_arn            = aws_iam_role.main["task"].arn
  execution_role_arn       = aws_iam_role.main["execution"].arn
  container_definitions = jsonencode([{
    name         = "fargate", image = var.image, essential = true
    portMappings = [{ containerPort = 8080, protocol = "tcp" }]
    logConfiguration = { logDriver = "awslogs", options = {
      awslogs-group = aws_cloudwatch_log_group.main["fargate"].name, awslogs-region = "eu-west-2", awslogs-stream-prefix = "ecs"
    } }
  }])
}

resource "aws_ecs_service" "main" {
  name                  = local.name
  cluster               = aws_ecs_cluster.main.id
  task_definition       = aws_ecs_task_definition.main.arn
  launch_type           = "FARGATE"
  desired_count         = 1
  wait_for_steady_state = true
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.main["fargate"].id]
  }
  load_balancer {
    target_group_arn = aws_lb_target_group.fargate.arn
    container_name   = "fargate"
    container_port   = 8080
  }
  lifecycle { ignore_changes = [desired_count] }
  depends_on = [aws_lb_listener_rule.main, aws_iam_role_policy.main, aws_route.private]
}

resource "aws_appautoscaling_target" "main" {
  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  resource_id        = "service/${aws_ecs_cluster.main.name}/${aws_ecs_service.main.name}"
  min_capacity       = 1
  max_capacity       = 10
}

locals {
  scaling = {
    cpu-out    = { metric = "CPUUtilization", side = "GreaterThanThreshold", threshold = 60, periods = 1, step = 1 }
    cpu-in     = { metric = "CPUUtilization", side = "LessThanThreshold", threshold = 60, periods = 5, step = -1 }
    memory-out = { metric = "MemoryUtilization", side = "GreaterThanThreshold", threshold = 70, periods = 1, step = 1 }
  }
}

resource "aws_appautoscaling_policy" "main" {
  for_each           = local.scaling
  name               = "${local.name}-${each.key}"
  policy_type        = "StepScaling"
  service_namespace  = aws_appautoscaling_target.main.service_namespace
  scalable_dimension = aws_appautoscaling_target.main.scalable_dimension
  resource_id        = aws_appautoscaling_target.main.resource_id
  step_scaling_policy_configuration {
    adjustment_type = "ChangeInCapacity"
    cooldown        = 60
    step_adjustment {
      scaling_adjustment          = each.value.step
      metric_interval_lower_bound = each.value.step > 0 ? 0 : null
      metric_interval_upper_bound = each.value.step > 0 ? null : 0
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "scaling" {
  for_each            = local.scaling
  alarm_name          = "${local.name}-${each.key}"
  namespace           = "AWS/ECS"
  metric_name         = each.value.metric
  comparison_operator = each.value.side
  threshold           = each.value.threshold
  evaluation_periods  = each.value.periods
  period              = 60
  statistic           = "Average"
  dimensions          = { ClusterName = aws_ecs_cluster.main.name, ServiceName = aws_ecs_service.main.name }
  alarm_actions       = [aws_appautoscaling_policy.main[each.key].arn]
}
