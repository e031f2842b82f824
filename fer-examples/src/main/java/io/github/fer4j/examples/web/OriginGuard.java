package io.github.fer4j.examples.web;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.HostPort;

/**
 * Keeps other sites' pages away. A page that had its own name point to this machine (DNS rebinding)
 * still sends that name as {@code Host}, so names are served only if they are known; an address is
 * nobody's name. A page of another site says so by {@code Origin} or {@code Sec-Fetch-Site}, and is
 * refused whatever it asks for, but for being linked to.
 */
final class OriginGuard extends Handler.Wrapper {
    private final Set<String> names = new HashSet<>();
    private final Limits limits;

    /**
     * @param names names of this server, besides {@code localhost} and any address
     * @param limits how much is read of who is refused
     */
    OriginGuard(List<String> names, Limits limits, Handler handler) {
        super(handler);
        this.limits = limits;
        this.names.add("localhost");
        names.forEach(name -> this.names.add(name.toLowerCase(Locale.ROOT)));
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String host = request.getHttpURI().getHost();
        if (host != null && !isServed(host)) {
            BodyReader.refuse(
                    request,
                    response,
                    callback,
                    limits,
                    new Problem(
                            HttpStatus.MISDIRECTED_REQUEST_421,
                            "wrong-host",
                            "this server is not called so; --allowed-host names more"));
            return true;
        }
        if (isForeign(request)) {
            BodyReader.refuse(
                    request,
                    response,
                    callback,
                    limits,
                    new Problem(
                            HttpStatus.FORBIDDEN_403,
                            "foreign-origin",
                            "pages of other sites are not answered"));
            return true;
        }
        return super.handle(request, response, callback);
    }

    private boolean isServed(String host) {
        return isAddress(host) || names.contains(host.toLowerCase(Locale.ROOT));
    }

    private static boolean isAddress(String host) {
        return host.startsWith("[") || host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    }

    private static boolean isForeign(Request request) {
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        if (origin != null && !isSameOrigin(origin, request)) {
            return true;
        }
        String site = request.getHeaders().get("Sec-Fetch-Site");
        boolean otherSite = site != null && !site.equals("same-origin") && !site.equals("none");
        return otherSite && !isLinkTo(request);
    }

    /** Who follows a link on another site's page comes from there, and may. */
    private static boolean isLinkTo(Request request) {
        return request.getMethod().equals("GET")
                && "navigate".equals(request.getHeaders().get("Sec-Fetch-Mode"))
                && "document".equals(request.getHeaders().get("Sec-Fetch-Dest"));
    }

    private static boolean isSameOrigin(String origin, Request request) {
        String own = request.getHeaders().get(HttpHeader.HOST);
        if (own == null) {
            return false;
        }
        try {
            URI page = new URI(origin);
            if (page.getHost() == null || page.getScheme() == null) {
                return false;
            }
            // Behind a proxy that ends TLS the page's scheme is not this connection's, so a port
            // that is left out is the page's default one on both sides.
            int standard = page.getScheme().equals("https") ? 443 : 80;
            HostPort host = new HostPort(own);
            int port = page.getPort() < 0 ? standard : page.getPort();
            return page.getHost().equalsIgnoreCase(host.getHost())
                    && port == host.getPort(standard);
        } catch (URISyntaxException | IllegalArgumentException e) {
            return false;
        }
    }
}
