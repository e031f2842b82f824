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
    /** Who guesses is slowed down. */
    private static final long DELAY_MILLIS = 300;

    private final Tokens tokens;
    private final AnalysisPool pool;
    private final Limits limits;

    TokenGuard(Tokens tokens, AnalysisPool pool, Limits limits, Handler handler) {
        super(handler);
        this.tokens = tokens;
        this.pool = pool;
        this.limits = limits;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!isProtected(Request.getPathInContext(request)) || tokens.isKnown(request)) {
            return super.handle(request, response, callback);
        }
        if (request.getHeaders().contains(HttpHeader.AUTHORIZATION)) {
            pool.later(DELAY_MILLIS, () -> refuse(request, response, callback));
        } else {
            refuse(request, response, callback);
        }
        return true;
    }

    private void refuse(Request request, Response response, Callback callback) {
        putScheme(response);
        BodyReader.refuse(request, response, callback, limits, unauthorized());
    }

    /** Answers who gave a wrong token in a body that has been read, a while later. */
    static void refuseLate(AnalysisPool pool, Response response, Callback callback) {
        putScheme(response);
        pool.later(DELAY_MILLIS, () -> Answers.problem(response, callback, unauthorized()));
    }

    private static void putScheme(Response response) {
        response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer realm=\"fer\"");
    }

    private static Problem unauthorized() {
        return new Problem(
                HttpStatus.UNAUTHORIZED_401,
                "unauthorized",
                "this server wants its token, as \"Authorization: Bearer …\"");
    }

    private static boolean isProtected(String path) {
        return path.startsWith("/api/") && !path.equals(SessionRoute.PATH)
                || path.equals("/video_feed")
                || path.equals("/metrics")
                || path.equals("/openapi.json");
    }
}
