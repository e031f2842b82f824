package io.github.fer4j.render;

import io.github.fer4j.FaceResult;
import io.github.fer4j.model.EmotionScores;
import io.github.fer4j.model.EmotionScores.Score;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Decides where tags and panels go: inside the picture, away from the faces and from each other as
 * far as there is room. Where there is none, a panel has fewer rows or is left out; a tag is always
 * there.
 */
final class AnnotationLayout {
    /** The height of a capital letter, as a share of a face's side and of the picture's. */
    private static final double CAP_OF_FACE = 0.075;

    private static final double CAP_OF_PICTURE_LEAST = 0.007;
    private static final double CAP_OF_PICTURE_MOST = 0.022;

    /** Below it letters cannot be read. */
    private static final double LEAST_CAP = 7;

    private static final double TAG_HEIGHT = 2.1;
    private static final double TAG_PADDING = 0.7;
    private static final int SHORT_PANEL = 3;

    /** How much of a panel may lie on other things. */
    private static final double ACCEPTED_OVERLAP = 0.06;

    /** How much of its own face a panel may hide, first and where nothing else is left. */
    private static final double LITTLE = 0.06;

    private static final double MORE = 0.2;

    private final double width;
    private final double height;
    private final double scale;
    private final boolean bars;
    private final List<Area> faces;
    private final List<Area> taken = new ArrayList<>();

    AnnotationLayout(
            double width, double height, double scale, boolean bars, List<FaceResult> faces) {
        this.width = width;
        this.height = height;
        this.scale = scale;
        this.bars = bars;
        this.faces = faces.stream().map(face -> Area.of(face.box())).toList();
    }

    List<Annotation> place(List<FaceResult> results) {
        List<Annotation> tagged = new ArrayList<>();
        for (FaceResult face : results) {
            tagged.add(tag(face));
        }
        if (!bars) {
            return tagged;
        }
        List<Annotation> complete = new ArrayList<>();
        for (Annotation annotation : tagged) {
            FaceResult face = annotation.face();
            complete.add(
                    new Annotation(
                            face,
                            annotation.tag(),
                            annotation.tagText(),
                            annotation.tagLettering(),
                            panel(face, annotation.tag())));
        }
        return complete;
    }

    private Annotation tag(FaceResult face) {
        Score dominant = face.emotions().ranked().get(0);
        String text =
                dominant.emotion().label() + " " + BarPanel.percent(dominant.probability()) + "%";
        Lettering lettering = lettering(face, 1.15);
        double widest = lettering.width(text) + 2 * TAG_PADDING * lettering.capHeight();
        if (widest > width) {
            lettering = new Lettering(lettering.capHeight() * width / widest);
        }
        double cap = lettering.capHeight();
        double tagWidth = Math.min(width, lettering.width(text) + 2 * TAG_PADDING * cap);
        double tagHeight = TAG_HEIGHT * cap;
        Area box = Area.of(face.box());
        Area place =
                List.of(
                                new Area(box.x(), box.y() - tagHeight, tagWidth, tagHeight),
                                new Area(box.x(), box.bottom(), tagWidth, tagHeight),
                                new Area(
                                        box.right() - tagWidth,
                                        box.y() - tagHeight,
                                        tagWidth,
                                        tagHeight),
                                new Area(box.right() - tagWidth, box.bottom(), tagWidth, tagHeight))
                        .stream()
                        .map(area -> area.movedInto(width, height))
                        .min(Comparator.comparingDouble(area -> cost(area, box) / area.size()))
                        .orElseThrow();
        taken.add(place);
        return new Annotation(face, place, text, lettering, Optional.empty());
    }

    private Optional<BarPanel> panel(FaceResult face, Area tag) {
        EmotionScores scores = face.emotions();
        List<Score> all =
                scores.asMap().entrySet().stream()
                        .map(entry -> new Score(entry.getKey(), entry.getValue()))
                        .toList();
        List<Score> likeliest =
                scores.ranked().subList(0, Math.min(SHORT_PANEL, scores.ranked().size()));
        Lettering lettering = lettering(face, 1);
        Lettering smaller = new Lettering(Math.max(leastCap(), lettering.capHeight() * 0.75));
        return place(BarPanel.of(all, lettering), face, tag, LITTLE)
                .or(() -> place(BarPanel.of(all, smaller), face, tag, LITTLE))
                .or(() -> place(BarPanel.of(likeliest, lettering), face, tag, LITTLE))
                .or(() -> place(BarPanel.of(all, smaller), face, tag, MORE))
                .or(() -> place(BarPanel.of(likeliest, smaller), face, tag, MORE));
    }

    private Optional<BarPanel> place(BarPanel panel, FaceResult face, Area tag, double accepted) {
        Area size = panel.area();
        if (!size.fitsInto(width, height)) {
            return Optional.empty();
        }
        Area box = Area.of(face.box());
        double gap = panel.lettering().capHeight() * 0.6;
        double under = Math.max(box.bottom(), tag.y() >= box.bottom() ? tag.bottom() : 0) + gap;
        double over = Math.min(box.y(), tag.bottom() <= box.y() ? tag.y() : height) - gap;
        double[][] corners = {
            {box.right() + gap, box.y()},
            {box.x() - gap - size.width(), box.y()},
            {box.right() + gap, box.bottom() - size.height()},
            {box.x() - gap - size.width(), box.bottom() - size.height()},
            {box.x(), under},
            {box.right() - size.width(), under},
            {box.x(), over - size.height()},
            {box.right() - size.width(), over - size.height()}
        };
        Area best = null;
        double least = Double.POSITIVE_INFINITY;
        for (double[] corner : corners) {
            Area area =
                    new Area(corner[0], corner[1], size.width(), size.height())
                            .movedInto(width, height);
            double own = area.overlap(box) / box.size();
            double others = cost(area, box) / area.size();
            if (own <= accepted && others <= ACCEPTED_OVERLAP && own + others < least) {
                least = own + others;
                best = area;
            }
        }
        if (best == null) {
            return Optional.empty();
        }
        taken.add(best);
        return Optional.of(panel.at(best));
    }

    /** How many pixels of other faces, tags and panels an area hides. */
    private double cost(Area area, Area ownBox) {
        double sum = 0;
        for (Area face : faces) {
            sum += face.equals(ownBox) ? 0 : area.overlap(face);
        }
        for (Area other : taken) {
            sum += 2 * area.overlap(other);
        }
        return sum;
    }

    private Lettering lettering(FaceResult face, double factor) {
        double shorter = Math.min(width, height);
        double cap =
                Math.min(
                        Math.max(face.box().width(), face.box().height()) * CAP_OF_FACE,
                        shorter * CAP_OF_PICTURE_MOST);
        return new Lettering(Math.max(leastCap(), cap * factor * scale));
    }

    private double leastCap() {
        return Math.max(LEAST_CAP, Math.min(width, height) * CAP_OF_PICTURE_LEAST);
    }
}
