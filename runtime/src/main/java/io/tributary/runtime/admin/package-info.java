/**
 * The HTTP server of a process, for operators and their monitoring.
 * Not here: what any page says; the root writes them from what the parts say of themselves.
 */
package io.tributary.runtime.admin;
