package io.github.fer4j.detect;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Looks through a cascade that a user brings before OpenCV loads it. OpenCV follows the indexes and
 * rectangles of such a file unchecked: one wrong number reads beyond the picture's memory.
 */
final class CascadeFile {
    /** What is wrong with a cascade, as the end of a sentence. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message);
        }

        MalformedException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private static final int MAX_WINDOW = 4096;
    private static final int LBP_CATEGORIES = 256;

    private final int width;
    private final int height;
    private final boolean lbp;
    private final int featureCount;

    private CascadeFile(Element cascade) throws MalformedException {
        width = (int) number(text(child(cascade, "width")), 1, MAX_WINDOW);
        height = (int) number(text(child(cascade, "height")), 1, MAX_WINDOW);
        String featureType = text(child(cascade, "featureType"));
        lbp = featureType.equals("LBP");
        require(lbp || featureType.equals("HAAR"), "featureType is " + featureType);
        Element categories = child(child(cascade, "featureParams"), "maxCatCount");
        int expected = lbp ? LBP_CATEGORIES : 0;
        number(text(categories), expected, expected);
        List<Element> features = items(child(cascade, "features"));
        featureCount = features.size();
        for (Element feature : features) {
            checkFeature(feature);
        }
        for (Element stage : items(child(cascade, "stages"))) {
            for (Element tree : items(child(stage, "weakClassifiers"))) {
                checkTree(tree);
            }
        }
    }

    static void check(Path file) throws IOException, MalformedException {
        Element root = parse(file);
        require(root.getTagName().equals("opencv_storage"), "XML of a " + root.getTagName());
        List<Element> content = children(root);
        require(!content.isEmpty(), "an OpenCV storage with nothing in it");
        Element first = content.get(0); // the one that OpenCV reads
        if (!first.getAttribute("type_id").equals("opencv-haar-classifier")) {
            require(find(first, "stages") != null, "an OpenCV storage without a cascade");
            new CascadeFile(first);
        } // else OpenCV 1's format: OpenCV converts it
    }

    private static Element parse(Path file) throws IOException, MalformedException {
        try (InputStream in = Files.newInputStream(file)) {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler()); // throws instead of printing
            return builder.parse(in).getDocumentElement();
        } catch (SAXException e) {
            throw new MalformedException("not well-formed XML (" + e.getMessage() + ")", e);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the JDK's XML parser is not to be had", e);
        }
    }

    private void checkFeature(Element feature) throws MalformedException {
        if (lbp) {
            // The rectangle is one of nine in a square of three by three.
            double[] r = numbers(text(child(feature, "rect")), 4);
            require(inside(r[0], r[1], 3 * r[2], 3 * r[3]), "a feature outside its window");
            return;
        }
        List<Element> rects = items(child(feature, "rects"));
        require(!rects.isEmpty() && rects.size() <= 3, rects.size() + " rectangles in a feature");
        Element tilted = find(feature, "tilted");
        boolean diamond = tilted != null && !text(tilted).equals("0");
        for (Element rect : rects) {
            double[] r = numbers(text(rect), 5);
            boolean fits =
                    diamond
                            ? inside(r[0] - r[3], r[1], r[2] + r[3], r[2] + r[3])
                                    && Math.min(r[2], r[3]) >= 0
                            : inside(r[0], r[1], r[2], r[3]);
            require(fits, "a feature outside its window");
        }
    }

    private boolean inside(double x, double y, double w, double h) {
        return x >= 0 && y >= 0 && w >= 0 && h >= 0 && x + w <= width && y + h <= height;
    }

    private void checkTree(Element tree) throws MalformedException {
        String[] nodes = text(child(tree, "internalNodes")).split("\\s+");
        int step = lbp ? 3 + LBP_CATEGORIES / 32 : 4;
        int count = nodes.length / step;
        require(nodes.length == count * step, nodes.length + " numbers in a tree's nodes");
        numbers(text(child(tree, "leafValues")), count + 1);
        for (int i = 0; i < count; i++) {
            for (int side = 0; side < 2; side++) {
                int next = (int) number(nodes[i * step + side], -count, count - 1);
                require(next <= 0 || next > i, "a tree that goes in circles");
            }
            number(nodes[i * step + 2], 0, featureCount - 1);
        }
    }

    private static double[] numbers(String text, int count) throws MalformedException {
        String[] words = text.split("\\s+");
        require(words.length == count, words.length + " numbers where " + count + " belong");
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = number(words[i], -Double.MAX_VALUE, Double.MAX_VALUE);
        }
        return numbers;
    }

    private static double number(String text, double min, double max) throws MalformedException {
        try {
            double value = Double.parseDouble(text);
            require(
                    value >= min && value <= max,
                    text + " where at least " + min + " and at most " + max + " belongs");
            return value;
        } catch (NumberFormatException e) {
            throw new MalformedException("'" + text + "' where a number belongs", e);
        }
    }

    private static Element child(Element parent, String name) throws MalformedException {
        Element child = find(parent, name);
        require(child != null, "no " + name + " in " + parent.getTagName());
        return child;
    }

    private static Element find(Element parent, String name) {
        for (Element child : children(parent)) {
            if (child.getTagName().equals(name)) {
                return child;
            }
        }
        return null;
    }

    /** OpenCV's name for an element of a list is an underscore. */
    private static List<Element> items(Element parent) {
        List<Element> items = children(parent);
        items.removeIf(child -> !child.getTagName().equals("_"));
        return items;
    }

    private static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node n = parent.getFirstChild(); n != null; n = n.getNextSibling()) {
            if (n instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }

    private static String text(Element element) {
        return element.getTextContent().trim();
    }

    private static void require(boolean fine, String found) throws MalformedException {
        if (!fine) {
            throw new MalformedException(found);
        }
    }
}
