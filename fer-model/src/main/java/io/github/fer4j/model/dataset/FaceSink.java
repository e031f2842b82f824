package io.github.fer4j.model.dataset;

/** Where a format's reader puts what it finds, in order. */
interface FaceSink {
    /** A face as it was found. */
    void face(RawFace face);

    /** A face that cannot be used. */
    void problem(String origin, String message);

    /** Takes a picture's class from its name or number. */
    ClassReader classes();

    /** How many rows of FER-2013 there are votes for; 0 if none are joined. */
    int knownRows();
}
