/**
 * Text logs of the user's machine as events of the packs. {@link
 * io.tocsin.adapters.follow.FileTail} reads a growing file from its beginning through rotation and
 * truncation; a {@link io.tocsin.adapters.follow.FollowFormat} is found by the first lines and
 * gives a {@link io.tocsin.adapters.follow.LineParser}, which makes one JSON event of each line:
 * syslog lines of sshd for {@code ssh-brute-force}, access logs of nginx and Apache for {@code
 * web-abuse}, JSON lines as they are. {@link io.tocsin.adapters.follow.LogFollower} puts the three
 * together.
 */
@NullMarked
package io.tocsin.adapters.follow;

import org.jspecify.annotations.NullMarked;
