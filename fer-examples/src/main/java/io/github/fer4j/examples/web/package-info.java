/**
 * The web page: {@link io.github.fer4j.examples.web.WebServer} shows in a browser, and answers
 * programs over HTTP, what faces express.
 */
package io.github.fer4j.examples.web;
