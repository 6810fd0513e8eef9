package io.tocsin.console.web;

import java.time.Duration;

/**
 * How the web layer behaves.
 *
 * @param loopback whether the server is bound to the loopback interface: then anyone on the machine
 *     may read, and only loopback names are served; else reading wants the token too
 * @param heartbeat how often an idle stream of alerts shows that it lives
 * @param maxStreams how many streams of alerts may be open at once
 * @param maxBody the longest body of a request, bytes
 */
public record WebSettings(boolean loopback, Duration heartbeat, int maxStreams, int maxBody) {}
