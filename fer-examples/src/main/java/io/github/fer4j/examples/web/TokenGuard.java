package io.github.fer4j.examples.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Lets in who knows the token. Programs send it with each request; a browser sends it once and gets
 * a cookie of this process, since neither an {@code <img>} nor a WebSocket can carry a header.
 * Pages, their scripts and the health check are for everybody: they hold nothing.
 */
final class TokenGuard extends Handler.Wrapper {
    private static final String COOKIE = "fer-session";
    private static final int MOST_BYTES = 4096;

    private final byte[] token;
    private final byte[] session;
    private final boolean secure;

    /**
     * @param token the secret
     * @param secure whether this is HTTPS
     */
    TokenGuard(String token, boolean secure, Handler handler) {
        super(handler);
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.secure = secure;
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.session =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(random)
                        .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!isProtected(Request.getPathInContext(request)) || isKnown(request)) {
            return super.handle(request, response, callback);
        }
        response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer realm=\"fer\"");
        Answers.problem(
                response,
                callback,
                new Problem(
                        HttpStatus.UNAUTHORIZED_401,
                        "unauthorized",
                        "this server wants its token, as \"Authorization: Bearer …\""));
        return true;
    }

    private static boolean isProtected(String path) {
        return path.startsWith("/api/")
                || path.equals("/video_feed")
                || path.equals("/metrics")
                || path.equals("/openapi.json");
    }

    private boolean isKnown(Request request) {
        String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        if (header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return isSame(header.substring(7).strip(), token);
        }
        return Request.getCookies(request).stream()
                .filter(cookie -> cookie.getName().equals(COOKIE))
                .anyMatch(cookie -> isSame(cookie.getValue(), session));
    }

    /** Takes as long for a token that is nearly right as for one that is not at all. */
    private static boolean isSame(String given, byte[] secret) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), secret);
    }
}
