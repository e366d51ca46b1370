package dev.provision.localcloud.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The content encoding {@code aws-chunked}, in which the SDKs send what is to be stored (S3 guide, "sigv4-streaming"). */
final class AwsChunks {
    private AwsChunks() {}

    /** Whether a body has that encoding. */
    static boolean in(WireRequest request) {
        return request.header("x-amz-content-sha256")
                        .filter(hash -> hash.startsWith("STREAMING-"))
                        .isPresent()
                || request.header("content-encoding")
                        .filter(encoding -> encoding.contains("aws-chunked"))
                        .isPresent();
    }

    /**
     * The bytes without lengths, signatures and trailers, none of which is checked.
     *
     * @throws Malformed if a length is missing or wrong
     */
    static byte[] decode(byte[] body) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream(body.length);
        int at = 0;
        while (true) {
            int end = lineEnd(body, at);
            String length = new String(body, at, end - at, StandardCharsets.US_ASCII).split(";", 2)[0].strip();
            if (!length.matches("[0-9a-fA-F]{1,7}")) {
                throw new Malformed("The chunk size is not a number.");
            }
            int size = Integer.parseInt(length, 16);
            at = end + 2;
            if (size == 0) {
                return plain.toByteArray();
            }
            if (at + size > body.length) {
                throw new Malformed("The chunk ends before its length.");
            }
            plain.write(body, at, size);
            at += size + 2;
        }
    }

    private static int lineEnd(byte[] body, int from) {
        for (int i = from; i + 1 < body.length; i++) {
            if (body[i] == '\r' && body[i + 1] == '\n') {
                return i;
            }
        }
        throw new Malformed("The last chunk is missing.");
    }
}
