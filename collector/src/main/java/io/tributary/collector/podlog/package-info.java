/** The kubelet's layout of directories, files and links. Not here: reading what is in the files. */
package io.tributary.collector.podlog;
