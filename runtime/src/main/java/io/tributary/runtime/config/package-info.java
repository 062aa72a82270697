/** How configuration is read, overlaid and reported. Not here: the keys of any part. */
package io.tributary.runtime.config;
