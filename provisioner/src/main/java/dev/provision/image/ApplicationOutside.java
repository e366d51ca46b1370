package dev.provision.image;

import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/**
 * Runs an application from a jar that is not on the class path: {@code ApplicationOutside JAR MAIN-CLASS}. What an AOT
 * cache records then is the JDK and the libraries, and holds for every later build of the application. Runs in the image's
 * runtime, from the jar of the libraries, and so uses nothing but the JDK.
 */
public final class ApplicationOutside {
    private ApplicationOutside() {}

    public static void main(String[] args) throws ReflectiveOperationException, java.io.IOException {
        URL[] jar = {Path.of(args[0]).toUri().toURL()};
        // never closed: the application runs until the JVM ends
        @SuppressWarnings("resource")
        URLClassLoader loader = new URLClassLoader(jar, ApplicationOutside.class.getClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        Method main = Class.forName(args[1], true, loader).getMethod("main", String[].class);
        main.invoke(null, (Object) new String[0]);
    }
}
