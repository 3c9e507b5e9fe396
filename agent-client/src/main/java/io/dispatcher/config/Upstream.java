package io.dispatcher.config;

import java.net.URI;

/**
 * A service that an agent makes reachable.
 *
 * @param url its base, http or https, without user, query and fragment
 * @param keepsHost whether it is told the {@code Host} that the caller asked for, instead of its own
 */
public record Upstream(URI url, boolean keepsHost) {}
