package io.github.fer4j.examples.video;

import io.github.fer4j.image.BufferedImages;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Toolkit;
import java.awt.event.ActionEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.awt.image.BufferedImage;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.swing.AbstractAction;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.KeyStroke;
import javax.swing.SwingUtilities;
import javax.swing.WindowConstants;
import org.bytedeco.opencv.opencv_core.Mat;

/** A window that shows pictures and takes keys. */
final class LiveWindow implements AutoCloseable {
    /** What a key asks for. */
    enum Request {
        SNAPSHOT,
        RECORD,
        MIRROR
    }

    private static final double SCREEN_SHARE = 0.85;

    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    private final Runnable onEnd;
    private volatile boolean ended;
    private JFrame frame;
    private Surface surface;

    /**
     * @param title stands above it
     * @param onEnd called by the window's thread when it is to end
     */
    LiveWindow(String title, Runnable onEnd) {
        this.onEnd = onEnd;
        onWindowThread(() -> build(title));
    }

    private void build(String title) {
        frame = new JFrame(title);
        surface = new Surface();
        frame.setContentPane(surface);
        frame.setDefaultCloseOperation(WindowConstants.DO_NOTHING_ON_CLOSE);
        frame.addWindowListener(
                new WindowAdapter() {
                    @Override
                    public void windowClosing(WindowEvent e) {
                        end();
                    }
                });
        key("Q", this::end);
        key("ESCAPE", this::end);
        key("S", () -> requests.add(Request.SNAPSHOT));
        key("R", () -> requests.add(Request.RECORD));
        key("M", () -> requests.add(Request.MIRROR));
    }

    private void key(String name, Runnable action) {
        surface.getInputMap(JComponent.WHEN_IN_FOCUSED_WINDOW)
                .put(KeyStroke.getKeyStroke(name), name);
        surface.getActionMap()
                .put(
                        name,
                        new AbstractAction() {
                            private static final long serialVersionUID = 1L;

                            @Override
                            public void actionPerformed(ActionEvent e) {
                                action.run();
                            }
                        });
    }

    private void end() {
        ended = true;
        onEnd.run();
    }

    boolean ended() {
        return ended;
    }

    /** What keys asked for since the last call. */
    List<Request> requests() {
        List<Request> taken = new ArrayList<>();
        for (Request request = requests.poll(); request != null; request = requests.poll()) {
            taken.add(request);
        }
        return taken;
    }

    /** Shows a picture, BGR; it is copied. */
    void show(Mat picture) {
        BufferedImage image = BufferedImages.toBufferedImage(picture);
        SwingUtilities.invokeLater(
                () -> {
                    surface.image = image;
                    if (!frame.isVisible()) {
                        surface.setPreferredSize(fitting(image));
                        frame.pack();
                        frame.setLocationByPlatform(true);
                        frame.setVisible(true);
                    }
                    surface.repaint();
                });
    }

    private static Dimension fitting(BufferedImage image) {
        Dimension screen = Toolkit.getDefaultToolkit().getScreenSize();
        double scale =
                Math.min(
                        1,
                        SCREEN_SHARE
                                * Math.min(
                                        screen.getWidth() / image.getWidth(),
                                        screen.getHeight() / image.getHeight()));
        return new Dimension(
                (int) Math.round(image.getWidth() * scale),
                (int) Math.round(image.getHeight() * scale));
    }

    private static void onWindowThread(Runnable action) {
        try {
            SwingUtilities.invokeAndWait(action);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a window was opened", e);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("no window can be opened", e.getCause());
        }
    }

    @Override
    public void close() {
        SwingUtilities.invokeLater(frame::dispose);
    }

    /** The picture, as large as it fits. */
    private static final class Surface extends JComponent {
        private static final long serialVersionUID = 1L;

        private transient BufferedImage image;

        @Override
        protected void paintComponent(Graphics graphics) {
            graphics.setColor(Color.BLACK);
            graphics.fillRect(0, 0, getWidth(), getHeight());
            if (image == null) {
                return;
            }
            double scale =
                    Math.min(
                            getWidth() / (double) image.getWidth(),
                            getHeight() / (double) image.getHeight());
            int width = (int) Math.round(image.getWidth() * scale);
            int height = (int) Math.round(image.getHeight() * scale);
            if (graphics instanceof Graphics2D g && scale != 1) {
                g.setRenderingHint(
                        RenderingHints.KEY_INTERPOLATION,
                        RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            }
            graphics.drawImage(
                    image,
                    (getWidth() - width) / 2,
                    (getHeight() - height) / 2,
                    width,
                    height,
                    null);
        }
    }
}
