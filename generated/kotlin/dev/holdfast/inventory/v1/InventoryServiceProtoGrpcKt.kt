package dev.holdfast.inventory.v1

import dev.holdfast.inventory.v1.InventoryServiceGrpc.getServiceDescriptor
import io.grpc.CallOptions
import io.grpc.CallOptions.DEFAULT
import io.grpc.Channel
import io.grpc.Metadata
import io.grpc.MethodDescriptor
import io.grpc.ServerServiceDefinition
import io.grpc.ServerServiceDefinition.builder
import io.grpc.ServiceDescriptor
import io.grpc.Status.UNIMPLEMENTED
import io.grpc.StatusException
import io.grpc.kotlin.AbstractCoroutineServerImpl
import io.grpc.kotlin.AbstractCoroutineStub
import io.grpc.kotlin.ClientCalls.bidiStreamingRpc
import io.grpc.kotlin.ClientCalls.unaryRpc
import io.grpc.kotlin.ServerCalls.bidiStreamingServerMethodDefinition
import io.grpc.kotlin.ServerCalls.unaryServerMethodDefinition
import io.grpc.kotlin.StubFor
import kotlin.String
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext
import kotlin.jvm.JvmOverloads
import kotlin.jvm.JvmStatic
import kotlinx.coroutines.flow.Flow

/**
 * Holder for Kotlin coroutine-based client and server APIs for
 * holdfast.inventory.v1.InventoryService.
 */
public object InventoryServiceGrpcKt {
  public const val SERVICE_NAME: String = InventoryServiceGrpc.SERVICE_NAME

  @JvmStatic
  public val serviceDescriptor: ServiceDescriptor
    get() = getServiceDescriptor()

  public val createInventoryItemMethod:
      MethodDescriptor<CreateInventoryItemRequest, CreateInventoryItemResponse>
    @JvmStatic
    get() = InventoryServiceGrpc.getCreateInventoryItemMethod()

  public val getInventoryItemMethod:
      MethodDescriptor<GetInventoryItemRequest, GetInventoryItemResponse>
    @JvmStatic
    get() = InventoryServiceGrpc.getGetInventoryItemMethod()

  public val batchGetInventoryItemsMethod:
      MethodDescriptor<BatchGetInventoryItemsRequest, BatchGetInventoryItemsResponse>
    @JvmStatic
    get() = InventoryServiceGrpc.getBatchGetInventoryItemsMethod()

  public val listInventoryItemsMethod:
      MethodDescriptor<ListInventoryItemsRequest, ListInventoryItemsResponse>
    @JvmStatic
    get() = InventoryServiceGrpc.getListInventoryItemsMethod()

  public val updateInventoryItemMethod:
      MethodDescriptor<UpdateInventoryItemRequest, UpdateInventoryItemResponse>
    @JvmStatic
    get() = InventoryServiceGrpc.getUpdateInventoryItemMethod()

  public val deleteInventoryItemMethod:
      MethodDescriptor<DeleteInventoryItemRequest, DeleteInventoryItemResponse>
    @JvmStatic
    get() = InventoryServiceGrpc.getDeleteInventoryItemMethod()

  public val undeleteInventoryItemMethod:
      MethodDescriptor<UndeleteInventoryItemRequest, UndeleteInventoryItemResponse>
    @JvmStatic
    get() = InventoryServiceGrpc.getUndeleteInventoryItemMethod()

  public val batchCreateInventoryItemsMethod:
      MethodDescriptor<BatchCreateInventoryItemsRequest, BatchCreateInventoryItemsResponse>
    @JvmStatic
    get() = InventoryServiceGrpc.getBatchCreateInventoryItemsMethod()

  public val createInventoryLevelMethod:
      MethodDescriptor<CreateInventoryLevelRequest, CreateInventoryLevelResponse>
    @JvmStatic
    get() = InventoryServiceGrpc.getCreateInventoryLevelMethod()

  public val batchCreateInventoryLevelsMethod:
      MethodDescriptor<BatchCreateInventoryLevelsRequest, BatchCreateInventoryLevelsResponse>
    @JvmStatic
    get() = InventoryServiceGrpc.getBatchCreateInventoryLevelsMethod()

  public val getInventoryLevelMethod:
      MethodDescriptor<GetInventoryLevelRequest, GetInventoryLevelResponse>
    @JvmStatic
    get() = InventoryServiceGrpc.getGetInventoryLevelMethod()

  public val batchGetInventoryLevelsMethod:
      MethodDescriptor<BatchGetInventoryLevelsRequest, BatchGetInventoryLevelsResponse>
    @JvmStatic
    get() = InventoryServiceGrpc.getBatchGetInventoryLevelsMethod()

