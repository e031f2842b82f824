package io.github.fer4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;

class FacePreprocessorTest {
    private static ModelSpec spec(int channels, ColorOrder order, Scaling scaling) {
        return new ModelSpec(4, 6, channels, order, scaling, LabelOrder.FER2013, 1);
    }

    private static Mat plain(int type, double... values) {
        try (Scalar scalar =
                new Scalar(
                        values[0],
                        values.length > 1 ? values[1] : 0,
                        values.length > 2 ? values[2] : 0,
                        values.length > 3 ? values[3] : 0)) {
            return new Mat(40, 60, type, scalar);
        }
    }

    @Test
    void toTensor_colourForGreyNetwork_isLuma() {
        try (Mat face = plain(opencv_core.CV_8UC3, 10, 100, 200)) {
            Tensor tensor =
                    new FacePreprocessor(spec(1, ColorOrder.RGB, Scaling.UNIT), false)
                            .toTensor(List.of(face));

            assertThat(tensor.shape()).isEqualTo(Shape.of(1, 4, 6, 1));
            double luma = 0.299 * 200 + 0.587 * 100 + 0.114 * 10;
            assertThat((double) tensor.get(0)).isCloseTo(Math.round(luma) / 255.0, within(1e-6));
        }
    }

    @Test
    void toTensor_rgbNetwork_getsRedFirst() {
        try (Mat face = plain(opencv_core.CV_8UC3, 10, 100, 200);
                Mat withAlpha = plain(opencv_core.CV_8UC4, 10, 100, 200, 7)) {
            for (Mat picture : List.of(face, withAlpha)) {
                Tensor rgb =
                        new FacePreprocessor(spec(3, ColorOrder.RGB, Scaling.NONE), false)
                                .toTensor(List.of(picture));
                Tensor bgr =
                        new FacePreprocessor(spec(3, ColorOrder.BGR, Scaling.NONE), false)
                                .toTensor(List.of(picture));

                assertThat(rgb.toArray(0, 3)).containsExactly(200, 100, 10);
                assertThat(bgr.toArray(0, 3)).containsExactly(10, 100, 200);
            }
        }
    }

    @Test
    void toTensor_channelsFirst_keepsPlanesApart() {
        Scaling perChannel =
                Scaling.perChannel(new double[] {100, 0, 10}, new double[] {1, 100, 0.5});
        try (Mat face = plain(opencv_core.CV_8UC3, 10, 100, 200)) {
            Tensor tensor =
                    new FacePreprocessor(spec(3, ColorOrder.RGB, perChannel), true)
                            .toTensor(List.of(face, face));

            assertThat(tensor.shape()).isEqualTo(Shape.of(2, 3, 4, 6));
            assertThat(tensor.get(0)).isEqualTo(100);
            assertThat(tensor.get(24)).isEqualTo(1);
            assertThat(tensor.get(48)).isZero();
            assertThat(tensor.get(72)).isEqualTo(100);
        }
    }

    @Test
    void toTensor_greyForColourNetwork_isRepeated() {
        try (Mat face = plain(opencv_core.CV_8UC1, 51)) {
            assertThat(
                            new FacePreprocessor(spec(3, ColorOrder.RGB, Scaling.SYMMETRIC), false)
                                    .toTensor(List.of(face))
                                    .toArray(0, 3))
                    .containsExactly(-0.6f, -0.6f, -0.6f);
        }
    }

    @Test
    void toTensor_partOfALargerPicture_readsThatPartOnly() {
        try (Mat picture = plain(opencv_core.CV_8UC1, 0);
                Mat part = picture.apply(new org.bytedeco.opencv.opencv_core.Rect(7, 5, 6, 4));
                Scalar bright = new Scalar(255)) {
            part.put(bright);

            float[] values =
                    new FacePreprocessor(spec(1, ColorOrder.RGB, Scaling.UNIT), false)
                            .toTensor(List.of(part))
                            .toArray();

            assertThat(values).containsOnly(1f);
        }
    }

    @Test
    void toTensor_wrongPictures_sayWhatWasFound() {
        FacePreprocessor preprocessor =
                new FacePreprocessor(spec(1, ColorOrder.RGB, Scaling.UNIT), false);
        try (Mat empty = new Mat();
                Mat deep = plain(opencv_core.CV_16UC1, 3);
                Mat two = plain(opencv_core.CV_8UC2, 3)) {
            assertThatThrownBy(() -> preprocessor.toTensor(List.of(empty)))
                    .hasMessageContaining("empty");
            assertThatThrownBy(() -> preprocessor.toTensor(List.of(deep)))
                    .hasMessageContaining("depth 2");
            assertThatThrownBy(() -> preprocessor.toTensor(List.of(two)))
                    .hasMessageContaining("2 channels");
            assertThatThrownBy(() -> preprocessor.toTensor(List.of()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
