package dev.holdfast.client;

import dev.holdfast.inventory.v1.AdjustInventoryResponse;
import dev.holdfast.inventory.v1.BatchAdjustInventoryResponse;
import dev.holdfast.inventory.v1.BatchCreateInventoryItemsResponse;
import dev.holdfast.inventory.v1.BatchCreateInventoryLevelsResponse;
import dev.holdfast.inventory.v1.BatchCreateReservationsResponse;
import dev.holdfast.inventory.v1.BatchGetAvailabilityResponse;
import dev.holdfast.inventory.v1.BatchReleaseReservationsResponse;
import dev.holdfast.inventory.v1.BatchUpdateReservationsResponse;
import dev.holdfast.inventory.v1.CreateInventoryItemResponse;
import dev.holdfast.inventory.v1.CreateInventoryLevelResponse;
import dev.holdfast.inventory.v1.CreateReservationResponse;
import dev.holdfast.inventory.v1.GetAvailabilityResponse;
import dev.holdfast.inventory.v1.ReleaseReservationResponse;
import dev.holdfast.inventory.v1.UpdateReservationResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What became of one entry of a batch: an answer or an error. {@code of} makes a list in the order of the entries.
 *
 * @param <T> the answer, as the unary call would give it
 */
public final class BatchResult<T> {
  private final int index;
  private final T value;
  private final HoldfastException error;

  private BatchResult(int index, T value, HoldfastException error) {
    this.index = index;
    this.value = value;
    this.error = error;
  }

  /** The entry's index in the request, from 0. */
  public int index() {
    return index;
  }

  /** Whether the entry has an answer. */
  public boolean isOk() {
    return error == null;
  }

  /**
   * The answer.
   *
   * @throws HoldfastException the entry's error
   */
  public T value() {
    if (error != null) {
      throw error;
    }
    return value;
  }

  /** Why there is no answer. */
  public Optional<HoldfastException> error() {
    return Optional.ofNullable(error);
  }

  @Override
  public String toString() {
    return index + ": " + (error == null ? value : error.getMessage());
  }

  /** Of BatchCreateInventoryItems. */
  public static List<BatchResult<CreateInventoryItemResponse>> of(BatchCreateInventoryItemsResponse response) {
    return list(
        response.getResultsList(),
        BatchCreateInventoryItemsResponse.Result::hasError,
        BatchCreateInventoryItemsResponse.Result::getError,
        BatchCreateInventoryItemsResponse.Result::getValue);
  }

  /** Of BatchCreateInventoryLevels. */
  public static List<BatchResult<CreateInventoryLevelResponse>> of(BatchCreateInventoryLevelsResponse response) {
    return list(
        response.getResultsList(),
        BatchCreateInventoryLevelsResponse.Result::hasError,
        BatchCreateInventoryLevelsResponse.Result::getError,
        BatchCreateInventoryLevelsResponse.Result::getValue);
  }

  /** Of BatchAdjustInventory. */
  public static List<BatchResult<AdjustInventoryResponse>> of(BatchAdjustInventoryResponse response) {
    return list(
        response.getResultsList(),
        BatchAdjustInventoryResponse.Result::hasError,
        BatchAdjustInventoryResponse.Result::getError,
        BatchAdjustInventoryResponse.Result::getValue);
  }

  /** Of BatchCreateReservations. */
  public static List<BatchResult<CreateReservationResponse>> of(BatchCreateReservationsResponse response) {
    return list(
        response.getResultsList(),
        BatchCreateReservationsResponse.Result::hasError,
        BatchCreateReservationsResponse.Result::getError,
        BatchCreateReservationsResponse.Result::getValue);
  }

  /** Of BatchUpdateReservations. */
  public static List<BatchResult<UpdateReservationResponse>> of(BatchUpdateReservationsResponse response) {
    return list(
        response.getResultsList(),
        BatchUpdateReservationsResponse.Result::hasError,
        BatchUpdateReservationsResponse.Result::getError,
        BatchUpdateReservationsResponse.Result::getValue);
  }

  /** Of BatchReleaseReservations. */
  public static List<BatchResult<ReleaseReservationResponse>> of(BatchReleaseReservationsResponse response) {
    return list(
        response.getResultsList(),
        BatchReleaseReservationsResponse.Result::hasError,
        BatchReleaseReservationsResponse.Result::getError,
        BatchReleaseReservationsResponse.Result::getValue);
  }

  /** Of BatchGetAvailability. */
  public static List<BatchResult<GetAvailabilityResponse>> of(BatchGetAvailabilityResponse response) {
    return list(
        response.getResultsList(),
        BatchGetAvailabilityResponse.Result::hasError,
        BatchGetAvailabilityResponse.Result::getError,
        BatchGetAvailabilityResponse.Result::getValue);
  }

  private static <E, T> List<BatchResult<T>> list(
      List<E> results, Predicate<E> failed, Function<E, com.google.rpc.Status> error, Function<E, T> value) {
    List<BatchResult<T>> found = new ArrayList<>(results.size());
    for (E one : results) {
      found.add(
          failed.test(one)
              ? new BatchResult<>(found.size(), null, HoldfastException.from(error.apply(one)))
              : new BatchResult<>(found.size(), value.apply(one), null));
    }
    return Collections.unmodifiableList(found);
  }
}
