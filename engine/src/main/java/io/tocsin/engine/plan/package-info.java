/**
 * What a compiled pack is to the rest of the engine: its types, its key groups and its rules as
 * steps over neutral conditions and expressions. {@code engine.drools} makes it from DRL, {@code
 * engine.window} runs it, {@code engine.router} asks it for keys. Nothing here knows Drools.
 */
@NullMarked
package io.tocsin.engine.plan;

import org.jspecify.annotations.NullMarked;
