package io.github.fer4j.examples.web;

import io.github.fer4j.image.ImageReadException;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Says what an exception means to who asked; also for what Jetty itself refuses. */
final class Problems implements Request.Handler {
    /** What went wrong, without anything of ours in it. */
    static Problem of(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        if (cause instanceof Problem.ProblemException exception) {
            return exception.problem();
        }
        if (cause instanceof ImageReadException unreadable) {
            return ofPicture(unreadable);
        }
        if (cause instanceof OutOfMemoryError) {
            return Problem.busy("busy", "there is not enough memory for this just now");
        }
        if (cause instanceof HttpException refused) {
            return ofStatus(refused.getCode(), refused.getReason());
        }
        return new Problem(
                HttpStatus.INTERNAL_SERVER_ERROR_500,
                "internal",
                "the server failed: " + cause.getClass().getSimpleName());
    }

    private static Problem ofPicture(ImageReadException unreadable) {
        String message = unreadable.getMessage().replaceFirst("^(bytes|stream|image): ", "");
        return message.contains("maxPixels")
                ? new Problem(
                        HttpStatus.PAYLOAD_TOO_LARGE_413,
                        "picture-too-large",
                        message.replaceFirst("; raise maxPixels.*$", ""))
                : new Problem(
                        HttpStatus.UNPROCESSABLE_ENTITY_422,
                        "unreadable-picture",
                        message.replaceFirst("; TruncatedImages\\.ACCEPT.*$", ""));
    }

    private static Problem ofStatus(int status, String reason) {
        String detail = reason == null ? String.valueOf(HttpStatus.getMessage(status)) : reason;
        if (status == HttpStatus.SERVICE_UNAVAILABLE_503) {
            return Problem.busy("stopping", detail);
        }
        String code =
                switch (status) {
                    case HttpStatus.NOT_FOUND_404 -> "not-found";
                    case HttpStatus.METHOD_NOT_ALLOWED_405 -> "method-not-allowed";
                    case HttpStatus.REQUEST_TIMEOUT_408 -> "request-timeout";
                    case HttpStatus.PAYLOAD_TOO_LARGE_413 -> "body-too-large";
                    default -> status < 500 ? "bad-request" : "internal";
                };
        return new Problem(status, code, detail);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Throwable failure = (Throwable) request.getAttribute(ErrorHandler.ERROR_EXCEPTION);
        String message = (String) request.getAttribute(ErrorHandler.ERROR_MESSAGE);
        Problem problem = failure == null ? ofStatus(response.getStatus(), message) : of(failure);
        SecurityHeaders.put(response.getHeaders());
        Answers.problem(response, callback, problem);
        return true;
    }
}
