package dev.holdfast.inventory.v1

import dev.holdfast.inventory.v1.StockLocationServiceGrpc.getServiceDescriptor
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
import io.grpc.kotlin.ClientCalls.unaryRpc
import io.grpc.kotlin.ServerCalls.unaryServerMethodDefinition
import io.grpc.kotlin.StubFor
import kotlin.String
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext
import kotlin.jvm.JvmOverloads
import kotlin.jvm.JvmStatic

/**
 * Holder for Kotlin coroutine-based client and server APIs for
 * holdfast.inventory.v1.StockLocationService.
 */
public object StockLocationServiceGrpcKt {
  public const val SERVICE_NAME: String = StockLocationServiceGrpc.SERVICE_NAME

  @JvmStatic
  public val serviceDescriptor: ServiceDescriptor
    get() = getServiceDescriptor()

  public val createStockLocationMethod:
      MethodDescriptor<CreateStockLocationRequest, CreateStockLocationResponse>
    @JvmStatic
    get() = StockLocationServiceGrpc.getCreateStockLocationMethod()

  public val getStockLocationMethod:
      MethodDescriptor<GetStockLocationRequest, GetStockLocationResponse>
    @JvmStatic
    get() = StockLocationServiceGrpc.getGetStockLocationMethod()

  public val batchGetStockLocationsMethod:
      MethodDescriptor<BatchGetStockLocationsRequest, BatchGetStockLocationsResponse>
    @JvmStatic
    get() = StockLocationServiceGrpc.getBatchGetStockLocationsMethod()

  public val listStockLocationsMethod:
      MethodDescriptor<ListStockLocationsRequest, ListStockLocationsResponse>
    @JvmStatic
    get() = StockLocationServiceGrpc.getListStockLocationsMethod()

  public val updateStockLocationMethod:
      MethodDescriptor<UpdateStockLocationRequest, UpdateStockLocationResponse>
    @JvmStatic
    get() = StockLocationServiceGrpc.getUpdateStockLocationMethod()

  public val deleteStockLocationMethod:
      MethodDescriptor<DeleteStockLocationRequest, DeleteStockLocationResponse>
    @JvmStatic
    get() = StockLocationServiceGrpc.getDeleteStockLocationMethod()

  public val undeleteStockLocationMethod:
      MethodDescriptor<UndeleteStockLocationRequest, UndeleteStockLocationResponse>
    @JvmStatic
    get() = StockLocationServiceGrpc.getUndeleteStockLocationMethod()

