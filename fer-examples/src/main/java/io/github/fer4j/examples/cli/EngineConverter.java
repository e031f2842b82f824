package io.github.fer4j.examples.cli;

import io.github.fer4j.model.engine.Engine;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code onnx} or {@code dl4j}. */
public final class EngineConverter implements ITypeConverter<Engine> {
    /** For picocli. */
    public EngineConverter() {}

    @Override
    public Engine convert(String value) {
        switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "onnx":
                return Engine.ONNX;
            case "dl4j":
            case "deeplearning4j":
                return Engine.DEEPLEARNING4J;
            default:
                throw new TypeConversionException("expected onnx or dl4j, found '" + value + "'");
        }
    }

    /**
     * @param engine an engine
     * @return its name on the command line
     */
    public static String name(Engine engine) {
        return engine == Engine.ONNX ? "onnx" : "dl4j";
    }
}
