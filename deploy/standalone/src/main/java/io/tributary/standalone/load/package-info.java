/**
 * Load as a kubelet and its containers would make it, and the account of what became of every line of it.
 * Not here: anything that starts a broker or a part.
 */
package io.tributary.standalone.load;