  /**
   * A stub for issuing RPCs to a(n) holdfast.inventory.v1.StockLocationService service as
   * suspending coroutines.
   */
  @StubFor(StockLocationServiceGrpc::class)
  public class StockLocationServiceCoroutineStub @JvmOverloads constructor(
    channel: Channel,
    callOptions: CallOptions = DEFAULT,
  ) : AbstractCoroutineStub<StockLocationServiceCoroutineStub>(channel, callOptions) {
    override fun build(channel: Channel, callOptions: CallOptions):
        StockLocationServiceCoroutineStub = StockLocationServiceCoroutineStub(channel, callOptions)

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
    public suspend fun createStockLocation(request: CreateStockLocationRequest, headers: Metadata =
        Metadata()): CreateStockLocationResponse = unaryRpc(
      channel,
      StockLocationServiceGrpc.getCreateStockLocationMethod(),
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
    public suspend fun getStockLocation(request: GetStockLocationRequest, headers: Metadata =
        Metadata()): GetStockLocationResponse = unaryRpc(
      channel,
      StockLocationServiceGrpc.getGetStockLocationMethod(),
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
    public suspend fun batchGetStockLocations(request: BatchGetStockLocationsRequest,
        headers: Metadata = Metadata()): BatchGetStockLocationsResponse = unaryRpc(
      channel,
      StockLocationServiceGrpc.getBatchGetStockLocationsMethod(),
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
    public suspend fun listStockLocations(request: ListStockLocationsRequest, headers: Metadata =
        Metadata()): ListStockLocationsResponse = unaryRpc(
      channel,
      StockLocationServiceGrpc.getListStockLocationsMethod(),
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
    public suspend fun updateStockLocation(request: UpdateStockLocationRequest, headers: Metadata =
        Metadata()): UpdateStockLocationResponse = unaryRpc(
      channel,
      StockLocationServiceGrpc.getUpdateStockLocationMethod(),
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
    public suspend fun deleteStockLocation(request: DeleteStockLocationRequest, headers: Metadata =
        Metadata()): DeleteStockLocationResponse = unaryRpc(
      channel,
      StockLocationServiceGrpc.getDeleteStockLocationMethod(),
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
    public suspend fun undeleteStockLocation(request: UndeleteStockLocationRequest,
        headers: Metadata = Metadata()): UndeleteStockLocationResponse = unaryRpc(
      channel,
      StockLocationServiceGrpc.getUndeleteStockLocationMethod(),
      request,
      callOptions,
      headers
    )
  }

  /**
   * Skeletal implementation of the holdfast.inventory.v1.StockLocationService service based on
   * Kotlin coroutines.
   */
  public abstract class StockLocationServiceCoroutineImplBase(
    coroutineContext: CoroutineContext = EmptyCoroutineContext,
  ) : AbstractCoroutineServerImpl(coroutineContext) {
    /**
     * Returns the response to an RPC for
     * holdfast.inventory.v1.StockLocationService.CreateStockLocation.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun createStockLocation(request: CreateStockLocationRequest):
        CreateStockLocationResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.StockLocationService.CreateStockLocation is unimplemented"))

    /**
     * Returns the response to an RPC for
     * holdfast.inventory.v1.StockLocationService.GetStockLocation.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun getStockLocation(request: GetStockLocationRequest):
        GetStockLocationResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.StockLocationService.GetStockLocation is unimplemented"))

    /**
     * Returns the response to an RPC for
     * holdfast.inventory.v1.StockLocationService.BatchGetStockLocations.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun batchGetStockLocations(request: BatchGetStockLocationsRequest):
        BatchGetStockLocationsResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.StockLocationService.BatchGetStockLocations is unimplemented"))

    /**
     * Returns the response to an RPC for
     * holdfast.inventory.v1.StockLocationService.ListStockLocations.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun listStockLocations(request: ListStockLocationsRequest):
        ListStockLocationsResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.StockLocationService.ListStockLocations is unimplemented"))

    /**
     * Returns the response to an RPC for
     * holdfast.inventory.v1.StockLocationService.UpdateStockLocation.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun updateStockLocation(request: UpdateStockLocationRequest):
        UpdateStockLocationResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.StockLocationService.UpdateStockLocation is unimplemented"))

    /**
     * Returns the response to an RPC for
     * holdfast.inventory.v1.StockLocationService.DeleteStockLocation.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun deleteStockLocation(request: DeleteStockLocationRequest):
        DeleteStockLocationResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.StockLocationService.DeleteStockLocation is unimplemented"))

    /**
     * Returns the response to an RPC for
     * holdfast.inventory.v1.StockLocationService.UndeleteStockLocation.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun undeleteStockLocation(request: UndeleteStockLocationRequest):
        UndeleteStockLocationResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.StockLocationService.UndeleteStockLocation is unimplemented"))

    final override fun bindService(): ServerServiceDefinition = builder(getServiceDescriptor())
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = StockLocationServiceGrpc.getCreateStockLocationMethod(),
      implementation = ::createStockLocation
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = StockLocationServiceGrpc.getGetStockLocationMethod(),
      implementation = ::getStockLocation
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = StockLocationServiceGrpc.getBatchGetStockLocationsMethod(),
      implementation = ::batchGetStockLocations
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = StockLocationServiceGrpc.getListStockLocationsMethod(),
      implementation = ::listStockLocations
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = StockLocationServiceGrpc.getUpdateStockLocationMethod(),
      implementation = ::updateStockLocation
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = StockLocationServiceGrpc.getDeleteStockLocationMethod(),
      implementation = ::deleteStockLocation
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = StockLocationServiceGrpc.getUndeleteStockLocationMethod(),
      implementation = ::undeleteStockLocation
    )).build()
  }
}
