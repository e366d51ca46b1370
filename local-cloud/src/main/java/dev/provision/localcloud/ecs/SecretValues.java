package dev.provision.localcloud.ecs;

import dev.provision.localcloud.secretsmanager.SecretsService;
import dev.provision.localcloud.ssm.ParameterStore;
import java.util.Optional;

/** Where the values of tasks' secrets come from. Under the control-plane lock. */
public record SecretValues(ParameterStore parameters, SecretsService secrets) {
    /** The decrypted value of a parameter, by its name or ARN. */
    Optional<String> parameter(String nameOrArn) {
        return parameters.value(nameOrArn);
    }

    /** The text of a secret's current version, by its ARN. */
    Optional<String> secret(String arn) {
        return secrets.text(arn);
    }
}
