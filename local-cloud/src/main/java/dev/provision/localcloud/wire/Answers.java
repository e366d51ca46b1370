package dev.provision.localcloud.wire;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The HTTP status of an operation's success where it is not 200, for example 201 of Lambda's CreateFunction: the SDK's
 * model classes do not carry it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Answers {
    /** The HTTP status. */
    int value();
}
