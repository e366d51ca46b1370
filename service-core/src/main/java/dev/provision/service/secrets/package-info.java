/**
 * Environment variables whose values are kept in AWS. ECS puts the values in before a task starts; Lambda does not, so that the
 * function fetches them itself. Uses {@code java.base} and {@code json} only: the AWS SDK would cost a cold start more than all
 * the rest, and without such a variable nothing of this is loaded.
 */
package dev.provision.service.secrets;
