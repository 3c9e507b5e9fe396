/** Every rule of decision D5 and of the broker's door, against a real broker. */
package io.dispatcher.broker;
