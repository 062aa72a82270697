package io.tributary.enricher.watch;

import io.fabric8.kubernetes.client.OAuthTokenProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bearer token that is read again for every request, because it is replaced in its file before it expires. */
final class TokenFile implements OAuthTokenProvider {

    private static final Logger LOGGER = LoggerFactory.getLogger(TokenFile.class);

    private final Path path;
    private volatile String last;
    private volatile boolean unreadable;

    TokenFile(Path path) {
        this.path = path;
    }

    /** The newest token that could be read; {@code null} if there never was one. */
    @Override
    public String getToken() {
        try {
            String token = Files.readString(path).strip();
            if (!token.isEmpty()) {
                last = token;
                unreadable = false;
            }
        } catch (IOException e) {
            if (!unreadable) {
                unreadable = true;
                LOGGER.atWarn()
                        .addKeyValue("path", path)
                        .addKeyValue("reason", e.toString())
                        .log("the token file cannot be read, going on with the last token");
            }
        }
        return last;
    }
}
