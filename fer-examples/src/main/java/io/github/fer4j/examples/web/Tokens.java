package io.github.fer4j.examples.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Knows who is let in: who has the token or, in a browser, the cookie that was given for it. The
 * cookie holds for this process alone.
 */
final class Tokens {
    private static final String COOKIE = "fer-session";
    private static final String SCHEME = "Bearer ";
    private static final int SESSION_BYTES = 32;

    private final Optional<String> token;
    private final boolean secure;
    private final String session;

    /**
     * @param token the secret; empty if everybody is let in
     * @param secure whether this is HTTPS
     */
    Tokens(Optional<String> token, boolean secure) {
        this.token = token;
        this.secure = secure;
        byte[] random = new byte[SESSION_BYTES];
        new SecureRandom().nextBytes(random);
        this.session = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    boolean areRequired() {
        return token.isPresent();
    }

    boolean isKnown(Request request) {
        if (token.isEmpty()) {
            return true;
        }
        String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        if (header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            String given = header.substring(SCHEME.length()).strip();
            // A header line is bytes, and Jetty gives a character for each of them.
            return isSame(given.getBytes(StandardCharsets.ISO_8859_1), token.get());
        }
        return Request.getCookies(request).stream()
                .filter(cookie -> cookie.getName().equals(COOKIE))
                .anyMatch(cookie -> isSame(utf8(cookie.getValue()), session));
    }

    boolean matches(String given) {
        return token.isEmpty() || isSame(utf8(given), token.get());
    }

    /** What a browser keeps; scripts do not see it and other sites' pages do not send it. */
    HttpCookie cookie() {
        return cookie(session).build();
    }

    HttpCookie noCookie() {
        return cookie("").maxAge(0).build();
    }

    private HttpCookie.Builder cookie(String value) {
        return HttpCookie.build(COOKIE, value)
                .path("/")
                .httpOnly(true)
                .secure(secure)
                .sameSite(HttpCookie.SameSite.STRICT);
    }

    /** Takes as long for a secret that is nearly right as for one that is not at all. */
    private static boolean isSame(byte[] given, String secret) {
        return MessageDigest.isEqual(given, utf8(secret));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
