package io.github.fer4j.examples.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The pages with their scripts and styles, from the class path. Each is read once. */
final class PageFiles {
    private static final Map<String, String> PAGES =
            Map.of(
                    "/", "index.html",
                    "/live", "live.html",
                    "/stream", "stream.html",
                    "/api", "api.html",
                    "/openapi.json", "openapi.json",
                    "/favicon.ico", "assets/favicon.svg");
    private static final Map<String, String> TYPES =
            Map.ofEntries(
                    Map.entry("html", "text/html; charset=utf-8"),
                    Map.entry("js", "text/javascript; charset=utf-8"),
                    Map.entry("mjs", "text/javascript; charset=utf-8"),
                    Map.entry("css", "text/css; charset=utf-8"),
                    Map.entry("json", "application/json"),
                    Map.entry("webmanifest", "application/manifest+json"),
                    Map.entry("map", "application/json"),
                    Map.entry("svg", "image/svg+xml"),
                    Map.entry("png", "image/png"),
                    Map.entry("jpg", "image/jpeg"),
                    Map.entry("ico", "image/vnd.microsoft.icon"),
                    Map.entry("woff2", "font/woff2"),
                    Map.entry("txt", "text/plain; charset=utf-8"),
                    Map.entry("md", "text/plain; charset=utf-8"));
    private static final Pattern ASSET = Pattern.compile("/assets(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+");
    private static final Pattern WEB_JAR =
            Pattern.compile("/webjars(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+");

    private final Map<String, Page> read = new ConcurrentHashMap<>();

    static boolean isPage(String path) {
        return PAGES.containsKey(path);
    }

    /**
     * @param path a path as asked for
     * @return the file there
     */
    Optional<Page> find(String path) {
        Page known = read.get(path);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Page> found = resource(path).flatMap(PageFiles::load);
        found.ifPresent(page -> read.put(path, page));
        return found;
    }

    private static Optional<String> resource(String path) {
        if (PAGES.containsKey(path)) {
            return Optional.of(PAGES.get(path));
        }
        if (ASSET.matcher(path).matches()) {
            return Optional.of(path.substring(1));
        }
        return WEB_JAR.matcher(path).matches()
                ? Optional.of("/META-INF/resources" + path)
                : Optional.empty();
    }

    private static Optional<Page> load(String resource) {
        String type = TYPES.get(resource.substring(resource.lastIndexOf('.') + 1));
        if (type == null) {
            return Optional.empty();
        }
        try (InputStream in = PageFiles.class.getResourceAsStream(resource)) {
            return in == null ? Optional.empty() : Optional.of(new Page(type, in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file and how browsers recognise it when they have it already. */
    static final class Page {
        private final String type;
        private final byte[] content;
        private final String tag;

        Page(String type, byte[] content) {
            this.type = type;
            this.content = content;
            this.tag = tag(content);
        }

        private static String tag(byte[] content) {
            try {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
                return "\"" + Base64.getUrlEncoder().encodeToString(hash).substring(0, 22) + "\"";
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e); // every Java platform has it
            }
        }

        byte[] content() {
            return content.clone();
        }

        void answer(Request request, Response response, Callback callback) {
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache");
            response.getHeaders().put(HttpHeader.ETAG, tag);
            if (request.getHeaders().getCSV(HttpHeader.IF_NONE_MATCH, true).contains(tag)) {
                response.setStatus(HttpStatus.NOT_MODIFIED_304);
                response.write(true, null, callback);
                return;
            }
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, content.length);
            response.write(true, ByteBuffer.wrap(content), callback);
        }
    }
}