  public val listInventoryLevelsMethod:
      MethodDescriptor<ListInventoryLevelsRequest, ListInventoryLevelsResponse>
    @JvmStatic
    get() = InventoryServiceGrpc.getListInventoryLevelsMethod()

  public val updateInventoryLevelMethod:
      MethodDescriptor<UpdateInventoryLevelRequest, UpdateInventoryLevelResponse>
    @JvmStatic
    get() = InventoryServiceGrpc.getUpdateInventoryLevelMethod()

  public val deleteInventoryLevelMethod:
      MethodDescriptor<DeleteInventoryLevelRequest, DeleteInventoryLevelResponse>
    @JvmStatic
    get() = InventoryServiceGrpc.getDeleteInventoryLevelMethod()

  public val adjustInventoryMethod:
      MethodDescriptor<AdjustInventoryRequest, AdjustInventoryResponse>
    @JvmStatic
    get() = InventoryServiceGrpc.getAdjustInventoryMethod()

  public val setInventoryMethod: MethodDescriptor<SetInventoryRequest, SetInventoryResponse>
    @JvmStatic
    get() = InventoryServiceGrpc.getSetInventoryMethod()

  public val moveInventoryMethod: MethodDescriptor<MoveInventoryRequest, MoveInventoryResponse>
    @JvmStatic
    get() = InventoryServiceGrpc.getMoveInventoryMethod()

  public val batchAdjustInventoryMethod:
      MethodDescriptor<BatchAdjustInventoryRequest, BatchAdjustInventoryResponse>
    @JvmStatic
    get() = InventoryServiceGrpc.getBatchAdjustInventoryMethod()

  public val listStockMovementsMethod:
      MethodDescriptor<ListStockMovementsRequest, ListStockMovementsResponse>
    @JvmStatic
    get() = InventoryServiceGrpc.getListStockMovementsMethod()

  public val createReservationMethod:
      MethodDescriptor<CreateReservationRequest, CreateReservationResponse>
    @JvmStatic
    get() = InventoryServiceGrpc.getCreateReservationMethod()

  public val batchCreateReservationsMethod:
      MethodDescriptor<BatchCreateReservationsRequest, BatchCreateReservationsResponse>
    @JvmStatic
    get() = InventoryServiceGrpc.getBatchCreateReservationsMethod()

  public val getReservationMethod: MethodDescriptor<GetReservationRequest, GetReservationResponse>
    @JvmStatic
    get() = InventoryServiceGrpc.getGetReservationMethod()

  public val batchGetReservationsMethod:
      MethodDescriptor<BatchGetReservationsRequest, BatchGetReservationsResponse>
    @JvmStatic
    get() = InventoryServiceGrpc.getBatchGetReservationsMethod()

  public val listReservationsMethod:
      MethodDescriptor<ListReservationsRequest, ListReservationsResponse>
    @JvmStatic
    get() = InventoryServiceGrpc.getListReservationsMethod()

  public val updateReservationMethod:
      MethodDescriptor<UpdateReservationRequest, UpdateReservationResponse>
    @JvmStatic
    get() = InventoryServiceGrpc.getUpdateReservationMethod()

  public val batchUpdateReservationsMethod:
      MethodDescriptor<BatchUpdateReservationsRequest, BatchUpdateReservationsResponse>
    @JvmStatic
    get() = InventoryServiceGrpc.getBatchUpdateReservationsMethod()

  public val extendReservationMethod:
      MethodDescriptor<ExtendReservationRequest, ExtendReservationResponse>
    @JvmStatic
    get() = InventoryServiceGrpc.getExtendReservationMethod()

  public val confirmReservationMethod:
      MethodDescriptor<ConfirmReservationRequest, ConfirmReservationResponse>
    @JvmStatic
    get() = InventoryServiceGrpc.getConfirmReservationMethod()

  public val releaseReservationMethod:
      MethodDescriptor<ReleaseReservationRequest, ReleaseReservationResponse>
    @JvmStatic
    get() = InventoryServiceGrpc.getReleaseReservationMethod()

  public val fulfillReservationMethod:
      MethodDescriptor<FulfillReservationRequest, FulfillReservationResponse>
    @JvmStatic
    get() = InventoryServiceGrpc.getFulfillReservationMethod()

  public val reverseFulfillmentMethod:
      MethodDescriptor<ReverseFulfillmentRequest, ReverseFulfillmentResponse>
    @JvmStatic
    get() = InventoryServiceGrpc.getReverseFulfillmentMethod()

