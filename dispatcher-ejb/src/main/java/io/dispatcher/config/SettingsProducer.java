package io.dispatcher.config;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** The application's settings from MicroProfile Config, so that environment variables work on a full server too. */
@ApplicationScoped
public class SettingsProducer {

    @Produces
    @Singleton
    Settings settings() {
        Config config = ConfigProvider.getConfig();
        try {
            return Settings.read(
                    name -> config.getOptionalValue(name, String.class).orElse(null));
        } catch (SettingsException e) {
            throw StartFailure.because(String.valueOf(e.getMessage()), e);
        }
    }
}
