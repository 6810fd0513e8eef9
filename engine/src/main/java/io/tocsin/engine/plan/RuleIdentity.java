package io.tocsin.engine.plan;

import java.util.List;

/**
 * What makes a rule the same rule in another version of its pack, so that its state may go on.
 *
 * @param meaning a hash of all that decides what the rule keeps and finds: its text without
 *     comments, formatting, severity and salience, the declarations that it uses, its key, the
 *     tables that it looks at, and the same of the rules whose results it uses
 * @param producers the names of those rules, directly or through others, in alphabetical order
 */
public record RuleIdentity(String meaning, List<String> producers) {}
