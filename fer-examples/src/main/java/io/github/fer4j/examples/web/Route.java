package io.github.fer4j.examples.web;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers the requests of a path. */
@FunctionalInterface
interface Route {
    /**
     * @param request what is asked
     * @param response where the answer goes, now or later
     * @param callback called once the answer is written; never blocks
     * @throws Exception becomes a problem
     */
    void handle(Request request, Response response, Callback callback) throws Exception;
}
