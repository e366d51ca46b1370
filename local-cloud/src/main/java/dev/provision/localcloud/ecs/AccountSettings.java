package dev.provision.localcloud.ecs;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.ecs.model.ListAccountSettingsRequest;
import software.amazon.awssdk.services.ecs.model.ListAccountSettingsResponse;
import software.amazon.awssdk.services.ecs.model.PutAccountSettingDefaultRequest;
import software.amazon.awssdk.services.ecs.model.PutAccountSettingDefaultResponse;
import software.amazon.awssdk.services.ecs.model.PutAccountSettingRequest;
import software.amazon.awssdk.services.ecs.model.PutAccountSettingResponse;
import software.amazon.awssdk.services.ecs.model.Setting;

/** Settings of the account; they are kept, and change nothing here. */
final class AccountSettings extends EcsApi {
    private final Map<String, String> settings = new TreeMap<>(Map.of(
            "serviceLongArnFormat", "enabled",
            "taskLongArnFormat", "enabled",
            "containerInstanceLongArnFormat", "enabled",
            "awsvpcTrunking", "disabled",
            "containerInsights", "disabled",
            "fargateTaskRetirementWaitPeriod", "7",
            "tagResourceAuthorization", "on"));
    private final EcsStore store;

    AccountSettings(EcsStore store) {
        this.store = store;
    }

    public ListAccountSettingsResponse listAccountSettings(ListAccountSettingsRequest request) {
        List<Setting> shown = settings.keySet().stream()
                .filter(name -> request.name() == null || request.nameAsString().equals(name))
                .map(this::setting)
                .filter(setting -> request.value() == null || request.value().equals(setting.value()))
                .toList();
        return ListAccountSettingsResponse.builder().settings(shown).build();
    }

    public PutAccountSettingResponse putAccountSetting(PutAccountSettingRequest request) {
        settings.put(request.nameAsString(), request.value());
        return PutAccountSettingResponse.builder()
                .setting(setting(request.nameAsString()))
                .build();
    }

    public PutAccountSettingDefaultResponse putAccountSettingDefault(PutAccountSettingDefaultRequest request) {
        settings.put(request.nameAsString(), request.value());
        return PutAccountSettingDefaultResponse.builder()
                .setting(setting(request.nameAsString()))
                .build();
    }

    private Setting setting(String name) {
        return Setting.builder()
                .name(name)
                .value(settings.get(name))
                .principalArn(store.account().globalArn("iam", "root"))
                .build();
    }
}
