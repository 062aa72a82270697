/**
 * A cluster that is not there: a stub Kubernetes API, a few pods, and the demo that runs everything on them.
 * Not here: how lines are written and accounted for, which is in load.
 */
package io.tributary.standalone.demo;
