package io.github.fer4j.model.dataset;

/** Where a format's reader puts what it finds, in order. */
interface FaceSink {
    /** A face as it was found, or at its size already. */
    void face(RawFace face);

    /** A picture at the size and with the channels that faces shall have; for any thread. */
    Pixels fit(Pixels pixels);

    /** How many bytes such a picture has. */
    int faceBytes();

    /** A face that cannot be used. */
    void problem(String origin, String message);

    /** What the user should know though no face is left out for it. */
    void note(String origin, String message);

    /** Takes a picture's class from its name or number. */
    ClassReader classes();

    /** How many rows of FER-2013 there are votes for; 0 if none are joined. */
    int knownRows();
}
