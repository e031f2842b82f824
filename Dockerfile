# The web page in a container. docs/web.md says how to run it and what of this was tried.
#
#   docker build -t fer .
#   docker run --rm --read-only --tmpfs /tmp:size=16m --cap-drop ALL --security-opt no-new-privileges \
#       -p 127.0.0.1:8080:8080 fer

FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY . .
# Deeplearning4j and PyTorch are for other mains; without them the image has half the size.
RUN mvn -q -B package dependency:copy-dependencies \
        -DskipTests -Dmaven.javadoc.skip -Dmaven.source.skip -DincludeScope=runtime \
        -DexcludeGroupIds=org.deeplearning4j,org.nd4j,org.datavec \
        -DexcludeArtifactIds=pytorch,pytorch-platform \
        -DoutputDirectory=/opt/fer/lib \
 && cp fer-examples/target/fer-examples-*-SNAPSHOT.jar /opt/fer/lib/ \
 && cp fer-examples/src/main/resources/io/github/fer4j/examples/astronaut.png /opt/fer/

FROM eclipse-temurin:17-jre-jammy
# OpenCV's libraries ask for GTK, though no window is opened.
RUN apt-get update \
 && apt-get install -y --no-install-recommends libgtk2.0-0 \
 && rm -rf /var/lib/apt/lists/*
COPY --from=build /opt/fer /opt/fer
COPY docker/start /opt/fer/start
# Unpacks the native libraries, so that nothing needs to be written afterwards, and archives the
# classes for a quick start.
WORKDIR /opt/fer
RUN java -Dorg.bytedeco.javacpp.cachedir=/opt/fer/natives -cp '/opt/fer/lib/*' \
        io.github.fer4j.examples.video.AnalyzeVideo --json astronaut.png \
 && java -Dorg.bytedeco.javacpp.cachedir=/opt/fer/natives -XX:ArchiveClassesAtExit=/opt/fer/fer.jsa -Xlog:cds=error \
        -cp '/opt/fer/lib/*' io.github.fer4j.examples.AnalyzeImage --json astronaut.png \
 && chmod -R a+rX,go-w /opt/fer && chmod a+x /opt/fer/start
USER 10001:10001
WORKDIR /tmp
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s CMD ["bash", "-c", \
    "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q '\"ok\"' <&3"]
ENTRYPOINT ["/opt/fer/start"]