  public val batchReleaseReservationsMethod:
      MethodDescriptor<BatchReleaseReservationsRequest, BatchReleaseReservationsResponse>
    @JvmStatic
    get() = InventoryServiceGrpc.getBatchReleaseReservationsMethod()

  public val receiveReturnMethod: MethodDescriptor<ReceiveReturnRequest, ReceiveReturnResponse>
    @JvmStatic
    get() = InventoryServiceGrpc.getReceiveReturnMethod()

  public val confirmInventoryMethod:
      MethodDescriptor<ConfirmInventoryRequest, ConfirmInventoryResponse>
    @JvmStatic
    get() = InventoryServiceGrpc.getConfirmInventoryMethod()

  public val getAvailabilityMethod:
      MethodDescriptor<GetAvailabilityRequest, GetAvailabilityResponse>
    @JvmStatic
    get() = InventoryServiceGrpc.getGetAvailabilityMethod()

  public val batchGetAvailabilityMethod:
      MethodDescriptor<BatchGetAvailabilityRequest, BatchGetAvailabilityResponse>
    @JvmStatic
    get() = InventoryServiceGrpc.getBatchGetAvailabilityMethod()

  public val streamReservationsMethod:
      MethodDescriptor<StreamReservationsRequest, StreamReservationsResponse>
    @JvmStatic
    get() = InventoryServiceGrpc.getStreamReservationsMethod()

