/** What fer's own packages share; not for use from outside. */
package io.github.fer4j.model.internal;
