package io.tributary.runtime.config;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;

/** A configuration has problems; it names all of them at once. */
public final class InvalidConfigException extends ConfigException {

    private static final long serialVersionUID = 1L;

    private final transient List<ConfigError> errors;

    InvalidConfigException(List<ConfigError> errors) {
        super(errors.stream().map(ConfigError::toString).collect(Collectors.joining("\n")));
        this.errors = List.copyOf(errors);
    }

    /** Every problem, at least one. */
    public List<ConfigError> errors() {
        return errors;
    }
}
