/** What is looked at before anything is made, and when nothing answers: the account, and the way of a request. */
package dev.provision.aws.doctor;
