package dev.provision.aws;

/** CPU architectures as the clouds offer them. */
public enum CpuArchitecture {
    X86_64,
    ARM64
}
