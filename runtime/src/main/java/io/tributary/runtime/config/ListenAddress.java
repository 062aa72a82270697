package io.tributary.runtime.config;

import java.net.InetSocketAddress;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** The key {@code admin.listen}, which every process has, and the form of its value. */
public final class ListenAddress {

    /** Where a process serves metrics and health: {@code host:port}, {@code port} alone for 127.0.0.1, empty for nowhere. */
    public static final String ADMIN_LISTEN = "admin.listen";

    private static final String LOOPBACK = "127.0.0.1";
    private static final int MAX_PORT = 65_535;

    private ListenAddress() {}

    /**
     * Adds the key to a process's table.
     *
     * @param address the default, such as {@code 127.0.0.1:9471}; empty for none
     */
    public static ConfigDef define(ConfigDef definition, String address) {
        return definition.define(
                ADMIN_LISTEN,
                ConfigDef.Type.STRING,
                address,
                ConfigDef.LambdaValidator.with(
                        (name, value) -> {
                            if (value != null && !value.toString().isBlank()) {
                                parse(value.toString());
                            }
                        },
                        () -> "HOST:PORT, PORT or empty"),
                ConfigDef.Importance.MEDIUM,
                "Address that serves /metrics, /livez, /readyz and /status; port 0 takes any free one, an empty value"
                        + " serves nothing.");
    }

    /**
     * The address that a text names.
     *
     * @param text {@code host:port}, {@code [ipv6]:port}, {@code :port} or {@code port}; port 0 to 65535
     * @throws ConfigException if it is none of these
     */
    public static InetSocketAddress parse(String text) {
        String address = text.strip();
        int colon = address.lastIndexOf(':');
        String host = colon <= 0 ? LOOPBACK : address.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw refused(text);
        }
        try {
            int port = Integer.parseInt(address.substring(colon + 1));
            if (port < 0 || port > MAX_PORT) {
                throw refused(text);
            }
            return new InetSocketAddress(host, port);
        } catch (NumberFormatException e) {
            throw refused(text);
        }
    }

    private static ConfigException refused(String text) {
        return new ConfigException(
                ADMIN_LISTEN, text, "use HOST:PORT or PORT, with a port from 0 to 65535, such as 127.0.0.1:9471");
    }
}
