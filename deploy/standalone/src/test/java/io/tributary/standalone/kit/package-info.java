/**
 * What end-to-end tests are made of: a broker, a kubelet's directory, processes that can be killed, a reader of the output.
 * Not here: what must hold, which is in guarantee.
 */
package io.tributary.standalone.kit;
