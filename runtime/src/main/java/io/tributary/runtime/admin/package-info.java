/** The HTTP endpoints of a process: metrics, liveness, readiness, status. Not here: what any of them says of a part. */
package io.tributary.runtime.admin;
