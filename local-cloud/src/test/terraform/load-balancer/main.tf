# A load balancer with everything that a Terraform user puts on one.

terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}

variable "endpoint" {
  type = string
}

provider "aws" {
  region     = "eu-west-2"
  access_key = "test"
  secret_key = "test"

  endpoints {
    acm   = var.endpoint
    ec2   = var.endpoint
    elbv2 = var.endpoint
    iam   = var.endpoint
    sts   = var.endpoint
  }

  default_tags {
    tags = { suite = "terraform" }
  }
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}

resource "aws_subnet" "public" {
  count             = 2
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.${count.index + 1}.0/24"
  availability_zone = ["eu-west-2a", "eu-west-2b"][count.index]
}

resource "aws_security_group" "alb" {
  name   = "alb"
  vpc_id = aws_vpc.main.id
}

resource "aws_lb" "main" {
  name               = "main"
  load_balancer_type = "application"
  subnets            = aws_subnet.public[*].id
  security_groups    = [aws_security_group.alb.id]
  idle_timeout       = 30
  depends_on         = [aws_internet_gateway.main]
}

resource "aws_lb_target_group" "blue" {
  name                 = "blue"
  target_type          = "ip"
  port                 = 8080
  protocol             = "HTTP"
  vpc_id               = aws_vpc.main.id
  deregistration_delay = 20

  health_check {
    path     = "/health"
    interval = 30
    matcher  = "200-299"
  }
}

resource "aws_lb_target_group" "green" {
  name        = "green"
  target_type = "ip"
  port        = 8080
  protocol    = "HTTP"
  vpc_id      = aws_vpc.main.id
}

resource "aws_lb_target_group" "function" {
  name                               = "function"
  target_type                        = "lambda"
  lambda_multi_value_headers_enabled = true
}

resource "aws_acm_certificate" "main" {
  domain_name               = "example.com"
  subject_alternative_names = ["www.example.com"]
  validation_method         = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_acm_certificate_validation" "main" {
  certificate_arn = aws_acm_certificate.main.arn
}

resource "aws_lb_listener" "http" {
  load_balancer_arn = aws_lb.main.arn
  port              = 80
  protocol          = "HTTP"

  default_action {
    type = "redirect"

    redirect {
      port        = "443"
      protocol    = "HTTPS"
      status_code = "HTTP_301"
    }
  }
}

resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.main.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = aws_acm_certificate_validation.main.certificate_arn

  default_action {
    type = "fixed-response"

    fixed_response {
      content_type = "application/json"
      message_body = "{\"error\":\"not found\"}"
      status_code  = "404"
    }
  }
}

resource "aws_lb_listener_rule" "weighted" {
  listener_arn = aws_lb_listener.https.arn
  priority     = 10

  action {
    type = "forward"

    forward {
      target_group {
        arn    = aws_lb_target_group.blue.arn
        weight = 90
      }

      target_group {
        arn    = aws_lb_target_group.green.arn
        weight = 10
      }

      stickiness {
        enabled  = true
        duration = 600
      }
    }
  }

  condition {
    path_pattern {
      values = ["/fargate/*", "/fargate"]
    }
  }

  condition {
    http_header {
      http_header_name = "X-Probe"
      values           = ["green*"]
    }
  }

  condition {
    query_string {
      key   = "version"
      value = "1"
    }
  }
}

resource "aws_lb_listener_rule" "function" {
  listener_arn = aws_lb_listener.https.arn

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.function.arn
  }

  condition {
    host_header {
      values = ["*.example.com"]
    }
  }

  condition {
    http_request_method {
      values = ["GET", "POST"]
    }
  }

  condition {
    source_ip {
      values = ["127.0.0.0/8"]
    }
  }
}

output "arn" {
  value = aws_lb.main.arn
}
