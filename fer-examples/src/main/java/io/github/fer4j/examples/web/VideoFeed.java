package io.github.fer4j.examples.web;

import io.github.fer4j.EmotionRecognizer;
import io.github.fer4j.examples.video.FrameArtist;
import io.github.fer4j.examples.video.LoopedSource;
import io.github.fer4j.image.ImageWriter;
import io.github.fer4j.model.FerException;
import io.github.fer4j.video.FrameResult;
import io.github.fer4j.video.FrameResults;
import io.github.fer4j.video.FrameSource;
import io.github.fer4j.video.VideoEmotionRecognizer;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The server's own camera or a video file, with faces drawn in, to everybody who watches. It is
 * read once however many there are, and not at all while there is nobody; each frame is drawn and
 * encoded once.
 */
final class VideoFeed implements Route, AutoCloseable {
    private final EmotionRecognizer recognizer;
    private final Optional<String> source;
    private final int most;
    private final Consumer<String> problems;
    private final Set<FeedViewer> viewers = new LinkedHashSet<>();

    /** Held while the source is open: a camera is given back before it is opened again. */
    private final Lock reading = new ReentrantLock();

    private CompletableFuture<Void> opened = new CompletableFuture<>();
    private Thread thread;
    private boolean closed;

    /**
     * @param recognizer finds and classifies the faces
     * @param source what is shown, if anything
     * @param most how many may watch
     * @param problems hears why a source that was shown ended
     */
    VideoFeed(
            EmotionRecognizer recognizer,
            Optional<String> source,
            int most,
            Consumer<String> problems) {
        this.recognizer = recognizer;
        this.source = source;
        this.most = most;
        this.problems = problems;
    }

    synchronized int viewers() {
        return viewers.size();
    }

    boolean hasSource() {
        return source.isPresent();
    }

    @Override
    public void handle(Request request, Response response, Callback callback) {
        FeedViewer viewer = new FeedViewer(response, callback, this::leave);
        // A source that pauses is not the viewer's fault.
        request.addIdleTimeoutListener(timeout -> false);
        CompletableFuture<Void> opening;
        synchronized (this) {
            if (closed) {
                Answers.problem(response, callback, Problem.busy("stopping", "the server stops"));
                return;
            }
            if (source.isEmpty()) {
                Answers.problem(
                        response,
                        callback,
                        new Problem(
                                HttpStatus.SERVICE_UNAVAILABLE_503,
                                "no-source",
                                "the server was started without a --source"));
                return;
            }
            if (viewers.size() >= most) {
                Answers.problem(
                        response,
                        callback,
                        Problem.busy("too-many-viewers", "too many are watching"));
                return;
            }
            viewers.add(viewer);
            if (thread == null) {
                opened = new CompletableFuture<>();
                thread = new Thread(this::show, "fer-web-feed");
                thread.setDaemon(true);
                thread.start();
            }
            opening = opened;
        }
        opening.whenComplete(
                (nothing, failure) -> {
                    if (failure == null) {
                        response.getHeaders().put(HttpHeader.CONTENT_TYPE, FeedViewer.CONTENT_TYPE);
                        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
                        viewer.begin();
                    } else {
                        leave(viewer);
                        Answers.problem(
                                response,
                                callback,
                                Problem.busy("no-source", failure.getMessage()));
                    }
                });
    }

    private synchronized void leave(FeedViewer viewer) {
        viewers.remove(viewer);
    }

    private synchronized List<FeedViewer> watching() {
        return List.copyOf(viewers);
    }

    /** A number is a camera, an address a stream, the rest a file. */
    static boolean isFile(String text) {
        return !isCamera(text) && !text.contains("://");
    }

    private static boolean isCamera(String text) {
        return text.matches("[0-9]{1,4}");
    }

    /** A file begins again at its end. */
    private static FrameSource open(String text) {
        if (isCamera(text)) {
            return FrameSource.camera(Integer.parseInt(text));
        }
        if (!isFile(text)) {
            return FrameSource.address(URI.create(text));
        }
        return FrameSource.live(new LoopedSource(Path.of(text), Long.MAX_VALUE));
    }

    private void show() {
        CompletableFuture<Void> opening;
        synchronized (this) {
            opening = opened;
        }
        FrameArtist artist = new FrameArtist();
        reading.lock();
        try (FrameSource frames = open(source.orElseThrow());
                FrameResults results = VideoEmotionRecognizer.over(recognizer).analyze(frames)) {
            opening.complete(null);
            while (isWatched() && results.hasNext()) {
                FrameResult frame = results.next();
                artist.draw(results.image(), frame.faces());
                byte[] jpeg = ImageWriter.encode(results.image(), "jpg");
                watching().forEach(viewer -> viewer.offer(jpeg));
            }
        } catch (FerException | IllegalArgumentException | IllegalStateException e) {
            String reason = String.valueOf(e.getMessage());
            if (!opening.completeExceptionally(new FerException(reason, e))) {
                problems.accept("/video_feed ended: " + reason);
            }
        } finally {
            reading.unlock();
            opening.completeExceptionally(new FerException("the source could not be opened"));
            end();
        }
    }

    /** Ends with the last viewer; who comes afterwards starts anew. */
    private synchronized boolean isWatched() {
        if (viewers.isEmpty() || closed) {
            thread = null;
            return false;
        }
        return true;
    }

    private void end() {
        List<FeedViewer> last;
        synchronized (this) {
            if (thread != Thread.currentThread()) {
                return;
            }
            thread = null;
            last = List.copyOf(viewers);
            viewers.clear();
        }
        last.forEach(FeedViewer::end);
    }

    /** Ends all streams and waits until the source is closed. */
    @Override
    public void close() {
        Thread running;
        List<FeedViewer> last;
        synchronized (this) {
            closed = true;
            running = thread;
            last = List.copyOf(viewers);
            viewers.clear();
        }
        last.forEach(FeedViewer::end);
        if (running != null) {
            try {
                running.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
