package io.github.fer4j.examples.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Which path is answered by whom; the pages have what is left. */
final class Routes extends Handler.Abstract.NonBlocking {
    private final Map<String, Map<String, Route>> routes = new LinkedHashMap<>();
    private final PageFiles pages;
    private final Limits limits;

    Routes(PageFiles pages, Limits limits) {
        this.pages = pages;
        this.limits = limits;
    }

    Routes add(String method, String path, Route route) {
        routes.computeIfAbsent(path, key -> new LinkedHashMap<>()).put(method, route);
        return this;
    }

    /**
     * @return each method and path, for the test of their description
     */
    Set<String> all() {
        Set<String> all = new TreeSet<>();
        routes.forEach((path, methods) -> methods.keySet().forEach(m -> all.add(m + " " + path)));
        return all;
    }

    /** What can be got without end is not asked for its head. */
    Routes addGet(String path, Route route) {
        return add("GET", path, route).add("HEAD", path, route);
    }

    boolean knows(String method, String path) {
        return routes.getOrDefault(path, Map.of()).containsKey(method)
                || method.equals("GET") && PageFiles.isPage(path);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        try {
            String path = Request.getPathInContext(request);
            Map<String, Route> methods = routes.get(path);
            if (methods == null) {
                page(request, response, callback, path);
                return true;
            }
            Route route = methods.get(request.getMethod());
            if (route == null) {
                refuseMethod(request, response, callback, String.join(", ", methods.keySet()));
            } else {
                route.handle(request, response, callback);
            }
        } catch (Exception e) {
            Answers.problem(response, callback, Problems.of(e));
        }
        return true;
    }

    private void page(Request request, Response response, Callback callback, String path) {
        Optional<PageFiles.Page> page = pages.find(path);
        if (page.isEmpty()) {
            BodyReader.refuse(request, response, callback, limits, Problem.notFound(path));
        } else if (!Set.of("GET", "HEAD").contains(request.getMethod())) {
            refuseMethod(request, response, callback, "GET, HEAD");
        } else {
            page.get().answer(request, response, callback);
        }
    }

    private void refuseMethod(
            Request request, Response response, Callback callback, String allowed) {
        response.getHeaders().put(HttpHeader.ALLOW, allowed);
        BodyReader.refuse(
                request,
                response,
                callback,
                limits,
                new Problem(
                        HttpStatus.METHOD_NOT_ALLOWED_405,
                        "method-not-allowed",
                        "here goes " + allowed));
    }
}
