package io.github.fer4j.examples.video;

import io.github.fer4j.model.Emotion;
import io.github.fer4j.video.FrameResult;
import io.github.fer4j.video.TrackedFace;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.opencv.opencv_core.Mat;

/** Each person's emotions over time, to be drawn when the video is over. */
final class Timeline {
    private static final int MOST_PERSONS = 12;
    private static final int KEPT_PERSONS = 64;

    /** One person. */
    record Person(long id, EmotionCurve curve, Thumbnails thumbnails) {}

    private final List<Emotion> emotions;
    private final Map<Long, Person> persons = new HashMap<>();
    private double end;

    /**
     * @param emotions those that the network knows
     */
    Timeline(List<Emotion> emotions) {
        this.emotions = List.copyOf(emotions);
    }

    /** Takes in a frame whose picture is not yet drawn upon. */
    void add(FrameResult frame, Mat picture) {
        for (TrackedFace face : frame.faces()) {
            Person person =
                    persons.computeIfAbsent(
                            face.trackId(),
                            id ->
                                    new Person(
                                            id,
                                            new EmotionCurve(emotions, frame.seconds()),
                                            new Thumbnails()));
            person.curve().add(frame.seconds(), face.smoothed());
            person.thumbnails().add(frame.seconds(), picture, face.face().box());
        }
        end = Math.max(end, frame.seconds());
        if (persons.size() > KEPT_PERSONS) {
            forgetWhoWasSeenLeast(frame);
        }
    }

    private void forgetWhoWasSeenLeast(FrameResult frame) {
        List<Long> present = frame.faces().stream().map(TrackedFace::trackId).toList();
        persons.values().stream()
                .filter(person -> !present.contains(person.id()))
                .min(Comparator.comparingLong(person -> person.curve().frames()))
                .ifPresent(person -> persons.remove(person.id()));
    }

    /**
     * @param title stands above it
     * @return the picture: a row for each person, those seen longest, in the order they came
     */
    BufferedImage draw(String title) {
        List<Person> shown = new ArrayList<>(persons.values());
        shown.sort(Comparator.comparingLong((Person person) -> person.curve().frames()).reversed());
        int more = Math.max(0, shown.size() - MOST_PERSONS);
        shown = new ArrayList<>(shown.subList(0, shown.size() - more));
        shown.sort(Comparator.comparingLong(Person::id));
        return new TimelineChart(title, emotions, shown, more, end).draw();
    }
}
