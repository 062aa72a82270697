package io.tributary.enricher.watch;

import com.fasterxml.jackson.core.JacksonException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeoutException;

/** What a failed request says to people. What lies in an answer is never shown: it may hold what must not be logged. */
final class FailureText {

    private FailureText() {}

    /** In a few words why there was no good answer. */
    static String of(Throwable failure) {
        Throwable deepest = failure;
        String known = known(failure);
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
            String deeper = known(deepest);
            known = deeper == null ? known : deeper;
        }
        String detail = deepest.getClass().getSimpleName()
                + (deepest instanceof JacksonException || deepest.getMessage() == null
                        ? ""
                        : ": " + deepest.getMessage());
        return known == null ? detail : known + " (" + detail + ")";
    }

    private static String known(Throwable failure) {
        if (failure instanceof UnknownHostException || failure instanceof UnresolvedAddressException) {
            return "unknown host";
        }
        if (failure instanceof ConnectException) {
            return "no connection";
        }
        if (failure instanceof HttpTimeoutException || failure instanceof TimeoutException) {
            return "no answer in time";
        }
        if (failure instanceof GeneralSecurityException) {
            return "TLS failed";
        }
        return failure instanceof JacksonException ? "the answer is not what an API server says" : null;
    }
}
