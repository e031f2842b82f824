package io.github.fer4j.examples.web;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jetty.http.HttpStatus;

/**
 * Why a request is not answered, as RFC 9457 has it.
 *
 * @param status the HTTP status
 * @param code tells programs what happened
 * @param detail tells people what happened
 * @param retryAfter when to try again
 */
record Problem(int status, String code, String detail, Optional<Duration> retryAfter) {
    Problem {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(retryAfter, "retryAfter");
    }

    Problem(int status, String code, String detail) {
        this(status, code, detail, Optional.empty());
    }

    static Problem busy(String code, String detail) {
        return new Problem(
                HttpStatus.SERVICE_UNAVAILABLE_503,
                code,
                detail,
                Optional.of(Duration.ofSeconds(1)));
    }

    static Problem notFound(String path) {
        return new Problem(HttpStatus.NOT_FOUND_404, "not-found", "nothing is at " + path);
    }

    static Problem bodyTooLarge(long most) {
        return new Problem(
                HttpStatus.PAYLOAD_TOO_LARGE_413,
                "body-too-large",
                "a body may have at most " + most + " bytes");
    }

    static Problem slowSender() {
        return new Problem(
                HttpStatus.REQUEST_TIMEOUT_408,
                "request-timeout",
                "the body did not come, or too slowly");
    }

    /** The status in the words of RFC 9110, where Jetty still has older ones. */
    private String title() {
        return switch (status) {
            case HttpStatus.PAYLOAD_TOO_LARGE_413 -> "Content Too Large";
            case HttpStatus.UNPROCESSABLE_ENTITY_422 -> "Unprocessable Content";
            default -> String.valueOf(HttpStatus.getMessage(status));
        };
    }

    /** The fields, inside an object. */
    void writeFields(JsonGenerator json) throws IOException {
        json.writeStringField("type", "about:blank");
        json.writeStringField("title", title());
        json.writeNumberField("status", status);
        json.writeStringField("detail", detail);
        json.writeStringField("code", code);
    }

    /** As an exception, where an answer is computed. */
    ProblemException asException() {
        return new ProblemException(this);
    }

    /** Carries a problem to where it is answered. */
    static final class ProblemException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Problem problem;

        private ProblemException(Problem problem) {
            super(problem.detail(), null, false, false);
            this.problem = problem;
        }

        Problem problem() {
            return problem;
        }
    }
}
