package io.github.fer4j.examples.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.fer4j.AnalysisJson;
import io.github.fer4j.examples.web.Served.Answer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnalyzeRouteTest {
    private static final byte[] PICTURE = Served.astronaut();
    private static final byte[] TEXT = "no picture".getBytes(StandardCharsets.UTF_8);
    private static final String FORM = "multipart/form-data; boundary=b0";

    private static Served served;

    @BeforeAll
    static void start() {
        served = Served.start(limits -> limits.pictures(4));
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    private static String expected(String name) {
        return AnalysisJson.of(name, Served.recognizer().analyze(PICTURE));
    }

    private static Answer post(String type, byte[] body) {
        return served.post(Served.ANALYZE, body, "Content-Type", type);
    }

    private static Answer postJson(String json) {
        return post("application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** A form of fields: name, file name (or null), content, and so on. */
    private static byte[] form(Object... fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < fields.length; i += 3) {
            String file = fields[i + 1] == null ? "" : "; filename=\"" + fields[i + 1] + "\"";
            write(
                    out,
                    "--b0\r\nContent-Disposition: form-data; name=\""
                            + fields[i]
                            + "\""
                            + file
                            + "\r\n\r\n");
            out.writeBytes((byte[]) fields[i + 2]);
            write(out, "\r\n");
        }
        write(out, "--b0--\r\n");
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"image/png", "application/octet-stream", "image/jpeg", "text/plain"})
    void analyze_bytes_answersAsTheLibraryWhateverTheTypeSays(String type) {
        Answer answer = post(type, PICTURE);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("Server-Timing"))
                .matches("wait;dur=.*, decode;dur=.*, analyze;dur=.*");
        assertThat(answer.text()).isEqualTo(expected("image"));
        assertThat(answer.json().at("/faces/0/dominant").asText()).isEqualTo("happy");
    }

    @Test
    void analyze_bytesWithoutType_answers() {
        assertThat(served.post(Served.ANALYZE, PICTURE).text()).isEqualTo(expected("image"));
    }

    @Test
    void analyze_formOfOne_answersOneObjectWithItsName() {
        Answer answer = post(FORM, form("image", "Frau Müller.png", PICTURE, "note", null, TEXT));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(expected("Frau Müller.png"));
    }

    @Test
    void analyze_formOfSeveral_answersAllThoughOneIsNoPicture() {
        Answer answer =
                post(
                        FORM,
                        form(
                                "image", "a.png", PICTURE, "image", "b.txt", TEXT, "image", null,
                                PICTURE));

        assertThat(answer.status()).isEqualTo(200);
        JsonNode all = answer.json();
        assertThat(all).hasSize(3);
        assertThat(all.get(0)).isEqualTo(Served.json(expected("a.png")));
        assertThat(all.get(1).get("file").asText()).isEqualTo("b.txt");
        assertThat(all.get(1).get("error").asText()).contains("text", "JPEG");
        assertThat(all.get(1).get("status").asInt()).isEqualTo(422);
        assertThat(all.get(1).get("code").asText()).isEqualTo("unreadable-picture");
        assertThat(all.get(2)).isEqualTo(Served.json(expected("image")));
    }

    @Test
    void analyze_jsonOfOne_answersOneObject() {
        assertThat(postJson("{\"image\":\"" + base64(PICTURE) + "\"}").text())
                .isEqualTo(expected("image"));
        assertThat(
                        postJson(
                                        "{\"note\":[1,{}],\"image\":\"data:image/png;base64,"
                                                + base64(PICTURE)
                                                + "\"}")
                                .text())
                .isEqualTo(expected("image"));
    }

    @Test
    void analyze_jsonOfSeveral_answersAnArray() {
        Answer answer =
                postJson("{\"images\":[\"" + base64(PICTURE) + "\",\"" + base64(TEXT) + "\"]}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json()).hasSize(2);
        assertThat(answer.json().get(0)).isEqualTo(Served.json(expected("image-1")));
        assertThat(answer.json().get(1).get("status").asInt()).isEqualTo(422);
        assertThat(postJson("{\"images\":[\"" + base64(PICTURE) + "\"]}").json())
                .isEqualTo(Served.json("[" + expected("image-1") + "]"));
    }

    @Test
    void analyze_acceptsPng_answersThePictureWithItsFacesDrawnIn() throws IOException {
        Answer answer =
                served.post(Served.ANALYZE, PICTURE, "Accept", "application/json;q=0.5, image/png");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("image/png");
        BufferedImage drawn = ImageIO.read(new ByteArrayInputStream(answer.bytes()));
        BufferedImage plain = ImageIO.read(new ByteArrayInputStream(PICTURE));
        assertThat(drawn.getWidth()).isEqualTo(plain.getWidth());
        assertThat(drawn.getHeight()).isEqualTo(plain.getHeight());
        JsonNode box = Served.json(expected("image")).at("/faces/0/box");
        assertThat(drawn.getRGB(box.get("x").asInt(), box.get("y").asInt() + 50))
                .isNotEqualTo(plain.getRGB(box.get("x").asInt(), box.get("y").asInt() + 50));
        assertThat(drawn.getRGB(500, 500)).isEqualTo(plain.getRGB(500, 500));
    }

    @Test
    void analyze_acceptsBoth_answersJsonUnlessPngIsPreferred() {
        for (String accept :
                new String[] {
                    "*/*", "application/json", "image/png;q=0.2, */*", "text/html, */*;q=0.1"
                }) {
            assertThat(
                            served.post(Served.ANALYZE, PICTURE, "Accept", accept)
                                    .header("Content-Type"))
                    .as(accept)
                    .isEqualTo("application/json");
        }
    }

    @Test
    void analyze_acceptsNeither_isRefused() {
        for (String accept : new String[] {"text/html", "application/json;q=0"}) {
            Answer answer = served.post(Served.ANALYZE, PICTURE, "Accept", accept);

            assertThat(answer.status()).isEqualTo(406);
            assertThat(answer.code()).isEqualTo("not-acceptable");
        }
    }

    @Test
    void analyze_pngOfSeveral_isRefused() {
        Answer answer =
                served.post(
                        Served.ANALYZE,
                        form("image", null, PICTURE, "image", null, PICTURE),
                        "Content-Type",
                        FORM,
                        "Accept",
                        "image/png");

        assertThat(answer.status()).isEqualTo(406);
        assertThat(answer.code()).isEqualTo("not-acceptable");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "application/json | {} | bad-json",
                "application/json | [] | bad-json",
                "application/json | {\"image\":1} | bad-json",
                "application/json | {\"image\":\"***\"} | bad-json",
                "application/json | {\"images\":[]} | bad-json",
                "application/json | {\"images\":\"x\"} | bad-json",
                "application/json | {\"images\":[\"eA==\"],\"image\":\"eA==\"} | bad-json",
                "application/json | {\"image\":\"eA==\"} {} | bad-json",
                "application/json | {\"image\":\"eA==\" | bad-json",
                "application/json | [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[ | bad-json",
                "multipart/form-data | x | bad-multipart",
                "multipart/form-data; boundary= | x | bad-multipart",
                "multipart/form-data; boundary=b0 | x | bad-multipart",
                "multipart/form-data; boundary=b0 | --b0-- | bad-multipart"
            })
    void analyze_bodyThatIsNotWhatItSays_isABadRequest(String type, String body, String code) {
        Answer answer = post(type, body.getBytes(StandardCharsets.UTF_8));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo(code);
    }

    @Test
    void analyze_formCutOff_isABadRequest() {
        byte[] whole = form("image", "a.png", PICTURE);
        byte[] cut = java.util.Arrays.copyOf(whole, whole.length - 8);

        assertThat(post(FORM, cut).code()).isEqualTo("bad-multipart");
        assertThat(post(FORM, form("picture", "a.png", PICTURE)).json().get("detail").asText())
                .contains("\"image\"");
    }

    @Test
    void analyze_tooManyPictures_isRefused() {
        Object[] fields = new Object[15];
        for (int i = 0; i < fields.length; i += 3) {
            fields[i] = "image";
            fields[i + 2] = TEXT;
        }

        assertThat(post(FORM, form(fields)).code()).isEqualTo("too-many-pictures");
        assertThat(postJson("{\"images\":[\"\",\"\",\"\",\"\",\"\"]}").code())
                .isEqualTo("too-many-pictures");
    }

    @Test
    void analyze_noPicture_isUnprocessable() {
        Answer text = post("image/png", TEXT);
        Answer nothing = post("image/png", new byte[0]);

        assertThat(text.status()).isEqualTo(422);
        assertThat(text.code()).isEqualTo("unreadable-picture");
        assertThat(text.json().get("detail").asText()).contains("JPEG").doesNotContain("bytes:");
        assertThat(nothing.status()).isEqualTo(422);
    }

    @Test
    void analyze_otherMethods_areRefusedWithThoseThatGo() {
        Answer answer = served.get(Served.ANALYZE);

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("POST");
        assertThat(answer.code()).isEqualTo("method-not-allowed");
    }
}
