package dev.provision.image;

import com.google.cloud.tools.jib.api.Credential;
import com.google.cloud.tools.jib.api.CredentialRetriever;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.RegistryUnauthorizedException;
import com.google.cloud.tools.jib.event.EventHandlers;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import com.google.cloud.tools.jib.http.FailoverHttpClient;
import com.google.cloud.tools.jib.registry.RegistryClient;
import com.google.cloud.tools.jib.registry.credentials.CredentialRetrievalException;
import java.io.IOException;
import java.util.Optional;

/**
 * An image in somebody's registry, which is read as Docker's configuration logs in there, or else as nobody.
 *
 * @param reference as it is configured
 */
record SourceImage(String reference) {
    RegistryImage pulled() throws InvalidImageReferenceException {
        ImageReference name = ImageReference.parse(reference);
        return RegistryImage.named(name).addCredentialRetriever(login(name));
    }

    private static CredentialRetriever login(ImageReference name) {
        return CredentialRetrieverFactory.forImage(name, event -> {}).dockerConfig();
    }

    /** Asks the registry for its manifest, and says why that cannot be had; empty: it can. */
    Optional<String> lacking() {
        try {
            ImageReference name = ImageReference.parse(reference);
            return there(name) ? Optional.empty() : Optional.of("there is no image " + reference);
        } catch (RegistryUnauthorizedException denied) {
            return Optional.of("the registry does not give image " + reference
                    + " to this caller, or has none of that name: log in with docker login, or correct the name");
        } catch (InvalidImageReferenceException | RegistryException | CredentialRetrievalException failed) {
            return Optional.of("image " + reference + " cannot be had: " + failed.getMessage());
        } catch (IOException unreachable) {
            return Optional.of("the registry of image " + reference + " cannot be reached (" + unreachable
                    + "): check the network and the name");
        }
    }

    private boolean there(ImageReference name) throws IOException, RegistryException, CredentialRetrievalException {
        boolean loopback = new RegistryTarget(reference, "", "").loopback();
        FailoverHttpClient http = new FailoverHttpClient(loopback, loopback, event -> {});
        try {
            Optional<Credential> credential = login(name).retrieve();
            RegistryClient.Factory factory =
                    RegistryClient.factory(EventHandlers.NONE, name.getRegistry(), name.getRepository(), http);
            credential.ifPresent(factory::setCredential);
            RegistryClient registry = factory.setUserAgent("provision").newRegistryClient();
            if (!registry.doPullBearerAuth() && credential.isPresent()) {
                registry.configureBasicAuth();
            }
            return registry.checkManifest(name.getQualifier()).isPresent();
        } finally {
            http.shutDown();
        }
    }
}
