package io.github.fer4j.examples.web;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Lets in who is known. Pages, their scripts and the health check are for everybody: they hold
 * nothing.
 */
final class TokenGuard extends Handler.Wrapper {
    private final Tokens tokens;

    TokenGuard(Tokens tokens, Handler handler) {
        super(handler);
        this.tokens = tokens;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!isProtected(Request.getPathInContext(request)) || tokens.isKnown(request)) {
            return super.handle(request, response, callback);
        }
        refuse(response, callback);
        return true;
    }

    static void refuse(Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer realm=\"fer\"");
        Answers.problem(
                response,
                callback,
                new Problem(
                        HttpStatus.UNAUTHORIZED_401,
                        "unauthorized",
                        "this server wants its token, as \"Authorization: Bearer …\""));
    }

    private static boolean isProtected(String path) {
        return path.startsWith("/api/") && !path.equals(SessionRoute.PATH)
                || path.equals("/video_feed")
                || path.equals("/metrics")
                || path.equals("/openapi.json");
    }
}