  /**
   * A stub for issuing RPCs to a(n) holdfast.inventory.v1.InventoryService service as suspending
   * coroutines.
   */
  @StubFor(InventoryServiceGrpc::class)
  public class InventoryServiceCoroutineStub @JvmOverloads constructor(
    channel: Channel,
    callOptions: CallOptions = DEFAULT,
  ) : AbstractCoroutineStub<InventoryServiceCoroutineStub>(channel, callOptions) {
    override fun build(channel: Channel, callOptions: CallOptions): InventoryServiceCoroutineStub =
        InventoryServiceCoroutineStub(channel, callOptions)

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun createInventoryItem(request: CreateInventoryItemRequest, headers: Metadata =
        Metadata()): CreateInventoryItemResponse = unaryRpc(
      channel,
      InventoryServiceGrpc.getCreateInventoryItemMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun getInventoryItem(request: GetInventoryItemRequest, headers: Metadata =
        Metadata()): GetInventoryItemResponse = unaryRpc(
      channel,
      InventoryServiceGrpc.getGetInventoryItemMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun batchGetInventoryItems(request: BatchGetInventoryItemsRequest,
        headers: Metadata = Metadata()): BatchGetInventoryItemsResponse = unaryRpc(
      channel,
      InventoryServiceGrpc.getBatchGetInventoryItemsMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun listInventoryItems(request: ListInventoryItemsRequest, headers: Metadata =
        Metadata()): ListInventoryItemsResponse = unaryRpc(
      channel,
      InventoryServiceGrpc.getListInventoryItemsMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun updateInventoryItem(request: UpdateInventoryItemRequest, headers: Metadata =
        Metadata()): UpdateInventoryItemResponse = unaryRpc(
      channel,
      InventoryServiceGrpc.getUpdateInventoryItemMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun deleteInventoryItem(request: DeleteInventoryItemRequest, headers: Metadata =
        Metadata()): DeleteInventoryItemResponse = unaryRpc(
      channel,
      InventoryServiceGrpc.getDeleteInventoryItemMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun undeleteInventoryItem(request: UndeleteInventoryItemRequest,
        headers: Metadata = Metadata()): UndeleteInventoryItemResponse = unaryRpc(
      channel,
      InventoryServiceGrpc.getUndeleteInventoryItemMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun batchCreateInventoryItems(request: BatchCreateInventoryItemsRequest,
        headers: Metadata = Metadata()): BatchCreateInventoryItemsResponse = unaryRpc(
      channel,
      InventoryServiceGrpc.getBatchCreateInventoryItemsMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun createInventoryLevel(request: CreateInventoryLevelRequest, headers: Metadata
        = Metadata()): CreateInventoryLevelResponse = unaryRpc(
      channel,
      InventoryServiceGrpc.getCreateInventoryLevelMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun batchCreateInventoryLevels(request: BatchCreateInventoryLevelsRequest,
        headers: Metadata = Metadata()): BatchCreateInventoryLevelsResponse = unaryRpc(
      channel,
      InventoryServiceGrpc.getBatchCreateInventoryLevelsMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun getInventoryLevel(request: GetInventoryLevelRequest, headers: Metadata =
        Metadata()): GetInventoryLevelResponse = unaryRpc(
      channel,
      InventoryServiceGrpc.getGetInventoryLevelMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun batchGetInventoryLevels(request: BatchGetInventoryLevelsRequest,
        headers: Metadata = Metadata()): BatchGetInventoryLevelsResponse = unaryRpc(
      channel,
      InventoryServiceGrpc.getBatchGetInventoryLevelsMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun listInventoryLevels(request: ListInventoryLevelsRequest, headers: Metadata =
        Metadata()): ListInventoryLevelsResponse = unaryRpc(
      channel,
      InventoryServiceGrpc.getListInventoryLevelsMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun updateInventoryLevel(request: UpdateInventoryLevelRequest, headers: Metadata
        = Metadata()): UpdateInventoryLevelResponse = unaryRpc(
      channel,
      InventoryServiceGrpc.getUpdateInventoryLevelMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun deleteInventoryLevel(request: DeleteInventoryLevelRequest, headers: Metadata
        = Metadata()): DeleteInventoryLevelResponse = unaryRpc(
      channel,
      InventoryServiceGrpc.getDeleteInventoryLevelMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun adjustInventory(request: AdjustInventoryRequest, headers: Metadata =
        Metadata()): AdjustInventoryResponse = unaryRpc(
      channel,
      InventoryServiceGrpc.getAdjustInventoryMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun setInventory(request: SetInventoryRequest, headers: Metadata = Metadata()):
        SetInventoryResponse = unaryRpc(
      channel,
      InventoryServiceGrpc.getSetInventoryMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun moveInventory(request: MoveInventoryRequest, headers: Metadata = Metadata()):
        MoveInventoryResponse = unaryRpc(
      channel,
      InventoryServiceGrpc.getMoveInventoryMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun batchAdjustInventory(request: BatchAdjustInventoryRequest, headers: Metadata
        = Metadata()): BatchAdjustInventoryResponse = unaryRpc(
      channel,
      InventoryServiceGrpc.getBatchAdjustInventoryMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun listStockMovements(request: ListStockMovementsRequest, headers: Metadata =
        Metadata()): ListStockMovementsResponse = unaryRpc(
      channel,
      InventoryServiceGrpc.getListStockMovementsMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun createReservation(request: CreateReservationRequest, headers: Metadata =
        Metadata()): CreateReservationResponse = unaryRpc(
      channel,
      InventoryServiceGrpc.getCreateReservationMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun batchCreateReservations(request: BatchCreateReservationsRequest,
        headers: Metadata = Metadata()): BatchCreateReservationsResponse = unaryRpc(
      channel,
      InventoryServiceGrpc.getBatchCreateReservationsMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun getReservation(request: GetReservationRequest, headers: Metadata =
        Metadata()): GetReservationResponse = unaryRpc(
      channel,
      InventoryServiceGrpc.getGetReservationMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun batchGetReservations(request: BatchGetReservationsRequest, headers: Metadata
        = Metadata()): BatchGetReservationsResponse = unaryRpc(
      channel,
      InventoryServiceGrpc.getBatchGetReservationsMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun listReservations(request: ListReservationsRequest, headers: Metadata =
        Metadata()): ListReservationsResponse = unaryRpc(
      channel,
      InventoryServiceGrpc.getListReservationsMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun updateReservation(request: UpdateReservationRequest, headers: Metadata =
        Metadata()): UpdateReservationResponse = unaryRpc(
      channel,
      InventoryServiceGrpc.getUpdateReservationMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun batchUpdateReservations(request: BatchUpdateReservationsRequest,
        headers: Metadata = Metadata()): BatchUpdateReservationsResponse = unaryRpc(
      channel,
      InventoryServiceGrpc.getBatchUpdateReservationsMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun extendReservation(request: ExtendReservationRequest, headers: Metadata =
        Metadata()): ExtendReservationResponse = unaryRpc(
      channel,
      InventoryServiceGrpc.getExtendReservationMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun confirmReservation(request: ConfirmReservationRequest, headers: Metadata =
        Metadata()): ConfirmReservationResponse = unaryRpc(
      channel,
      InventoryServiceGrpc.getConfirmReservationMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun releaseReservation(request: ReleaseReservationRequest, headers: Metadata =
        Metadata()): ReleaseReservationResponse = unaryRpc(
      channel,
      InventoryServiceGrpc.getReleaseReservationMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun fulfillReservation(request: FulfillReservationRequest, headers: Metadata =
        Metadata()): FulfillReservationResponse = unaryRpc(
      channel,
      InventoryServiceGrpc.getFulfillReservationMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun reverseFulfillment(request: ReverseFulfillmentRequest, headers: Metadata =
        Metadata()): ReverseFulfillmentResponse = unaryRpc(
      channel,
      InventoryServiceGrpc.getReverseFulfillmentMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun batchReleaseReservations(request: BatchReleaseReservationsRequest,
        headers: Metadata = Metadata()): BatchReleaseReservationsResponse = unaryRpc(
      channel,
      InventoryServiceGrpc.getBatchReleaseReservationsMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun receiveReturn(request: ReceiveReturnRequest, headers: Metadata = Metadata()):
        ReceiveReturnResponse = unaryRpc(
      channel,
      InventoryServiceGrpc.getReceiveReturnMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun confirmInventory(request: ConfirmInventoryRequest, headers: Metadata =
        Metadata()): ConfirmInventoryResponse = unaryRpc(
      channel,
      InventoryServiceGrpc.getConfirmInventoryMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun getAvailability(request: GetAvailabilityRequest, headers: Metadata =
        Metadata()): GetAvailabilityResponse = unaryRpc(
      channel,
      InventoryServiceGrpc.getGetAvailabilityMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun batchGetAvailability(request: BatchGetAvailabilityRequest, headers: Metadata
        = Metadata()): BatchGetAvailabilityResponse = unaryRpc(
      channel,
      InventoryServiceGrpc.getBatchGetAvailabilityMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Returns a [Flow] that, when collected, executes this RPC and emits responses from the
     * server as they arrive.  That flow finishes normally if the server closes its response with
     * [`Status.OK`][io.grpc.Status], and fails by throwing a [StatusException] otherwise.  If
     * collecting the flow downstream fails exceptionally (including via cancellation), the RPC
     * is cancelled with that exception as a cause.
     *
     * The [Flow] of requests is collected once each time the [Flow] of responses is
     * collected. If collection of the [Flow] of responses completes normally or
     * exceptionally before collection of `requests` completes, the collection of
     * `requests` is cancelled.  If the collection of `requests` completes
     * exceptionally for any other reason, then the collection of the [Flow] of responses
     * completes exceptionally for the same reason and the RPC is cancelled with that reason.
     *
     * @param requests A [Flow] of request messages.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return A flow that, when collected, emits the responses from the server.
     */
    public fun streamReservations(requests: Flow<StreamReservationsRequest>, headers: Metadata =
        Metadata()): Flow<StreamReservationsResponse> = bidiStreamingRpc(
      channel,
      InventoryServiceGrpc.getStreamReservationsMethod(),
      requests,
      callOptions,
      headers
    )
  }

  /**
   * Skeletal implementation of the holdfast.inventory.v1.InventoryService service based on Kotlin
   * coroutines.
   */
  public abstract class InventoryServiceCoroutineImplBase(
    coroutineContext: CoroutineContext = EmptyCoroutineContext,
  ) : AbstractCoroutineServerImpl(coroutineContext) {
    /**
     * Returns the response to an RPC for
     * holdfast.inventory.v1.InventoryService.CreateInventoryItem.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun createInventoryItem(request: CreateInventoryItemRequest):
        CreateInventoryItemResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.InventoryService.CreateInventoryItem is unimplemented"))

    /**
     * Returns the response to an RPC for holdfast.inventory.v1.InventoryService.GetInventoryItem.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun getInventoryItem(request: GetInventoryItemRequest):
        GetInventoryItemResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.InventoryService.GetInventoryItem is unimplemented"))

    /**
     * Returns the response to an RPC for
     * holdfast.inventory.v1.InventoryService.BatchGetInventoryItems.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun batchGetInventoryItems(request: BatchGetInventoryItemsRequest):
        BatchGetInventoryItemsResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.InventoryService.BatchGetInventoryItems is unimplemented"))

    /**
     * Returns the response to an RPC for holdfast.inventory.v1.InventoryService.ListInventoryItems.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun listInventoryItems(request: ListInventoryItemsRequest):
        ListInventoryItemsResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.InventoryService.ListInventoryItems is unimplemented"))

    /**
     * Returns the response to an RPC for
     * holdfast.inventory.v1.InventoryService.UpdateInventoryItem.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun updateInventoryItem(request: UpdateInventoryItemRequest):
        UpdateInventoryItemResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.InventoryService.UpdateInventoryItem is unimplemented"))

    /**
     * Returns the response to an RPC for
     * holdfast.inventory.v1.InventoryService.DeleteInventoryItem.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun deleteInventoryItem(request: DeleteInventoryItemRequest):
        DeleteInventoryItemResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.InventoryService.DeleteInventoryItem is unimplemented"))

    /**
     * Returns the response to an RPC for
     * holdfast.inventory.v1.InventoryService.UndeleteInventoryItem.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun undeleteInventoryItem(request: UndeleteInventoryItemRequest):
        UndeleteInventoryItemResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.InventoryService.UndeleteInventoryItem is unimplemented"))

    /**
     * Returns the response to an RPC for
     * holdfast.inventory.v1.InventoryService.BatchCreateInventoryItems.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun batchCreateInventoryItems(request: BatchCreateInventoryItemsRequest):
        BatchCreateInventoryItemsResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.InventoryService.BatchCreateInventoryItems is unimplemented"))

    /**
     * Returns the response to an RPC for
     * holdfast.inventory.v1.InventoryService.CreateInventoryLevel.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun createInventoryLevel(request: CreateInventoryLevelRequest):
        CreateInventoryLevelResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.InventoryService.CreateInventoryLevel is unimplemented"))

    /**
     * Returns the response to an RPC for
     * holdfast.inventory.v1.InventoryService.BatchCreateInventoryLevels.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun batchCreateInventoryLevels(request: BatchCreateInventoryLevelsRequest):
        BatchCreateInventoryLevelsResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.InventoryService.BatchCreateInventoryLevels is unimplemented"))

    /**
     * Returns the response to an RPC for holdfast.inventory.v1.InventoryService.GetInventoryLevel.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun getInventoryLevel(request: GetInventoryLevelRequest):
        GetInventoryLevelResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.InventoryService.GetInventoryLevel is unimplemented"))

    /**
     * Returns the response to an RPC for
     * holdfast.inventory.v1.InventoryService.BatchGetInventoryLevels.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun batchGetInventoryLevels(request: BatchGetInventoryLevelsRequest):
        BatchGetInventoryLevelsResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.InventoryService.BatchGetInventoryLevels is unimplemented"))

    /**
     * Returns the response to an RPC for
     * holdfast.inventory.v1.InventoryService.ListInventoryLevels.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun listInventoryLevels(request: ListInventoryLevelsRequest):
        ListInventoryLevelsResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.InventoryService.ListInventoryLevels is unimplemented"))

    /**
     * Returns the response to an RPC for
     * holdfast.inventory.v1.InventoryService.UpdateInventoryLevel.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun updateInventoryLevel(request: UpdateInventoryLevelRequest):
        UpdateInventoryLevelResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.InventoryService.UpdateInventoryLevel is unimplemented"))

    /**
     * Returns the response to an RPC for
     * holdfast.inventory.v1.InventoryService.DeleteInventoryLevel.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun deleteInventoryLevel(request: DeleteInventoryLevelRequest):
        DeleteInventoryLevelResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.InventoryService.DeleteInventoryLevel is unimplemented"))

    /**
     * Returns the response to an RPC for holdfast.inventory.v1.InventoryService.AdjustInventory.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun adjustInventory(request: AdjustInventoryRequest):
        AdjustInventoryResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.InventoryService.AdjustInventory is unimplemented"))

    /**
     * Returns the response to an RPC for holdfast.inventory.v1.InventoryService.SetInventory.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun setInventory(request: SetInventoryRequest): SetInventoryResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.InventoryService.SetInventory is unimplemented"))

    /**
     * Returns the response to an RPC for holdfast.inventory.v1.InventoryService.MoveInventory.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun moveInventory(request: MoveInventoryRequest): MoveInventoryResponse =
        throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.InventoryService.MoveInventory is unimplemented"))

    /**
     * Returns the response to an RPC for
     * holdfast.inventory.v1.InventoryService.BatchAdjustInventory.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun batchAdjustInventory(request: BatchAdjustInventoryRequest):
        BatchAdjustInventoryResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.InventoryService.BatchAdjustInventory is unimplemented"))

    /**
     * Returns the response to an RPC for holdfast.inventory.v1.InventoryService.ListStockMovements.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun listStockMovements(request: ListStockMovementsRequest):
        ListStockMovementsResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.InventoryService.ListStockMovements is unimplemented"))

    /**
     * Returns the response to an RPC for holdfast.inventory.v1.InventoryService.CreateReservation.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun createReservation(request: CreateReservationRequest):
        CreateReservationResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.InventoryService.CreateReservation is unimplemented"))

    /**
     * Returns the response to an RPC for
     * holdfast.inventory.v1.InventoryService.BatchCreateReservations.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun batchCreateReservations(request: BatchCreateReservationsRequest):
        BatchCreateReservationsResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.InventoryService.BatchCreateReservations is unimplemented"))

    /**
     * Returns the response to an RPC for holdfast.inventory.v1.InventoryService.GetReservation.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun getReservation(request: GetReservationRequest): GetReservationResponse =
        throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.InventoryService.GetReservation is unimplemented"))

    /**
     * Returns the response to an RPC for
     * holdfast.inventory.v1.InventoryService.BatchGetReservations.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun batchGetReservations(request: BatchGetReservationsRequest):
        BatchGetReservationsResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.InventoryService.BatchGetReservations is unimplemented"))

    /**
     * Returns the response to an RPC for holdfast.inventory.v1.InventoryService.ListReservations.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun listReservations(request: ListReservationsRequest):
        ListReservationsResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.InventoryService.ListReservations is unimplemented"))

    /**
     * Returns the response to an RPC for holdfast.inventory.v1.InventoryService.UpdateReservation.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun updateReservation(request: UpdateReservationRequest):
        UpdateReservationResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.InventoryService.UpdateReservation is unimplemented"))

    /**
     * Returns the response to an RPC for
     * holdfast.inventory.v1.InventoryService.BatchUpdateReservations.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun batchUpdateReservations(request: BatchUpdateReservationsRequest):
        BatchUpdateReservationsResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.InventoryService.BatchUpdateReservations is unimplemented"))

    /**
     * Returns the response to an RPC for holdfast.inventory.v1.InventoryService.ExtendReservation.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun extendReservation(request: ExtendReservationRequest):
        ExtendReservationResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.InventoryService.ExtendReservation is unimplemented"))

    /**
     * Returns the response to an RPC for holdfast.inventory.v1.InventoryService.ConfirmReservation.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun confirmReservation(request: ConfirmReservationRequest):
        ConfirmReservationResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.InventoryService.ConfirmReservation is unimplemented"))

    /**
     * Returns the response to an RPC for holdfast.inventory.v1.InventoryService.ReleaseReservation.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun releaseReservation(request: ReleaseReservationRequest):
        ReleaseReservationResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.InventoryService.ReleaseReservation is unimplemented"))

    /**
     * Returns the response to an RPC for holdfast.inventory.v1.InventoryService.FulfillReservation.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun fulfillReservation(request: FulfillReservationRequest):
        FulfillReservationResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.InventoryService.FulfillReservation is unimplemented"))

    /**
     * Returns the response to an RPC for holdfast.inventory.v1.InventoryService.ReverseFulfillment.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun reverseFulfillment(request: ReverseFulfillmentRequest):
        ReverseFulfillmentResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.InventoryService.ReverseFulfillment is unimplemented"))

    /**
     * Returns the response to an RPC for
     * holdfast.inventory.v1.InventoryService.BatchReleaseReservations.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun batchReleaseReservations(request: BatchReleaseReservationsRequest):
        BatchReleaseReservationsResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.InventoryService.BatchReleaseReservations is unimplemented"))

    /**
     * Returns the response to an RPC for holdfast.inventory.v1.InventoryService.ReceiveReturn.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun receiveReturn(request: ReceiveReturnRequest): ReceiveReturnResponse =
        throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.InventoryService.ReceiveReturn is unimplemented"))

    /**
     * Returns the response to an RPC for holdfast.inventory.v1.InventoryService.ConfirmInventory.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun confirmInventory(request: ConfirmInventoryRequest):
        ConfirmInventoryResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.InventoryService.ConfirmInventory is unimplemented"))

    /**
     * Returns the response to an RPC for holdfast.inventory.v1.InventoryService.GetAvailability.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun getAvailability(request: GetAvailabilityRequest):
        GetAvailabilityResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.InventoryService.GetAvailability is unimplemented"))

    /**
     * Returns the response to an RPC for
     * holdfast.inventory.v1.InventoryService.BatchGetAvailability.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun batchGetAvailability(request: BatchGetAvailabilityRequest):
        BatchGetAvailabilityResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.InventoryService.BatchGetAvailability is unimplemented"))

    /**
     * Returns a [Flow] of responses to an RPC for
     * holdfast.inventory.v1.InventoryService.StreamReservations.
     *
     * If creating or collecting the returned flow fails with a [StatusException], the RPC
     * will fail with the corresponding [io.grpc.Status].  If it fails with a
     * [java.util.concurrent.CancellationException], the RPC will fail with status
     * `Status.CANCELLED`.  If creating
     * or collecting the returned flow fails for any other reason, the RPC will fail with
     * `Status.UNKNOWN` with the exception as a cause.
     *
     * @param requests A [Flow] of requests from the client.  This flow can be
     *        collected only once and throws [java.lang.IllegalStateException] on attempts to
     * collect
     *        it more than once.
     */
    public open fun streamReservations(requests: Flow<StreamReservationsRequest>):
        Flow<StreamReservationsResponse> = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.InventoryService.StreamReservations is unimplemented"))

    final override fun bindService(): ServerServiceDefinition = builder(getServiceDescriptor())
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = InventoryServiceGrpc.getCreateInventoryItemMethod(),
      implementation = ::createInventoryItem
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = InventoryServiceGrpc.getGetInventoryItemMethod(),
      implementation = ::getInventoryItem
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = InventoryServiceGrpc.getBatchGetInventoryItemsMethod(),
      implementation = ::batchGetInventoryItems
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = InventoryServiceGrpc.getListInventoryItemsMethod(),
      implementation = ::listInventoryItems
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = InventoryServiceGrpc.getUpdateInventoryItemMethod(),
      implementation = ::updateInventoryItem
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = InventoryServiceGrpc.getDeleteInventoryItemMethod(),
      implementation = ::deleteInventoryItem
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = InventoryServiceGrpc.getUndeleteInventoryItemMethod(),
      implementation = ::undeleteInventoryItem
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = InventoryServiceGrpc.getBatchCreateInventoryItemsMethod(),
      implementation = ::batchCreateInventoryItems
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = InventoryServiceGrpc.getCreateInventoryLevelMethod(),
      implementation = ::createInventoryLevel
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = InventoryServiceGrpc.getBatchCreateInventoryLevelsMethod(),
      implementation = ::batchCreateInventoryLevels
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = InventoryServiceGrpc.getGetInventoryLevelMethod(),
      implementation = ::getInventoryLevel
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = InventoryServiceGrpc.getBatchGetInventoryLevelsMethod(),
      implementation = ::batchGetInventoryLevels
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = InventoryServiceGrpc.getListInventoryLevelsMethod(),
      implementation = ::listInventoryLevels
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = InventoryServiceGrpc.getUpdateInventoryLevelMethod(),
      implementation = ::updateInventoryLevel
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = InventoryServiceGrpc.getDeleteInventoryLevelMethod(),
      implementation = ::deleteInventoryLevel
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = InventoryServiceGrpc.getAdjustInventoryMethod(),
      implementation = ::adjustInventory
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = InventoryServiceGrpc.getSetInventoryMethod(),
      implementation = ::setInventory
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = InventoryServiceGrpc.getMoveInventoryMethod(),
      implementation = ::moveInventory
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = InventoryServiceGrpc.getBatchAdjustInventoryMethod(),
      implementation = ::batchAdjustInventory
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = InventoryServiceGrpc.getListStockMovementsMethod(),
      implementation = ::listStockMovements
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = InventoryServiceGrpc.getCreateReservationMethod(),
      implementation = ::createReservation
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = InventoryServiceGrpc.getBatchCreateReservationsMethod(),
      implementation = ::batchCreateReservations
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = InventoryServiceGrpc.getGetReservationMethod(),
      implementation = ::getReservation
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = InventoryServiceGrpc.getBatchGetReservationsMethod(),
      implementation = ::batchGetReservations
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = InventoryServiceGrpc.getListReservationsMethod(),
      implementation = ::listReservations
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = InventoryServiceGrpc.getUpdateReservationMethod(),
      implementation = ::updateReservation
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = InventoryServiceGrpc.getBatchUpdateReservationsMethod(),
      implementation = ::batchUpdateReservations
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = InventoryServiceGrpc.getExtendReservationMethod(),
      implementation = ::extendReservation
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = InventoryServiceGrpc.getConfirmReservationMethod(),
      implementation = ::confirmReservation
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = InventoryServiceGrpc.getReleaseReservationMethod(),
      implementation = ::releaseReservation
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = InventoryServiceGrpc.getFulfillReservationMethod(),
      implementation = ::fulfillReservation
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = InventoryServiceGrpc.getReverseFulfillmentMethod(),
      implementation = ::reverseFulfillment
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = InventoryServiceGrpc.getBatchReleaseReservationsMethod(),
      implementation = ::batchReleaseReservations
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = InventoryServiceGrpc.getReceiveReturnMethod(),
      implementation = ::receiveReturn
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = InventoryServiceGrpc.getConfirmInventoryMethod(),
      implementation = ::confirmInventory
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = InventoryServiceGrpc.getGetAvailabilityMethod(),
      implementation = ::getAvailability
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = InventoryServiceGrpc.getBatchGetAvailabilityMethod(),
      implementation = ::batchGetAvailability
    ))
      .addMethod(bidiStreamingServerMethodDefinition(
      context = this.context,
      descriptor = InventoryServiceGrpc.getStreamReservationsMethod(),
      implementation = ::streamReservations
    )).build()
  }
}
