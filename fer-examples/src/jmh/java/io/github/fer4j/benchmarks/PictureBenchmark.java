package io.github.fer4j.benchmarks;

import static org.bytedeco.opencv.global.opencv_imgcodecs.imread;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.fer4j.EmotionRecognizer;
import io.github.fer4j.ImageAnalysis;
import io.github.fer4j.detect.HaarCascade;
import io.github.fer4j.detect.HaarFaceDetector;
import io.github.fer4j.image.DecodedImage;
import io.github.fer4j.image.ImageDecoder;
import io.github.fer4j.model.engine.BundledNetwork;
import io.github.fer4j.model.onnx.OnnxCompiler;
import io.github.fer4j.model.onnx.OnnxOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_objdetect;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.RectVector;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_objdetect.CascadeClassifier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From a picture's file to its faces' emotions: fer against a bare program that calls OpenCV's
 * {@code imread} and {@code detectMultiScale} with the same parameters and ONNX Runtime once for
 * all faces. And the decoding alone.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class PictureBenchmark {
    private static final double SCALE_FACTOR = 1.3;
    private static final int MIN_NEIGHBORS = 5;
    private static final int MIN_FACE = 48;
    private static final int SIDE = 48;
    private static final int PIXELS = SIDE * SIDE;

    /** A photo of the development data. */
    @Param({"justin.jpg", "emotion_classification.jpg"})
    public String photo;

    private final ImageDecoder decoder = ImageDecoder.create();
    private Path file;
    private EmotionRecognizer recognizer;
    private OrtEnvironment environment;
    private OrtSession session;
    private CascadeClassifier cascade;

    /** Opens both programs' parts, with the same options. */
    @Setup
    public void open() throws IOException, OrtException {
        file = Path.of(System.getProperty("fer.shared"), "photos", photo);
        recognizer =
                EmotionRecognizer.builder()
                        .detector(
                                HaarFaceDetector.builder()
                                        .cascade(HaarCascade.FRONTAL_DEFAULT)
                                        .scaleFactor(SCALE_FACTOR)
                                        .minNeighbors(MIN_NEIGHBORS)
                                        .minFaceSizePx(MIN_FACE)
                                        .build())
                        .build();
        environment = OrtEnvironment.getEnvironment();
        OnnxOptions defaults = OnnxOptions.defaults();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(defaults.threads());
            options.addConfigEntry(
                    "session.intra_op.allow_spinning", defaults.spinning() ? "1" : "0");
            byte[] graph = OnnxCompiler.compile(BundledNetwork.FER2013.read()).toByteArray();
            session = environment.createSession(graph, options);
        }
        String resource =
                "/org/bytedeco/opencv/"
                        + Loader.getPlatform()
                        + "/share/opencv4/haarcascades/haarcascade_frontalface_default.xml";
        cascade =
                new CascadeClassifier(
                        Loader.cacheResource(opencv_objdetect.class, resource).getPath());
    }

    /** Closes all. */
    @TearDown
    public void close() throws OrtException {
        recognizer.close();
        session.close();
        cascade.close();
    }

    /**
     * @return what fer finds
     */
    @Benchmark
    public ImageAnalysis recognizer() {
        return recognizer.analyze(file);
    }

    /**
     * @return what the bare program finds
     */
    @Benchmark
    public float[][] byHand() throws OrtException {
        try (Mat image = imread(file.toString());
                Mat grey = new Mat();
                RectVector boxes = new RectVector();
                Size smallest = new Size(MIN_FACE, MIN_FACE);
                Size largest = new Size()) {
            cvtColor(image, grey, COLOR_BGR2GRAY);
            cascade.detectMultiScale(
                    grey, boxes, SCALE_FACTOR, MIN_NEIGHBORS, 0, smallest, largest);
            int faces = (int) boxes.size();
            if (faces == 0) {
                return new float[0][];
            }
            FloatBuffer values =
                    ByteBuffer.allocateDirect(faces * PIXELS * Float.BYTES)
                            .order(ByteOrder.nativeOrder())
                            .asFloatBuffer();
            byte[] bytes = new byte[PIXELS];
            for (int i = 0; i < faces; i++) {
                try (Rect box = boxes.get(i);
                        Mat face = new Mat(grey, box);
                        Mat small = new Mat();
                        Size size = new Size(SIDE, SIDE)) {
                    resize(face, small, size, 0, 0, INTER_AREA);
                    try (BytePointer data = small.data()) {
                        data.get(bytes);
                    }
                }
                for (byte value : bytes) {
                    values.put((value & 0xff) / 255f);
                }
            }
            values.rewind();
            long[] shape = {faces, SIDE, SIDE, 1};
            String name = session.getInputNames().iterator().next();
            try (OnnxTensor input = OnnxTensor.createTensor(environment, values, shape);
                    OrtSession.Result result = session.run(Map.of(name, input))) {
                return (float[][]) result.get(0).getValue();
            }
        }
    }

    /**
     * @return the picture's width; bounded, checked to be whole
     */
    @Benchmark
    public int decoder() {
        try (DecodedImage image = decoder.decode(file)) {
            return image.width();
        }
    }

    /**
     * @return the picture's width as OpenCV alone reads it
     */
    @Benchmark
    public int decoderByHand() {
        try (Mat image = imread(file.toString())) {
            return image.cols();
        }
    }
}
