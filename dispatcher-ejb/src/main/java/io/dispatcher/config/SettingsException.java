package io.dispatcher.config;

/** A setting that cannot be used. The message is one line that names the option and says what it must be. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SettingsException(String line) {
        super(line);
    }
}
