package io.github.fer4j.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalDouble;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FrameSamplerTest {
    @Test
    void wants_everyThird_takesTheFirstOfThree() {
        FrameSampler sampler = new FrameSampler(3, OptionalDouble.empty());
        assertThat(wanted(sampler, 10, 30)).containsExactly(0, 3, 6, 9);
    }

    @Test
    void wants_framesPerSecond_followsTheTimestamps() {
        assertThat(wanted(new FrameSampler(1, OptionalDouble.of(10)), 30, 30))
                .containsExactly(0, 3, 6, 9, 12, 15, 18, 21, 24, 27);
        assertThat(wanted(new FrameSampler(1, OptionalDouble.of(12)), 300, 29.97))
                .hasSizeBetween(120, 121);
        assertThat(wanted(new FrameSampler(1, OptionalDouble.of(60)), 30, 30)).hasSize(30);
    }

    private static long[] wanted(FrameSampler sampler, int frames, double rate) {
        return LongStream.range(0, frames)
                .filter(i -> sampler.wants(i, Duration.ofNanos(Math.round(i * 1e9 / rate))))
                .toArray();
    }
}
