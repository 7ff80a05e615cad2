/**
 * Client of Holdfast. Start with {@link dev.holdfast.client.HoldfastClient#builder(String)}; messages and stubs are in
 * {@code dev.holdfast.inventory.v1}.
 */
package dev.holdfast.client;
